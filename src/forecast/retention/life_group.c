#include "forecast/retention/life_group.h"

#include "base/day.h"
#include "base/str.h"
#include "scoring/metric/life.h"
#include "scoring/segment/classes.h"
#include "scoring/segment/segment_store.h"

const char *const cohort_sizes[] = {"year", "quarter", "month", NULL};
static const int months_of_size[] = {12, 3, 1};

int lifetimes_of_lives(const struct lives *lives, int32_t watched_from, struct arena *arena,
                       struct lifetimes *ret, struct err *err)
{
    struct life *found = ARENA_ARRAY(arena, lives->n, struct life);
    size_t undated, n = lives_find(lives->book, lives->is_in, lives->day, found, &undated);

    if (watched_from != DAY_NONE && watched_from > lives->day)
        return err_set(err, ERR_INVALID, "watched_from", "must not be after the day asked for");
    lifetimes_make(found, n, lives->day, watched_from, arena, ret);
    ret->n_undated = undated;
    return 0;
}

int32_t cohort_first(int32_t day, int size)
{
    int32_t month = day_month(day), months = months_of_size[size];

    return month_first_day(month - ((month % months) + months) % months);
}

const char *cohort_label(int32_t first, int size, struct arena *arena)
{
    int year, month, day;

    day_to_ymd(first, &year, &month, &day);
    if (months_of_size[size] == 12)
        return arena_printf(arena, "%d", year);
    if (months_of_size[size] == 3)
        return arena_printf(arena, "%d Q%d", year, (month + 2) / 3);
    return arena_printf(arena, "%d-%02d", year, month);
}

static struct life_group *add_group(struct life_groups *g, size_t room, struct arena *arena)
{
    struct life_group *group = &g->items[g->n++];

    *group = (struct life_group){.rows = ARENA_ARRAY(arena, room, uint32_t)};
    return group;
}

static void group_all(const struct lifetimes *l, struct arena *arena, struct life_groups *ret)
{
    struct life_group *g = add_group(ret, l->n, arena);

    g->label = "All";
    for (size_t k = 0; k < l->n; k++)
        g->rows[g->n++] = (uint32_t)k;
}

/* The accounts that have a lifetime, as the members of a day that classes are made of. */
static struct segment_members_of members_of(const struct lives *lives, const struct lifetimes *l,
                                            struct arena *arena)
{
    struct segment_members_of m = lives->members;
    bool *is_member = ARENA_ARRAY(arena, m.s->n, bool);

    for (size_t k = 0; k < l->n; k++)
        is_member[lives->rows[l->account[k]]] = true;
    m.is_member = is_member;
    m.n = l->n;
    return m;
}

static void group_by_field(const struct lives *lives, const struct lifetimes *l,
                           const struct select_field *f, struct arena *arena,
                           struct life_groups *ret)
{
    const struct segment_members_of members = members_of(lives, l, arena);
    struct classes classes;

    classes_make(f, &members, &members, 0, arena, &classes);
    ret->label = segment_field_label(f, arena);
    ret->items = ARENA_ARRAY(arena, classes.n, struct life_group);
    size_t *sizes = ARENA_ARRAY(arena, classes.n, size_t);
    for (size_t k = 0; k < l->n; k++)
        sizes[classes.of_last[lives->rows[l->account[k]]]]++;
    for (size_t c = 0; c < classes.n; c++) {
        const struct class_name *name = &classes.items[c];
        struct life_group *g = add_group(ret, sizes[c], arena);
        g->value = name->value;
        g->label = name->label;
        g->filter = name->filter;
        g->is_missing = name->is_missing;
        g->is_rest = name->is_rest;
    }
    for (size_t k = 0; k < l->n; k++) {
        struct life_group *g = &ret->items[classes.of_last[lives->rows[l->account[k]]]];
        g->rows[g->n++] = (uint32_t)k;
    }
}

static int check_segments(const struct lives *lives, const struct life_group_ask *ask,
                          struct err *err)
{
    if (ask->n_segments > LIFE_SEGMENTS_MAX)
        return err_set(err, ERR_INVALID, "segments", "must be at most %d", LIFE_SEGMENTS_MAX);
    for (size_t k = 0; k < ask->n_segments; k++) {
        struct segment *s = segment_find(lives->segments, ask->segments[k]);
        if (!s)
            return err_set(err, ERR_INVALID, "segments", "there is no segment %.60s",
                           ask->segments[k]);
        int rc = segment_read(lives->segments, s, err);
        if (rc < 0)
            return err_prefix(err, "segment %.40s does not work", s->row.key);
        rc = lives_check_tree(s->tree, "segments", err);
        if (rc < 0)
            return err_prefix(err, "segment %.40s", s->row.key);
    }
    return 0;
}

