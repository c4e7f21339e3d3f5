#include "intake/csv/report_text.h"

#include "base/str.h"

static void write_heading(const struct import_file *f, struct buf *out)
{
    buf_printf(out, "\n%s", f->name);
    if (f->encoding)
        buf_printf(out, " (%s, %s", f->encoding, f->delimiter);
    if (f->mapping)
        buf_printf(out, ", mapping %s", f->mapping);
    buf_str(out, f->encoding ? ")\n" : "\n");
    if (f->is_refused)
        buf_str(out, "  NOT IMPORTED\n");
}

static void write_issue(const struct import_issue *issue, struct buf *out)
{
    buf_printf(out, "  %-7s %7lld  %s\n", issue->severity, (long long)issue->count, issue->text);
    for (size_t i = 0; i < issue->n_examples; i++) {
        const struct import_example *e = &issue->examples[i];
        buf_printf(out, "                   line %lld", (long long)e->line);
        if (e->column)
            buf_printf(out, ", %s", e->column);
        if (e->value)
            buf_printf(out, " \"%s\"", e->value);
        if (e->reason)
            buf_printf(out, ": %s", e->reason);
        buf_char(out, '\n');
    }
    if (issue->n_examples > 0 && issue->count > (int64_t)issue->n_examples)
        buf_str(out, "                   …\n");
}

/* Nothing is lost silently: each column that is not taken is named, with the reason. */
static void write_lost_columns(const struct import_file *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_columns; i++) {
        const struct import_column *c = &f->columns[i];
        if (c->field || f->is_refused)
            continue;
        bool is_ignored = str_eq(c->how, "ignored");
        buf_printf(out, "  %s  %s", is_ignored ? "ignored " : "no field", c->header);
        if (c->note && *c->note)
            buf_printf(out, ": %s", c->note);
        buf_char(out, '\n');
    }
}

void report_write_text(const struct import_report *report, struct buf *out)
{
    for (size_t i = 0; i < report->n_files; i++) {
        const struct import_file *f = &report->files[i];
        write_heading(f, out);
        for (size_t k = 0; k < f->n_issues; k++)
            write_issue(&f->issues[k], out);
        write_lost_columns(f, out);
    }
}
