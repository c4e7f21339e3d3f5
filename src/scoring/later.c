#include "scoring/later.h"

#include "http/service.h"
#include "scoring/scorecard/cards.h"

int later_is_due(struct req *r, int64_t of_each, int64_t at_once, bool *ret)
{
    int64_t n = 0;
    struct conn *c;
    int rc = db_read_begin(r->db, &c, &r->err);

    if (rc < 0)
        return rc;
    rc = cards_count_accounts(c, &n, &r->err);
    db_read_end(c);
    *ret = n * of_each > at_once;
    return rc;
}

int later_add(struct req *r, struct conn *c, const struct job_request *request, struct job *ret)
{
    struct job_request asked = *request;
    int64_t id;

    asked.requested_by = r->who.name;
    int rc = job_add(c, &asked, r->now_ms, &id, &r->err);
    if (rc >= 0)
        rc = job_get(c, id, r->arena, ret, &r->err);
    if (rc >= 0)
        jobs_wake(r->service->jobs);
    return rc;
}

int later_ask(struct req *r, const struct job_kind *kind, const struct field *fields,
              const void *in, struct job *ret)
{
    AUTO_BUF args = {0};
    struct conn *c;

    fields_write(fields, in, &args);
    const struct job_request request = {
        .kind = kind,
        .args = buf_text(&args),
        .unique = arena_printf(r->arena, "%s %s", kind->name, buf_text(&args))};
    int rc = db_write_begin(r->db, &c, &r->err);
    if (rc < 0)
        return rc;
    rc = later_add(r, c, &request, ret);
    return db_write_end(c, rc, &r->err);
}
