#include "intake/apply/aside_marks.h"

#include "aside_sql.h"
#include "base/map.h"
#include "base/mem.h"
#include "intake/apply/fold_aside.h"

#include <string.h>

struct aside_marks {
    struct idmap *batches; /* marks of source and time */
    struct idmap *events;  /* marks of all three -> row */
};

#define PRIME 1099511628211u

static uint64_t mark_batch(int64_t source_id, int64_t received_ms)
{
    return ((14695981039346656037u ^ (uint64_t)source_id) * PRIME ^ (uint64_t)received_ms) * PRIME;
}

/* FNV-1a (Fowler, Noll, Vo): only to tell rows of one installation apart. Of a long event the store
 * has the beginning. */
static uint64_t mark_event(uint64_t batch, struct text event)
{
    uint32_t n = event.n < ASIDE_TEXT_MAX ? event.n : ASIDE_TEXT_MAX;

    for (uint32_t i = 0; i < n; i++)
        batch = (batch ^ (unsigned char)event.p[i]) * PRIME;
    return batch;
}

static int64_t key_of(uint64_t mark)
{
    return (int64_t)(mark >> 1);
}

int aside_marks_load(struct conn *c, struct aside_marks **ret, struct err *err)
{
    AUTO_STRUCT(aside_marks) *m = mem_zalloc(sizeof(*m));
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_aside_texts, DB_ARGS(), &q, err);

    m->batches = idmap_new();
    m->events = idmap_new();
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        const char *event = db_col_str(q, 3);
        uint64_t batch = mark_batch(db_col_i64(q, 1), db_col_i64(q, 2));
        const struct text text = {event, (uint32_t)strlen(event)};
        idmap_put(m->batches, key_of(batch), 1);
        idmap_put(m->events, key_of(mark_event(batch, text)), db_col_i64(q, 0));
    }
    if (rc < 0)
        return rc;
    *ret = TAKE(m);
    return 0;
}

void aside_marks_free(struct aside_marks *m)
{
    if (!m)
        return;
    idmap_free(m->batches);
    idmap_free(m->events);
    mem_free(m);
}

bool aside_marks_has_batch(const struct aside_marks *m, const struct event_batch *b)
{
    uint64_t mark = mark_batch(b->source_id, b->received_ms);

    return idmap_get(m->batches, key_of(mark)) != MAP_NONE;
}

int64_t aside_marks_find(const struct aside_marks *m, const struct event_batch *b,
                         const struct event *e)
{
    uint64_t mark = mark_event(mark_batch(b->source_id, b->received_ms), e->raw);
    int64_t row = idmap_get(m->events, key_of(mark));

    return row == MAP_NONE ? 0 : row;
}
