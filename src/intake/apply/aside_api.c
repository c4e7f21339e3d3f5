#include "intake/apply/aside_api.h"

#include "base/csv_text.h"
#include "base/day.h"
#include "base/str.h"
#include "facts/kind/kind.h"
#include "http/page.h"
#include "http/service.h"
#include "intake/apply/apply_again.h"
#include "intake/apply/aside.h"

#define WHICH_FIELDS(T)                                                                       \
    FIELD_ENUM(T, reason, event_fault_names, .help = "Only those set aside for this reason"), \
        FIELD_STR(T, source, .max = KIND_KEY_MAX,                                             \
                  .help = "Only those of this source, by its key"),                           \
        FIELD_STR(T, name, .help = "Only those with this event name"),                        \
        FIELD_STR(T, user, .help = "Only those of this user"),                                \
        FIELD_STR(T, account, .help = "Only those of this account, by its key")

struct aside_query {
    const char *reason, *source, *name, *user, *account;
    int64_t limit;
    const char *after;
};
static const struct field aside_query_fields[] = {
    WHICH_FIELDS(struct aside_query),
    PAGE_FIELDS(struct aside_query),
    FIELD_END,
};
struct aside_page {
    struct aside_row *items;
    size_t n_items;
    const char *next;
    struct aside_sum *reasons;
    size_t n_reasons;
    int64_t lost, most;
};
static const struct field aside_page_fields[] = {
    FIELD_LIST(struct aside_page, items, aside_row, .required = true),
    FIELD_STR(struct aside_page, next, .max = 2048, .help = "To be given as `after`"),
    FIELD_LIST(struct aside_page, reasons, aside_sum, .required = true,
               .help = "How many the other filters let through, by reason"),
    FIELD_I64(struct aside_page, lost, .required = true,
              .help = "Events that were pushed out by newer ones, ever"),
    FIELD_I64(struct aside_page, most, .required = true, .help = "How many are kept at most"),
    FIELD_END,
};

HANDLER(aside_list_get, aside_query, aside_page)
{
    size_t limit = (size_t)page_limit(in->limit);
    struct aside_filter filter = {in->reason, in->source,  in->name,
                                  in->user,   in->account, .limit = (int64_t)limit + 1};
    int rc = page_read_id(in->after, r->arena, &filter.before_id, &r->err);

    if (rc == 0)
        rc = aside_list(r->conn, &filter, r->arena, &out->items, &out->n_items, &r->err);
    if (rc == 0)
        rc = aside_sums(r->conn, &filter, r->arena, &out->reasons, &out->n_reasons, &r->err);
    if (rc == 0)
        rc = aside_lost(r->conn, &out->lost, &r->err);
    if (rc == 0)
        rc = aside_rows_max(r->conn, &out->most, &r->err);
    if (rc < 0)
        return rc;
    if (out->n_items > limit) {
        out->n_items = limit; /* the one too many says that there is a next page */
        out->next = page_next_id(r, out->items[limit - 1].id);
    }
    return 0;
}

static const struct field aside_all_fields[] = {
    WHICH_FIELDS(struct aside_query),
    FIELD_END,
};
#define ALL_SHAPE                                                          \
    {                                                                      \
        aside_all_fields, sizeof(struct aside_query), "set_aside_download" \
    }

/* All that the filter lets through, a page at a time, so that only the file is in memory. */
static int write_all(struct req *r, const struct aside_query *in,
                     void (*write)(const struct aside_row *row, bool is_first, struct buf *out))
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct aside_filter filter = {in->reason, in->source,  in->name,
                                  in->user,   in->account, .limit = PAGE_LIMIT_MAX};
    struct aside_row *rows;
    size_t n = PAGE_LIMIT_MAX;
    int rc = 0;

    while (rc == 0 && n == PAGE_LIMIT_MAX) {
        arena_reset(arena);
        rc = aside_list(r->conn, &filter, arena, &rows, &n, &r->err);
        for (size_t i = 0; rc == 0 && i < n; i++)
            write(&rows[i], !filter.before_id && i == 0, &r->reply);
        if (rc == 0 && n)
            filter.before_id = rows[n - 1].id;
    }
    return rc;
}

static void name_file(struct req *r, const char *ending)
{
    char day[16];

    r->filename = arena_printf(r->arena, "set-aside-%s.%s", day_format(r->today, day), ending);
}

static void write_csv_row(const struct aside_row *row, bool is_first, struct buf *out)
{
    char received[32], at[32];
    const char *const cells[] = {row->source,
                                 row->reason,
                                 row->message,
                                 row->type,
                                 row->name,
                                 row->user,
                                 row->account,
                                 time_format(row->received, received),
                                 row->at == TIME_NONE ? NULL : time_format(row->at, at),
                                 row->event};

    (void)is_first;
    buf_printf(out, "%lld", (long long)row->id);
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        buf_char(out, ',');
        if (cells[i])
            csv_write_cell(out, cells[i], true);
    }
    buf_str(out, "\r\n");
}

HANDLER(aside_csv_get, aside_query, nothing)
{
    name_file(r, "csv");
    buf_str(&r->reply, "id,source,reason,message,type,name,user,account,received,at,event\r\n");
    return write_all(r, in, write_csv_row);
}

static void write_json_row(const struct aside_row *row, bool is_first, struct buf *out)
{
    buf_str(out, is_first ? "\n" : ",\n");
    fields_write(aside_row_fields, row, out);
}

