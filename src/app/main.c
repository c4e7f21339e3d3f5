#include <stdio.h>

int main(void)
{
    puts("ripen");
    return 0;
}
