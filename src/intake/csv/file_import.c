#include "intake/csv/file_import.h"

#include "base/str.h"
#include "intake/csv/file_import_run.h"

#include <stdio.h>
#include <string.h>

const char *run_header_of(const struct run *r, const char *field)
{
    for (size_t i = 0; i < r->plan->n_bindings; i++)
        if (str_eq(r->plan->bindings[i].target.field->name, field))
            return r->plan->bindings[i].header;
    return field;
}

/* What an issue says for all of its rows: before and behind the column's header. */
static const struct {
    const char *code, *before, *after;
} texts[] = {
    {"malformed", "is no well-formed CSV", ""},
    {"ragged", "has more or fewer columns than the header", ""},
    {"bad_value", "has a value in \"", "\" that cannot be taken"},
    {"duplicate", "has a key in \"", "\" that stood on an earlier line"},
    {"unresolved", "names something in \"", "\" that is not there"},
    {"rule", "breaks a rule of \"", "\""},
};

void run_reject(struct run *r, const struct csv_record *record, const struct fault *fault)
{
    char text[256] = "";

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (str_eq(texts[i].code, fault->code))
            snprintf(text, sizeof(text), "rejected: the row %s%s%s", texts[i].before,
                     fault->column ? fault->column : "", texts[i].after);
    r->plan->report.rejected++;
    findings_add(r->plan->findings, &(struct finding){.severity = "error",
                                                      .code = fault->code,
                                                      .column = fault->column,
                                                      .text = text,
                                                      .line = record->line,
                                                      .value = fault->value,
                                                      .reason = fault->reason});
    if (r->o->log)
        reject_log_add(r->o->log, record, fault->column, fault->reason);
}

static int32_t day_of_row(const struct run *r)
{
    if (!r->happened || field_is_missing(r->happened, r->row))
        return DAY_NONE;
    const void *at = field_in(r->happened, r->row);
    return r->happened->type == FIELD_T_DAY ? *(const int32_t *)at
                                            : day_of_time(*(const int64_t *)at);
}

void run_took(struct run *r)
{
    struct import_file *report = &r->plan->report;
    int32_t day = day_of_row(r);

    if (day == DAY_NONE)
        return;
    if (report->from == DAY_NONE || day < report->from)
        report->from = day;
    if (report->to == DAY_NONE || day > report->to)
        report->to = day;
}

/* Such rows count: the day may be right and the subscription's start wrong. */
static void warn_if_early(struct run *r, const struct csv_record *record)
{
    int32_t day = day_of_row(r), start = r->owner.began;
    char began[16], value[16], reason[64];

    if (day == DAY_NONE || start == DAY_NONE || day >= start)
        return;
    bool is_example = r->n_early++ < EXAMPLES_MAX; /* texts for more would go nowhere */
    if (is_example)
        snprintf(reason, sizeof(reason), "the subscription began on %s", day_format(start, began));
    findings_add(
        r->plan->findings,
        &(struct finding){.severity = "warning",
                          .code = "before_subscription",
                          .column = run_header_of(r, r->happened->name),
                          .text = "dated before the subscription began; counted all the same",
                          .line = is_example ? record->line : 0,
                          .value = is_example ? day_format(day, value) : NULL,
                          .reason = reason});
}

/* True: the key stood on an earlier line, and the row is rejected. */
static bool is_duplicate(struct run *r, const struct csv_record *record)
{
    const char *key = r->lines && r->pass == PASS_FIRST ? kind_key(r->row) : NULL;
    char reason[96];

    if (!key)
        return false;
    int64_t before = key_lines_add(r->lines, key, record->line);
    if (!before)
        return false;
    snprintf(reason, sizeof(reason), "stands on line %lld already", (long long)before);
    r->plan->report.duplicates++;
    run_reject(r, record, &(struct fault){"duplicate", run_header_of(r, "key"), key, reason});
    return true;
}

static int take_row(struct run *r, const struct csv_record *record, struct err *err)
{
    struct err why = {0};
    const char *value = NULL;
    kind_mask given;

    arena_reset(r->reader.arena);
    if (record_read(&r->reader, record, r->row, &given, &value, &why) < 0) {
        run_reject(r, record, &(struct fault){"bad_value", why.field, value, why.text});
        return 0;
    }
    int rc = run_owner(r, &why);
    if (rc == ERR_INVALID) {
        run_reject(r, record, &(struct fault){"unresolved", why.field, NULL, why.text});
        return 0;
    }
    if (rc < 0)
        return err_set(err, rc, NULL, "%s", why.text);
    if (r->pass == PASS_FIRST)
        warn_if_early(r, record);
    return is_duplicate(r, record) ? 0 : run_put(r, record, given, err);
}

