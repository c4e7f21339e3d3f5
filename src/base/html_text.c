#include "base/html_text.h"

#include <stdbool.h>
#include <stddef.h>

static const char *entity(char c, bool has_lines)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&#34;";
    case '\'': return "&#39;";
    case '\n': return has_lines ? "<br>\n" : NULL;
    default: return NULL;
    }
}

static void write(struct buf *out, const char *text, bool has_lines)
{
    const char *from = text, *s = text;

    for (; s && *s; s++) {
        const char *instead = entity(*s, has_lines);
        if (!instead)
            continue;
        buf_add(out, from, (size_t)(s - from));
        buf_str(out, instead);
        from = s + 1;
    }
    if (s)
        buf_add(out, from, (size_t)(s - from));
}

void html_write_text(struct buf *out, const char *text)
{
    write(out, text, false);
}

void html_write_lines(struct buf *out, const char *text)
{
    write(out, text, true);
}
