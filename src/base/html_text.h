/* html_text.h: texts in HTML. Everything that came from people goes through here, also into
 * attributes, which are always in double quotes. */
#pragma once
#include "base/buf.h"

/* The text as text, whatever it holds; NULL is nothing. */
void html_write_text(struct buf *out, const char *text);
/* The same with a <br> for each line break. */
void html_write_lines(struct buf *out, const char *text);
