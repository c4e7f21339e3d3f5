/* csv_text.h: writing CSV (RFC 4180). */
#pragma once
#include "base/buf.h"

#include <stdbool.h>

/* Adds one cell, quoted where needed. guard_formula: a text that a spreadsheet would run as a
 * formula (it begins with = + - @, tab or return) gets an apostrophe in front; give it for every
 * text that came from outside, never for numbers. */
void csv_write_cell(struct buf *out, const char *text, bool guard_formula);
