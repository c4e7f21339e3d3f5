/* Web forms as anybody may send them: no input crashes the reader, and what it takes is text. */
#include "base/str.h"
#include "fuzz.h"
#include "http/form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    char *body = malloc(size ? size : 1); /* of its very size, so that reading behind it shows */
    struct form form = {0};
    struct err err = {0};

    memcpy(body, data, size);
    int rc = form_read(body, size, arena, &form, &err);
    if (rc < 0 && !err.text[0])
        abort();
    if (rc == 0 && form.n > FORM_PAIRS_MAX)
        abort();
    for (size_t i = 0; rc == 0 && i < form.n; i++) {
        const struct form_field *p = &form.pairs[i];
        if (!str_is_utf8(p->name, strlen(p->name)) || !str_is_utf8(p->value, strlen(p->value)) ||
            strchr(p->value, '\r') || strpbrk(p->name, "\r\n\t"))
            abort();
        if (form_value(&form, p->name) == NULL)
            abort();
    }
    free(body);
    return 0;
}