/* Spreadsheets fill rows up with empty cells beyond the table's edge. */
static bool has_only_empty_beyond(const struct csv_record *record, size_t n)
{
    for (size_t i = n; i < record->n; i++)
        if (record->fields[i].n > 0)
            return false;
    return record->n > n;
}

static int on_record(void *ctx, const struct csv_record *record, struct err *err)
{
    struct run *r = ctx;
    size_t n = r->plan->shape.n_headers;
    char reason[96];

    r->plan->report.rows++;
    if (record->flaw) {
        run_reject(r, record, &(struct fault){"malformed", NULL, NULL, record->flaw});
        return 0;
    }
    if (record->n != n && !has_only_empty_beyond(record, n)) {
        snprintf(reason, sizeof(reason), "has %zu columns, the header has %zu", record->n, n);
        run_reject(r, record, &(struct fault){"ragged", NULL, NULL, reason});
        return 0;
    }
    return take_row(r, record, err);
}

static int on_progress(void *ctx, int64_t bytes, struct err *err)
{
    const struct run *r = ctx;
    return r->o->progress ? r->o->progress(r->o->ctx, bytes, err) : 0;
}

static int take_later(struct run *r, struct err *err)
{
    int rc = 0;

    r->pass = PASS_AGAIN;
    while (rc == 0 && r->later.n > 0) {
        size_t n = r->later.n;
        struct csv_record *records = r->later.items;
        r->later.items = NULL;
        r->later.n = r->later.cap = 0;
        for (size_t i = 0; rc == 0 && i < n; i++)
            rc = take_row(r, &records[i], err);
        mem_free(records);
        if (r->later.n == n)
            r->pass = PASS_LAST;
    }
    return rc;
}

/* Custom fields are declared before the first value comes. One that is declared already keeps its
 * type, whatever these values look like. */
static int declare_custom(struct run *r, struct err *err)
{
    const struct act *act = r->o->act;

    for (size_t i = 0; i < r->plan->n_bindings; i++) {
        struct binding *b = &r->plan->bindings[i];
        struct custom_field known;
        struct err why = {0};
        if (!b->target.custom)
            continue;
        int rc = custom_get(act->conn, b->custom.kind, b->custom.name, act->arena, &known, &why);
        if (rc == 0)
            b->custom.type = known.type;
        else if (rc == ERR_NOT_FOUND)
            rc = custom_declare(act, &b->custom, &why);
        if (rc == ERR_INVALID || rc == ERR_TOO_LARGE)
            plan_refuse(r->plan, "custom_field", b->header, why.text);
        else if (rc < 0)
            return err_set(err, rc, why.field, "%s", why.text);
    }
    return 0;
}

static int start(struct run *r, struct err *err)
{
    const struct subject *s = &r->plan->subject;
    const struct act *act = r->o->act;

    int rc = declare_custom(r, err);
    if (rc < 0 || r->plan->report.is_refused)
        return rc;
    r->reader = (struct record_reader){r->plan, arena_new()};
    r->later_arena = arena_new();
    r->row = mem_alloc(s->shape.size);
    r->lines = key_lines_new();
    r->happened = s->kind ? kind_happened(s->kind) : fields_find(s->shape.fields, "day");
    if (s->kind)
        r->kinds = kind_writer_new(act, s->kind);
    else
        r->usage = usage_writer_new(act, USAGE_REPLACE);
    return run_owner_start(r, err);
}

static void stop(struct run *r)
{
    if (r->reader.arena)
        arena_free(r->reader.arena);
    if (r->later_arena)
        arena_free(r->later_arena);
    vec_done(&r->later);
    mem_free(r->row);
    key_lines_free(r->lines);
    kind_writer_free(r->kinds);
    usage_writer_free(r->usage);
    kind_keys_free(r->accounts);
    terms_free(r->terms);
}

static int read_rows(struct run *r, struct err *err)
{
    struct plan *p = r->plan;

    if (r->o->log)
        reject_log_file(r->o->log, p->report.name, p->shape.headers, p->shape.n_headers);
    if (p->makes_keys)
        findings_count(p->findings,
                       &(struct finding){.severity = "warning",
                                         .code = "made_keys",
                                         .text =
                                             "no column holds a key, so keys were made from the "
                                             "rows; a row that changes later comes in as new"},
                       1);
    int rc = csv_file_scan(&(struct csv_scan){p->path, &p->shape, on_record, r, on_progress}, err);
    if (rc == 0)
        rc = take_later(r, err);
    return rc < 0 ? rc : run_flush(r, err);
}

int file_import(const struct file_import_options *o, struct plan *plan, struct err *err)
{
    struct run r = {.o = o, .plan = plan};

    int rc = start(&r, err);
    if (rc == 0 && !plan->report.is_refused)
        rc = read_rows(&r, err);
    stop(&r);
    return rc;
}
