#include "base/csv_text.h"

#include <string.h>

void csv_write_cell(struct buf *out, const char *text, bool guard_formula)
{
    bool guard = guard_formula && *text && strchr("=+-@\t\r", *text);

    if (!guard && !strpbrk(text, "\",\r\n")) {
        buf_str(out, text);
        return;
    }
    buf_char(out, '"');
    if (guard)
        buf_char(out, '\'');
    for (const char *s = text; *s; s++) {
        if (*s == '"')
            buf_char(out, '"');
        buf_char(out, *s);
    }
    buf_char(out, '"');
}
