/* report_text.h: an import's report as text for people. */
#pragma once
#include "base/buf.h"
#include "intake/csv/report.h"

/* What was found in each file: issues with their examples, and columns whose values go nowhere. */
void report_write_text(const struct import_report *report, struct buf *out);