static void group_by_segments(const struct lives *lives, const struct lifetimes *l,
                              const struct life_group_ask *ask, struct arena *arena,
                              struct life_groups *ret)
{
    bool *is_taken = ARENA_ARRAY(arena, l->n, bool);

    ret->label = "Segment";
    ret->items = ARENA_ARRAY(arena, ask->n_segments, struct life_group);
    for (size_t s = 0; s < ask->n_segments; s++) {
        const char *key = ask->segments[s];
        const bool *is_member = segment_members(lives->segments, key, &lives->members.table, arena);
        struct life_group *g = add_group(ret, l->n, arena);
        g->value = key;
        g->label = segment_find(lives->segments, key)->row.name;
        g->filter = arena_printf(arena, "segment = \"%s\"", key);
        for (size_t k = 0; k < l->n; k++) {
            if (!is_member[lives->rows[l->account[k]]])
                continue;
            ret->is_overlapping |= is_taken[k];
            is_taken[k] = true;
            g->rows[g->n++] = (uint32_t)k;
        }
    }
}

/* The cohorts from the first to the last; if they are too many, the earliest ones are one. */
struct cohorts {
    int32_t first, n, months;
    bool is_cut;
};

static struct cohorts find_cohorts(const struct lifetimes *l, int size)
{
    int32_t first = INT32_MAX, last = INT32_MIN, months = months_of_size[size];

    for (size_t k = 0; k < l->n; k++) {
        int32_t month = day_month(cohort_first(l->start[k], size));
        first = month < first ? month : first;
        last = month > last ? month : last;
    }
    int32_t n = (last - first) / months + 1;
    bool is_cut = n > LIFE_GROUPS_MAX;
    return (struct cohorts){is_cut ? last - (LIFE_GROUPS_MAX - 1) * months : first,
                            is_cut ? LIFE_GROUPS_MAX : n, months, is_cut};
}

static size_t cohort_of(const struct cohorts *c, int32_t start)
{
    int32_t month = day_month(start);

    return month < c->first ? 0 : (size_t)((month - c->first) / c->months);
}

static void group_by_start(const struct lifetimes *l, int size, struct arena *arena,
                           struct life_groups *ret)
{
    size_t sizes[LIFE_GROUPS_MAX] = {0};

    ret->label = "Customer since";
    if (l->n == 0)
        return;
    const struct cohorts cohorts = find_cohorts(l, size);
    for (size_t k = 0; k < l->n; k++)
        sizes[cohort_of(&cohorts, l->start[k])]++;
    ret->items = ARENA_ARRAY(arena, (size_t)cohorts.n, struct life_group);
    for (int32_t c = 0; c < cohorts.n; c++) {
        struct life_group *g = add_group(ret, sizes[c], arena);
        const char *label =
            cohort_label(month_first_day(cohorts.first + c * cohorts.months), size, arena);
        g->is_rest = cohorts.is_cut && c == 0;
        g->label = g->is_rest ? arena_printf(arena, "%s and before", label) : label;
        g->value = g->label;
    }
    for (size_t k = 0; k < l->n; k++) {
        struct life_group *g = &ret->items[cohort_of(&cohorts, l->start[k])];
        g->rows[g->n++] = (uint32_t)k;
    }
}

int life_groups_make(const struct lives *lives, const struct lifetimes *l,
                     const struct life_group_ask *ask, struct arena *arena, struct life_groups *ret,
                     struct err *err)
{
    const struct select_field *f;
    int rc = 0;

    *ret = (struct life_groups){0};
    if ((ask->by != NULL) + (ask->n_segments > 0) + (ask->cohort != NULL) > 1)
        return err_set(err, ERR_INVALID, "by",
                       "name a field, segments, or a size of cohorts; not several of them");
    if (ask->by) {
        rc = select_field_named(&lives->segments->fields, ask->by, "by", &f, err);
        if (rc >= 0)
            rc = lives_check_kept(f, "by", err);
        if (rc >= 0)
            group_by_field(lives, l, f, arena, ret);
    } else if (ask->n_segments > 0) {
        rc = check_segments(lives, ask, err);
        if (rc >= 0)
            group_by_segments(lives, l, ask, arena, ret);
    } else if (ask->cohort) {
        group_by_start(l, str_index(cohort_sizes, ask->cohort), arena, ret);
    } else {
        ret->items = ARENA_ARRAY(arena, 1, struct life_group);
        group_all(l, arena, ret);
    }
    return rc;
}
