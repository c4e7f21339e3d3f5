/* value_number.h: numbers as people and programs write them: 1,234.56  1.234,56  1 234,56  $12
 * (12.50)  12-  7 %  1.2E+05.
 *
 * Threads: none of its own. Nothing is allocated. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* digits ÷ 10^scale: exact, so that 0.29 currency units are 29 cents and not 28. */
struct decimal {
    int64_t digits;  /* at most 18 of them */
    int scale;       /* 0 to 18 */
    bool is_percent; /* a percent sign stood beside it; digits are as written */
};

/* Reads the whole text with `mark` ('.' or ',') as the decimal mark. The other mark, blanks and
 * apostrophes may part thousands, if they stand before each three digits. One currency sign or
 * code of letters may stand at either end. False for anything else. */
bool number_read(const char *s, char mark, struct decimal *ret);
double decimal_to_f64(struct decimal d);
/* d × 10^shift as an integer, rounded half away from zero; false when it does not fit. */
bool decimal_to_i64(struct decimal d, int shift, int64_t *ret);
bool decimal_is_whole(struct decimal d);

/* Which decimal mark a column uses, from all of its values. Start with {0}. */
struct number_guess {
    int64_t points, commas; /* values that can only be meant with a decimal point, or comma */
    int64_t open;           /* values that both readings fit, with different results */
    int64_t numbers;        /* values that are numbers at all, in either reading */
    char example[32];       /* the first open one */
};
void number_look(struct number_guess *g, const char *s);
/* '.' or ','; 0 when nothing in the column tells. */
char number_mark(const struct number_guess *g);
