/* The snapshots of the days that were asked for last. */
#include "base/str.h"
#include "scoring/snapshot/made.h"

#include <pthread.h>

#define CACHE_DAYS 8

struct snapshots {
    /* One builder at a time: whoever waits for it usually finds done what it wanted. */
    pthread_mutex_t building;
    struct accounts *accounts; /* the newest table, under `building` */
    int64_t accounts_seq;
    pthread_mutex_t mutex;            /* of the entries */
    struct made *entries[CACHE_DAYS]; /* the one used last first */
};

struct snapshots *snapshots_new(void)
{
    struct snapshots *s = mem_zalloc(sizeof(*s));

    pthread_mutex_init(&s->building, NULL);
    pthread_mutex_init(&s->mutex, NULL);
    return s;
}

void snapshots_free(struct snapshots *s)
{
    if (!s)
        return;
    for (int i = 0; i < CACHE_DAYS; i++)
        made_unref(s->entries[i]);
    accounts_unref(s->accounts);
    pthread_mutex_destroy(&s->building);
    pthread_mutex_destroy(&s->mutex);
    mem_free(s);
}

/* Puts m in front, in the place of `at` and what lay before it. */
static void to_front(struct snapshots *s, int at, struct made *m)
{
    for (int i = at; i > 0; i--)
        s->entries[i] = s->entries[i - 1];
    s->entries[0] = m;
}

/* A new reference to the entry of a day; NULL if there is none. */
static struct made *find(struct snapshots *s, int32_t day)
{
    struct made *found = NULL;

    pthread_mutex_lock(&s->mutex);
    for (int i = 0; i < CACHE_DAYS && !found; i++) {
        if (!s->entries[i] || s->entries[i]->s.day != day)
            continue;
        found = made_ref(s->entries[i]);
        to_front(s, i, s->entries[i]);
    }
    pthread_mutex_unlock(&s->mutex);
    return found;
}

/* The cache takes the reference over; an entry of the same day, or the one used longest ago, goes.
 */
static void put(struct snapshots *s, struct made *m)
{
    int at = 0;

    pthread_mutex_lock(&s->mutex);
    while (at < CACHE_DAYS - 1 && (!s->entries[at] || s->entries[at]->s.day != m->s.day))
        at++;
    struct made *gone = s->entries[at];
    to_front(s, at, m);
    pthread_mutex_unlock(&s->mutex);
    made_unref(gone);
}

static bool is_good(const struct made *m, const struct basis *now, enum snapshot_depth depth)
{
    return m && m->basis.seq >= now->seq && str_eq(m->basis.stamp, now->stamp) &&
           (depth == SNAPSHOT_KEPT || m->has_metrics);
}

/* Brings the table of accounts to where the transaction is. */
static int update_accounts(struct snapshots *s, struct conn *c, int64_t seq, struct arena *arena,
                           struct err *err)
{
    struct accounts *newer = NULL;
    int64_t *ids = NULL;
    size_t n = PATCH_MAX + 1;
    int rc = 0;

    if (s->accounts && s->accounts_seq == seq)
        return 0;
    /* A transaction from before the table's changes must not take newer ones for its own. */
    if (s->accounts && s->accounts_seq < seq)
        rc = history_changes(c, s->accounts_seq, PATCH_MAX + 1, arena, &ids, &n, err);
    if (rc >= 0)
        rc = n <= PATCH_MAX ? accounts_patch(c, s->accounts, ids, n, &newer, err)
                            : accounts_load(c, 0, ACCOUNTS_END, &newer, err);
    if (rc < 0)
        return rc;
    accounts_unref(s->accounts);
    s->accounts = newer;
    s->accounts_seq = seq;
    return 0;
}

static int build(struct snapshots *s, struct conn *c, const struct made_request *asked,
                 struct made **ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct made_request request = *asked;
    int rc = update_accounts(s, c, asked->basis->seq, arena, err);

    request.accounts = s->accounts;
    return rc < 0 ? rc : made_build(c, &request, ret, err);
}

/* Holding `building`. *ret is a new reference. */
static int find_or_build(struct snapshots *s, struct conn *c, int32_t day,
                         enum snapshot_depth depth, const struct basis *now, struct made **ret,
                         struct err *err)
{
    struct made *old = find(s, day), *made = NULL;
    const struct made_request request = {
        .day = day,
        .basis = now,
        .depth = depth,
        .old = old && (depth == SNAPSHOT_KEPT || old->has_metrics) ? old : NULL};

    if (is_good(old, now, depth)) {
        *ret = old;
        return 0;
    }
    int rc = build(s, c, &request, &made, err);
    made_unref(old);
    if (rc < 0)
        return rc;
    put(s, made_ref(made));
    *ret = made;
    return 0;
}

int snapshot_get(struct snapshots *s, struct conn *c, int32_t day, enum snapshot_depth depth,
                 struct arena *arena, const struct snapshot **ret, struct err *err)
{
    struct basis now;
    int rc = basis_load(c, arena, &now, err);

    if (rc < 0)
        return rc;
    struct made *made = find(s, day);
    if (!is_good(made, &now, depth)) {
        made_unref(made);
        made = NULL;
        pthread_mutex_lock(&s->building);
        rc = find_or_build(s, c, day, depth, &now, &made, err);
        pthread_mutex_unlock(&s->building);
    }
    if (rc < 0)
        return rc;
    arena_defer(arena, made_unref, made);
    *ret = &made->s;
    return 0;
}
