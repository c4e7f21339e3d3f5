#include "scoring/select/segments.h"

#include "base/str.h"
#include "scoring/select/segments_make.h"
#include "scoring/select/select.h"
#include "segments_sql.h"

#include <string.h>

static const struct field segment_row_fields[] = {
    FIELD_I64(struct segment_row, id),       FIELD_STR(struct segment_row, key),
    FIELD_STR(struct segment_row, name),     FIELD_STR(struct segment_row, help),
    FIELD_STR(struct segment_row, filter),   FIELD_TIME(struct segment_row, created),
    FIELD_TIME(struct segment_row, updated), FIELD_END,
};

int segments_load(struct conn *c, struct arena *arena, struct segments **ret, struct err *err)
{
    static const struct select_cells any = {0};

    return segments_load_with(c, &any, arena, ret, err);
}

int segments_load_with(struct conn *c, const struct select_cells *cells, struct arena *arena,
                       struct segments **ret, struct err *err)
{
    struct select_fields fields;
    int rc = select_fields_load(c, cells, arena, &fields, err);

    if (rc >= 0)
        *ret = fields.segments;
    return rc;
}

int segments_rows(struct conn *c, struct arena *arena, struct segments **ret, struct err *err)
{
    struct segments *s = ARENA_NEW(arena, struct segments);
    struct segment_row *rows;
    int rc = db_all(c, sql_segments_all, DB_ARGS(), DB_ROWS(segment_row_fields, &rows, &s->n),
                    arena, err);

    if (rc < 0)
        return rc;
    s->arena = arena;
    s->keys = ARENA_ARRAY(arena, s->n + 2, const char *); /* one may be added */
    s->items = ARENA_ARRAY(arena, s->n, struct segment);
    for (size_t k = 0; k < s->n; k++) {
        s->items[k].row = rows[k];
        s->keys[k] = rows[k].key;
    }
    *ret = s;
    return 0;
}

struct segment *segment_find(struct segments *segments, const char *key)
{
    int k = str_index(segments->keys, key);

    return k < 0 ? NULL : &segments->items[k];
}

struct segment *select_segment(const struct filter *term, size_t v)
{
    const struct select_field *f = term->field.ref;

    return f && f->source == FROM_SEGMENT ? segment_find(f->segments, term->values[v].text) : NULL;
}

struct segment *segments_put(struct segments *segments, const struct segment_row *changed)
{
    struct segment *s = segment_find(segments, changed->key);

    if (!s) {
        struct segment *more = ARENA_ARRAY(segments->arena, segments->n + 1, struct segment);
        if (segments->items)
            memcpy(more, segments->items, segments->n * sizeof(*more));
        segments->items = more;
        segments->keys[segments->n] = changed->key;
        s = &more[segments->n++];
    }
    s->row = *changed;
    for (size_t k = 0; k < segments->n; k++)
        segments->items[k] = (struct segment){.row = segments->items[k].row};
    return s;
}

/* "a → b → a": from where the chain comes back to. */
static int refers_to_itself(const struct segments *segments, const struct segment *again,
                            struct err *err)
{
    AUTO_BUF chain = {0};
    size_t k = segments->n_chain;

    while (k > 0 && segments->chain[k - 1] != again)
        k--;
    for (k = k > 0 ? k - 1 : 0; k < segments->n_chain; k++)
        buf_printf(&chain, "%s → ", segments->chain[k]->row.key);
    buf_str(&chain, again->row.key);
    return err_set(err, ERR_INVALID, "filter", "a segment cannot be made of itself: %s",
                   buf_text(&chain));
}

static int too_deep(const struct segment *s, struct err *err)
{
    AUTO_BUF chain = {0};

    buf_str(&chain, s->row.key);
    for (int k = 0; k < SEGMENT_DEPTH_MAX && s->deepest; k++) {
        s = s->deepest;
        buf_printf(&chain, " → %s", s->row.key);
    }
    return err_set(err, ERR_INVALID, "filter", "segments are nested at most %d deep: %s",
                   SEGMENT_DEPTH_MAX, buf_text(&chain));
}

/* The filter of a segment, and what it needs. NOLINTNEXTLINE(misc-no-recursion): as segment_read */
static int read_filter(struct segments *segments, struct segment *s, struct err *err)
{
    const struct filter_names names = select_names(&segments->fields);
    struct select_needs needs;
    int rc = filter_parse(s->row.filter, &names, segments->arena, &s->tree, err);

    if (rc >= 0)
        rc = select_needs(s->tree, &needs, err);
    if (rc < 0)
        return rc;
    s->needs_scores = needs.needs_scores;
    s->needs_metrics = needs.needs_metrics;
    s->is_of_all = needs.is_of_all;
    s->deepest = needs.deepest;
    s->depth = needs.deepest ? needs.deepest->depth + 1 : 1;
    segments->is_chain_wrong = s->depth > SEGMENT_DEPTH_MAX;
    return segments->is_chain_wrong ? too_deep(s, err) : 0;
}

