/* Where the rows of a file go: a writer of its kind, or the usage writer. */
#include "base/str.h"
#include "facts/account/account.h"
#include "intake/csv/file_import_run.h"

#include <string.h>

/* Subjects for which a day before the subscription is worth a warning. An interaction or a contact
 * may well be older. */
static bool is_after_start(const struct subject *s)
{
    return !s->kind || str_eq(s->name, "ticket") || str_eq(s->name, "invoice");
}

int run_owner_start(struct run *r, struct err *err)
{
    const struct act *act = r->o->act;

    if (!is_after_start(&r->plan->subject))
        return 0;
    r->accounts = kind_keys_new(act->conn, &account_kind);
    return terms_load(act->conn, &r->terms, err);
}

static int usage_owner(struct run *r, struct err *err)
{
    struct row_owner *ret = &r->owner;
    const struct usage_row *u = &((const struct usage_line *)r->row)->usage;
    int rc = 0;

    if (u->account) {
        rc = kind_keys_find(r->accounts, u->account, &ret->account_id, err);
        if (rc == 0 && !ret->account_id)
            return err_set(err, ERR_INVALID, run_header_of(r, "account"),
                           "there is no account \"%.60s\"", u->account);
        ret->began = terms_first(r->terms, ret->account_id);
        return rc;
    }
    if (!u->subscription)
        return err_set(err, ERR_INVALID, run_header_of(r, "account"),
                       "says nobody whose usage it is");
    if (!terms_find(r->terms, u->subscription, &ret->account_id, &ret->began))
        return err_set(err, ERR_INVALID, run_header_of(r, "subscription"),
                       "there is no subscription \"%.60s\"", u->subscription);
    return 0;
}

int run_owner(struct run *r, struct err *err)
{
    const struct kind *kind = r->plan->subject.kind;

    r->owner = (struct row_owner){0, DAY_NONE};
    if (!r->terms)
        return 0;
    if (!kind)
        return usage_owner(r, err);
    const struct field *f = fields_find(kind->shape.fields, "account");
    if (field_is_missing(f, r->row))
        return 0;
    int rc = kind_keys_find(r->accounts, *(const char *const *)field_in(f, r->row),
                            &r->owner.account_id, err);
    if (rc == 0 && r->owner.account_id)
        r->owner.began = terms_first(r->terms, r->owner.account_id);
    return rc;
}

/* What the row itself is to blame for. */
static bool is_row_fault(int rc)
{
    return rc == ERR_INVALID || rc == ERR_CONFLICT || rc == ERR_NOT_FOUND || rc == ERR_TOO_LARGE;
}

static int settle(struct run *r, const struct csv_record *record, const char *code, int rc,
                  const struct err *why, struct err *err)
{
    AUTO_BUF value = {0};

    if (!is_row_fault(rc))
        return err_set(err, rc, why->field, "line %lld: %s", (long long)record->line, why->text);
    const struct field *f = fields_find(r->plan->subject.shape.fields, why->field);
    if (f)
        field_write_text(f, r->row, &value);
    run_reject(
        r, record,
        &(struct fault){code, f ? run_header_of(r, f->name) : NULL, buf_text(&value), why->text});
    return 0;
}

static void keep_for_later(struct run *r, const struct csv_record *record)
{
    struct csv_record copy = *record;

    if (r->pass == PASS_FIRST) {
        struct csv_field *fields = ARENA_ARRAY(r->later_arena, record->n, struct csv_field);
        for (size_t i = 0; i < record->n; i++)
            fields[i] = (struct csv_field){
                arena_strndup(r->later_arena, record->fields[i].s, record->fields[i].n),
                record->fields[i].n};
        copy.fields = fields;
    }
    vec_push(&r->later, copy);
}

/* A reference that the kind can do without is left out, which the report says. */
static void leave_out(struct run *r, const struct csv_record *record, const struct field *f,
                      const char *reason)
{
    const char **key = field_at(f, r->row);

    findings_add(r->plan->findings,
                 &(struct finding){.severity = "warning",
                                   .code = "unresolved_left_out",
                                   .column = run_header_of(r, f->name),
                                   .text =
                                       "refers to something that is not there; the row was taken "
                                       "without it",
                                   .line = record->line,
                                   .value = *key,
                                   .reason = reason});
    *key = NULL;
}

static int put_kind(struct run *r, const struct csv_record *record, kind_mask given,
                    struct err *err)
{
    const struct kind *kind = r->plan->subject.kind;
    struct import_file *report = &r->plan->report;
    enum kind_outcome outcome;
    struct err why = {0};
    int rc;

    while ((rc = kind_upsert(r->kinds, r->row, given, &outcome, &why)) == ERR_INVALID) {
        const struct kind_ref *ref = kind_ref_of(kind, why.field);
        const struct field *f = ref ? fields_find(kind->shape.fields, ref->field) : NULL;
        if (!f || field_is_missing(f, r->row))
            return settle(r, record, "rule", rc, &why, err);
        if (f->required)
            return settle(r, record, "unresolved", rc, &why, err);
        if (ref->to == kind && r->pass != PASS_LAST && r->later.n < LATER_MAX) {
            keep_for_later(r, record);
            return 0;
        }
        leave_out(r, record, f, why.text);
    }
    if (rc < 0)
        return settle(r, record, "rule", rc, &why, err);
    report->new += outcome == KIND_NEW;
    report->changed += outcome == KIND_CHANGED;
    report->unchanged += outcome == KIND_UNCHANGED;
    run_took(r);
    return 0;
}

static int check_usage(const struct run *r, struct err *err)
{
    FIELDS_EACH (f, r->plan->subject.shape.fields)
        if (f->required && field_is_missing(f, r->row))
            return err_set(err, ERR_INVALID, f->name, "is required");
    return 0;
}

static int put_usage(struct run *r, const struct csv_record *record, struct err *err)
{
    const struct usage_row *u = &((const struct usage_line *)r->row)->usage;
    struct usage_count count = {.account_id = r->owner.account_id,
                                .day = u->day,
                                .count = u->count == I64_NONE ? 1 : u->count};
    struct err why = {0};

    int rc = check_usage(r, &why);
    if (rc == 0)
        rc = usage_writer_event(r->usage, u->event, &count.event_id, &why);
    if (rc == 0 && u->user)
        rc = usage_writer_user(r->usage, count.account_id, u->user, &count.user_id, &why);
    if (rc < 0)
        return settle(r, record, "rule", rc, &why, err);
    usage_writer_add(r->usage, &count);
    r->n_counted++;
    run_took(r);
    return 0;
}

int run_put(struct run *r, const struct csv_record *record, kind_mask given, struct err *err)
{
    return r->kinds ? put_kind(r, record, given, err) : put_usage(r, record, err);
}

int run_flush(struct run *r, struct err *err)
{
    struct import_file *report = &r->plan->report;
    struct usage_outcome cells;

    if (r->kinds)
        return kind_writer_flush(r->kinds, err);
    int rc = usage_writer_flush(r->usage, &cells, err);
    if (rc < 0)
        return rc;
    report->new = cells.new;
    report->changed = cells.changed;
    report->unchanged = cells.unchanged;
    findings_count(r->plan->findings,
                   &(struct finding){.severity = "info",
                                     .code = "added_up",
                                     .text =
                                         "rows added to the count that another row gave for the "
                                         "same account, event and day"},
                   r->n_counted - cells.new - cells.changed - cells.unchanged);
    return 0;
}