HANDLER(aside_json_get, aside_query, nothing)
{
    name_file(r, "json");
    buf_str(&r->reply, "{\"items\":[");
    int rc = write_all(r, in, write_json_row);
    buf_str(&r->reply, "\n]}\n");
    return rc;
}

struct aside_ref {
    int64_t id;
};
static const struct field aside_ref_fields[] = {
    FIELD_I64(struct aside_ref, id, .min = 1, .required = true),
    FIELD_END,
};

HANDLER(aside_get_one, aside_ref, aside_row)
{
    return aside_get(r->conn, in->id, r->arena, out, &r->err);
}

static int audit(struct req *r, const char *action, const char *key, const char *after)
{
    const struct act act = req_act(r);

    return audit_log(
        &act,
        &(struct audit_change){.action = action, .kind = "set_aside", .key = key, .after = after},
        &r->err);
}

HANDLER(aside_delete, aside_ref, nothing)
{
    struct aside_row row;
    int rc = aside_get(r->conn, in->id, r->arena, &row, &r->err);

    if (rc == 0)
        rc = aside_remove(r->conn, in->id, &r->err);
    return rc < 0 ? rc
                  : audit(r, "delete", arena_printf(r->arena, "%lld", (long long)in->id), NULL);
}

struct aside_which {
    double *ids;
    size_t n_ids;
    const char *reason, *source, *name, *user, *account;
};
static const struct field aside_which_fields[] = {
    FIELD_NUMS(struct aside_which, ids, .max = 1000, .fmin = 1, .fmax = 9e15,
               .help = "These; left out, all that the other members say"),
    WHICH_FIELDS(struct aside_which),
    FIELD_END,
};
struct aside_cleared {
    int64_t deleted;
};
static const struct field aside_cleared_fields[] = {
    FIELD_I64(struct aside_cleared, deleted, .required = true),
    FIELD_END,
};

HANDLER(aside_clear_post, aside_which, aside_cleared)
{
    const struct aside_filter filter = {in->reason, in->source, in->name, in->user, in->account};
    AUTO_BUF which = {0};
    int rc = 0;

    if (!in->n_ids && !in->reason && !in->source && !in->name && !in->user && !in->account)
        return err_set(&r->err, ERR_INVALID, "reason",
                       "is required, or ids, a source, name, user or account: nothing says what is "
                       "to be thrown away");
    out->deleted = 0;
    for (size_t i = 0; rc == 0 && i < in->n_ids; i++) {
        rc = aside_remove(r->conn, (int64_t)in->ids[i], &r->err);
        out->deleted++;
    }
    if (!in->n_ids)
        rc = aside_clear(r->conn, &filter, &out->deleted, &r->err);
    fields_write(aside_which_fields, in, &which);
    return rc < 0 ? rc : audit(r, "delete", "many", buf_text(&which));
}

HANDLER(aside_resend_post, aside_which, aside_ref)
{
    AUTO_BUF args = {0};
    int rc = audit(r, "resend", in->n_ids ? "some" : "all that match", NULL);

    fields_write(aside_which_fields, in, &args);
    if (rc == 0)
        rc = job_add(r->conn,
                     &(struct job_request){.kind = &event_again_job,
                                           .args = buf_text(&args),
                                           .requested_by = r->who.name},
                     r->now_ms, &out->id, &r->err);
    jobs_wake(r->service->jobs);
    return rc;
}

/* clang-format off */
const struct endpoint aside_endpoints[] = {
    {"GET", "/api/v1/set-aside", "Events that could not be counted, newest first", .tag = "import",
     .role = ROLE_VIEWER, .in = SHAPE(aside_query), .out = SHAPE(aside_page), .fn = aside_list_get_call},
    {"GET", "/api/v1/set-aside.csv", "The same as a file, with all that are chosen", .tag = "import",
     .role = ROLE_VIEWER, .in = ALL_SHAPE, .fn = aside_csv_get_call, .out_type = "text/csv; charset=utf-8"},
    {"GET", "/api/v1/set-aside.json", "The same in JSON, in one piece", .tag = "import",
     .role = ROLE_VIEWER, .in = ALL_SHAPE, .fn = aside_json_get_call, .out_type = "application/json"},
    {"GET", "/api/v1/set-aside/{id}", "One event that was set aside", .tag = "import", .role = ROLE_VIEWER,
     .in = SHAPE(aside_ref), .out = SHAPE(aside_row), .fn = aside_get_one_call},
    {"DELETE", "/api/v1/set-aside/{id}", "Throw one away", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(aside_ref), .fn = aside_delete_call},
    {"POST", "/api/v1/set-aside/clear", "Throw many away", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(aside_which), .out = SHAPE(aside_cleared), .fn = aside_clear_post_call, .status = 200},
    {"POST", "/api/v1/set-aside/resend", "Try again to count what was set aside", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(aside_which),
     .out = {aside_ref_fields, sizeof(struct aside_ref), "set_aside_job"}, .fn = aside_resend_post_call,
     .status = 202,
     .help = "A job reads them anew, through the rules as they are now. Its result tells how many were "
             "counted, were dropped by a rule, and still cannot be counted. Events that wait for an "
             "account are sent again by themselves when it comes."},
    ENDPOINT_END,
};
/* clang-format on */
