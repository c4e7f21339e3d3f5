#include "base/csv_text.h"
#include "base/str.h"
#include "facts/survey/instrument.h"
#include "scoring/survey/results.h"

static void write_text(const char *text, struct buf *out)
{
    buf_char(out, ',');
    if (text)
        csv_write_cell(out, text, true);
}

static void write_time(int64_t at, struct buf *out)
{
    char text[32];

    buf_char(out, ',');
    if (at != TIME_NONE)
        buf_str(out, time_format(at, text));
}

/* Several choices stand in one cell, with semicolons. */
static void write_value(const json_t *value, struct buf *out)
{
    AUTO_BUF text = {0};
    const json_t *item;
    size_t i;

    if (json_is_number(value)) {
        buf_char(out, ',');
        text_write_f64(out, json_number_value(value));
        return;
    }
    json_array_foreach (value, i, item)
        buf_printf(&text, "%s%s", i ? ";" : "", json_string_value(item));
    write_text(json_is_array(value) ? buf_text(&text) : json_string_value(value), out);
}

static void write_row(const struct results_row *row, const struct instrument *in, struct buf *out)
{
    if (row->key)
        csv_write_cell(out, row->key, true);
    write_text(row->account, out);
    write_text(row->account_name, out);
    write_text(row->contact, out);
    buf_printf(out, ",%lld", (long long)row->version);
    write_text(row->language, out);
    write_time(row->is_anonymous ? TIME_NONE : row->invited, out);
    write_time(row->is_anonymous ? TIME_NONE : row->answered, out);
    buf_char(out, ',');
    text_write_f64(out, row->score);
    write_text(row->kept, out);
    for (size_t q = 0; q < in->n_questions; q++)
        write_value(json_object_get(row->answers, in->questions[q].id), out);
    buf_str(out, "\r\n");
}

/* Of those who were asked anonymously only the answers that are shown; silence has no line. */
int results_write_csv(const struct results_source *source, const struct results_query *query,
                      struct buf *out, struct err *err)
{
    struct results_rows rows = {0};
    int rc = results_load(source, query, &rows, err);

    if (rc < 0)
        return rc;
    buf_str(out, "key,account,account_name,contact,version,language,invited,answered,score,group");
    for (size_t q = 0; q < rows.in->n_questions; q++)
        buf_printf(out, ",answers.%s", rows.in->questions[q].id);
    buf_str(out, "\r\n");
    for (size_t k = 0; k < rows.n; k++)
        if (!rows.items[k].is_anonymous || rows.items[k].answers)
            write_row(&rows.items[k], rows.in, out);
    return 0;
}
