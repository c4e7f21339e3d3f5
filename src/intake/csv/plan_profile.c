/* What the values of a file tell about how to read them. */
#include "base/str.h"
#include "intake/csv/plan_parts.h"
#include "intake/csv/value_word.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SAMPLES 3

/* What one binding's column has shown so far. */
struct look {
    bool is_date, is_number, is_custom;
    struct date_guess dates;
    struct number_guess numbers;
    int64_t values, truths, bits; /* bits: of the truths, those written 0 or 1 */
};

struct profile {
    struct plan *plan;
    const struct plan_options *options;
    struct look *looks; /* one for each binding */
    size_t columns_without_sample;
};

/* Whole numbers without any mark tell nothing, and most are such. */
static bool is_plain_number(const char *s)
{
    while (isdigit((unsigned char)*s))
        s++;
    return *s == 0;
}

static void look_at(struct look *l, const char *s)
{
    if (l->is_custom) {
        int truth = word_truth(s);
        l->values++;
        l->truths += truth >= 0;
        l->bits += truth >= 0 && isdigit((unsigned char)*s);
        date_look(&l->dates, s);
        number_look(&l->numbers, s);
    } else if (l->is_date) {
        date_look(&l->dates, s);
    } else if (l->is_number && !is_plain_number(s)) {
        number_look(&l->numbers, s);
    }
}

static void take_samples(struct profile *f, const struct csv_record *record)
{
    struct import_file *r = &f->plan->report;

    for (size_t i = 0; i < r->n_columns && i < record->n; i++) {
        struct import_column *c = &r->columns[i];
        if (c->n_sample == SAMPLES || !*record->fields[i].s)
            continue;
        char text[64];
        str_copy(text, sizeof(text), record->fields[i].s);
        c->sample[c->n_sample++] = arena_strdup(f->options->arena, text);
        f->columns_without_sample -= c->n_sample == SAMPLES;
    }
}

static int profile_record(void *ctx, const struct csv_record *record, struct err *err)
{
    (void)err;
    struct profile *f = ctx;

    if (record->flaw)
        return 0;
    if (f->columns_without_sample)
        take_samples(f, record);
    for (size_t i = 0; i < f->plan->n_bindings; i++) {
        int column = f->plan->bindings[i].column;
        struct look *l = &f->looks[i];
        if (column < 0 || (size_t)column >= record->n ||
            !(l->is_custom || l->is_date || l->is_number))
            continue;
        if (!word_is_missing(record->fields[column].s, false))
            look_at(l, record->fields[column].s);
    }
    return 0;
}

static int profile_progress(void *ctx, int64_t bytes, struct err *err)
{
    const struct profile *f = ctx;
    return f->options->progress ? f->options->progress(f->options->ctx, bytes, err) : 0;
}

static void start_look(const struct binding *b, struct look *l)
{
    enum field_type type = b->target.field->type;

    l->is_custom = b->target.custom != NULL;
    l->is_date = (type == FIELD_T_DAY || type == FIELD_T_TIME) && !b->after && !b->n_if_true &&
                 !b->is_order_told;
    l->is_number = type == FIELD_T_I64 || type == FIELD_T_F64 || b->after;
}

/* The type of a custom field: what all of its values can be read as. */
static const char *custom_type(const struct look *l)
{
    if (l->values == 0)
        return "text";
    if (l->truths == l->values && l->bits < l->values)
        return "boolean";
    if (l->numbers.numbers == l->values)
        return "number";
    return l->dates.fixed + l->dates.loose == l->values ? "day" : "text";
}

/* An order that another date column of this file shows beyond doubt; one program wrote them all. */
static enum date_order order_of_file(const struct profile *f)
{
    enum date_order found = DATE_ORDER_NONE, order;

    for (size_t i = 0; i < f->plan->n_bindings; i++) {
        const struct date_guess *g = &f->looks[i].dates;
        if (g->loose == 0 || date_decide(g, &order) != DATE_CLEAR || g->open == g->loose)
            continue;
        if (found != DATE_ORDER_NONE && found != order)
            return DATE_ORDER_NONE;
        found = order;
    }
    return found;
}