/* What is saved is never deeper than SEGMENT_DEPTH_MAX; of what somebody wrote into the database
 * by other means, this much is followed. NOLINTNEXTLINE(misc-no-recursion) */
int segment_read(struct segments *segments, struct segment *s, struct err *err)
{
    if (s->state == SEGMENT_READING || segments->n_chain == ARRAY_LEN(segments->chain)) {
        segments->is_chain_wrong = true;
        return refers_to_itself(segments, s, err);
    }
    if (s->state == SEGMENT_UNREAD) {
        s->state = SEGMENT_READING;
        segments->is_chain_wrong = false;
        segments->chain[segments->n_chain++] = s;
        int rc = read_filter(segments, s, &s->problem);
        segments->n_chain--;
        s->state = rc < 0 ? SEGMENT_BROKEN : SEGMENT_READ;
    }
    if (s->state == SEGMENT_READ)
        return 0;
    if (err)
        *err = s->problem;
    return s->problem.code;
}

/* What one comparison needs. NOLINTNEXTLINE(misc-no-recursion): as segment_read */
static int term_needs(const struct filter *term, struct select_needs *n, struct err *err)
{
    const struct select_field *f = term->field.ref;

    n->needs_scores |= select_needs_scores(f);
    n->needs_metrics |= select_needs_metrics(f);
    n->is_of_all |= select_is_of_all(f);
    for (size_t v = 0; f->source == FROM_SEGMENT && v < term->n_values; v++) {
        struct segment *s = select_segment(term, v);
        int rc = segment_read(f->segments, s, err);
        if (rc < 0)
            return f->segments->is_chain_wrong
                       ? rc
                       : err_prefix(err, "segment %.40s does not work", s->row.key);
        n->needs_scores |= s->needs_scores;
        n->needs_metrics |= s->needs_metrics;
        n->is_of_all |= s->is_of_all;
        if (!n->deepest || s->depth > n->deepest->depth)
            n->deepest = s;
    }
    return 0;
}

/* The parser keeps trees below FILTER_DEPTH_MAX. NOLINTNEXTLINE(misc-no-recursion) */
static int add_needs(const struct filter *filter, struct select_needs *n, struct err *err)
{
    int rc = filter->n_of == 0 ? term_needs(filter, n, err) : 0;

    for (size_t k = 0; rc >= 0 && k < filter->n_of; k++)
        rc = add_needs(filter->of[k], n, err);
    return rc;
}

/* NOLINTNEXTLINE(misc-no-recursion): as segment_read */
int select_needs(const struct filter *filter, struct select_needs *ret, struct err *err)
{
    *ret = (struct select_needs){0};
    return filter ? add_needs(filter, ret, err) : 0;
}

bool segment_needs_scores(struct segments *segments, const char *key)
{
    struct segment *s = segment_find(segments, key);

    return s && segment_read(segments, s, NULL) >= 0 && s->needs_scores;
}

const bool *segment_members(struct segments *segments, const char *key,
                            const struct select_table *t, struct arena *arena)
{
    struct segment *s = segment_find(segments, key);

    if (!s || segment_read(segments, s, NULL) < 0)
        return ARENA_ARRAY(arena, t->n, bool);
    return select_filter(s->tree, t, arena);
}

/* NOLINTNEXTLINE(misc-no-recursion): as segment_read */
static void stamp_filter(const struct filter *f, bool *is_written, struct buf *out)
{
    for (size_t k = 0; k < f->n_of; k++)
        stamp_filter(f->of[k], is_written, out);
    for (size_t v = 0; f->n_of == 0 && v < f->n_values; v++) {
        struct segment *s = select_segment(f, v);
        const struct select_field *field = f->field.ref;
        if (!s || is_written[s - field->segments->items])
            continue;
        is_written[s - field->segments->items] = true;
        buf_printf(out, " %s: %s;", s->row.key, s->row.filter);
        if (s->tree)
            stamp_filter(s->tree, is_written, out);
    }
}

void segment_stamp(struct segments *segments, const char *key, struct buf *out)
{
    struct segment *s = segment_find(segments, key);

    if (!s)
        return;
    bool *is_written = ARENA_ARRAY(segments->arena, segments->n, bool);
    is_written[s - segments->items] = true;
    buf_printf(out, "%s: %s;", s->row.key, s->row.filter);
    if (segment_read(segments, s, NULL) >= 0 && s->tree)
        stamp_filter(s->tree, is_written, out);
}