static void refuse_order(struct plan *p, const struct binding *b, const struct date_guess *g,
                         bool is_mixed)
{
    char text[256];

    if (is_mixed)
        snprintf(
            text, sizeof(text),
            "the dates in \"%.60s\" are in different orders: some fit only day-month, some only "
            "month-day; say which is right (date_order), and the others are rejected",
            b->header);
    else
        snprintf(text, sizeof(text),
                 "the dates in \"%.60s\", such as %s, may be day-month or month-day; say which: "
                 "date_order dmy or mdy",
                 b->header, g->example);
    plan_refuse(p, is_mixed ? "mixed_dates" : "ambiguous_dates", b->header, text);
}

static void settle_order(struct profile *f, struct binding *b, const struct look *l)
{
    const struct date_guess *g = &l->dates;
    enum date_verdict verdict;

    if (b->is_order_told)
        return;
    verdict = date_decide(g, &b->order);
    if (verdict == DATE_CLEAR)
        return;
    b->order = f->options->date_order;
    if (b->order == DATE_ORDER_NONE && verdict == DATE_AMBIGUOUS)
        b->order = order_of_file(f);
    if (b->order == DATE_ORDER_NONE)
        refuse_order(f->plan, b, g, verdict == DATE_MIXED);
}

/* "1,234" alone does not tell its meaning: other columns of the file do, or that the file parts its
 * columns by semicolons, as programs do where the comma is the decimal mark. */
static char mark_of_file(const struct profile *f)
{
    int64_t points = 0, commas = 0;

    for (size_t i = 0; i < f->plan->n_bindings; i++) {
        points += f->looks[i].numbers.points;
        commas += f->looks[i].numbers.commas;
    }
    if (points != commas)
        return points > commas ? '.' : ',';
    return f->plan->shape.delimiter == ';' ? ',' : '.';
}

static void settle_mark(struct profile *f, struct binding *b, const struct look *l)
{
    char text[256];

    if (b->mark)
        return;
    b->mark = number_mark(&l->numbers);
    if (b->mark)
        return;
    b->mark = mark_of_file(f);
    if (l->numbers.open == 0)
        return;
    snprintf(
        text, sizeof(text),
        "the numbers in \"%.60s\", such as %s, were read with \"%c\" as the decimal mark; if that "
        "is wrong, say \"decimal\" in the mapping",
        b->header, l->numbers.example, b->mark);
    findings_count(
        f->plan->findings,
        &(struct finding){
            .severity = "warning", .code = "ambiguous_numbers", .column = b->header, .text = text},
        l->numbers.open);
}

static void settle(struct profile *f)
{
    for (size_t i = 0; i < f->plan->n_bindings; i++) {
        struct binding *b = &f->plan->bindings[i];
        struct look *l = &f->looks[i];
        if (l->is_custom)
            b->custom.type = custom_type(l);
        l->is_date |= str_eq(b->custom.type, "day");
        l->is_number |= str_eq(b->custom.type, "number");
        if (l->is_date)
            settle_order(f, b, l);
        if (l->is_number)
            settle_mark(f, b, l);
        if (l->is_date && b->column >= 0 && l->dates.loose > 0)
            f->plan->report.columns[b->column].date_order = date_order_names[b->order];
    }
}

int plan_profile(struct plan *p, const struct plan_options *o, struct err *err)
{
    struct profile f = {.plan = p,
                        .options = o,
                        .looks = ARENA_ARRAY(o->arena, p->n_bindings, struct look),
                        .columns_without_sample = p->report.n_columns};

    for (size_t i = 0; i < p->n_bindings; i++)
        start_look(&p->bindings[i], &f.looks[i]);
    for (size_t i = 0; i < p->report.n_columns; i++)
        p->report.columns[i].sample = ARENA_ARRAY(o->arena, SAMPLES, const char *);
    int rc = csv_file_scan(
        &(struct csv_scan){p->path, &p->shape, profile_record, &f, profile_progress}, err);
    if (rc == 0)
        settle(&f);
    return rc;
}
