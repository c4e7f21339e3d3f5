#include "intake/source/source_keys.h"

#include "base/map.h"
#include "base/str.h"
#include "base/thread.h"
#include "intake/source/source.h"
#include "source_sql.h"

#include <string.h>

#define LOOK_EVERY_MS 2000

/* What stood in the table source at one time; never changed once it is made. */
struct key_table {
    struct arena *arena;
    struct source *sources;
    size_t n;
    struct strmap *by_key; /* also the old keys -> index */
    struct idmap *by_id;
};

struct source_keys {
    struct db *db;
    pthread_rwlock_t lock;
    struct key_table *table; /* under the lock */
    pthread_t thread;
    pthread_mutex_t ending;
    pthread_cond_t changed;
    bool is_ending;
};

static void table_free(struct key_table *t)
{
    if (!t)
        return;
    strmap_free(t->by_key);
    idmap_free(t->by_id);
    arena_free(t->arena);
    mem_free(t);
}

static struct key_table *table_new(void)
{
    struct key_table *t = mem_zalloc(sizeof(*t));

    t->arena = arena_new();
    t->by_key = strmap_new();
    t->by_id = idmap_new();
    return t;
}

static int table_load(struct db *db, struct key_table *t, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_read_begin(db, &c, err);

    if (rc == 0)
        rc = db_all(c, sql_source_keys, DB_ARGS(), DB_ROWS(source_fields, &t->sources, &t->n),
                    t->arena, err);
    for (size_t i = 0; rc == 0 && i < t->n; i++) {
        const struct source *s = &t->sources[i];
        strmap_put(t->by_key, s->write_key, (int64_t)i);
        if (s->old_write_key)
            strmap_put(t->by_key, s->old_write_key, (int64_t)i);
        idmap_put(t->by_id, s->id, (int64_t)i);
    }
    return rc;
}

int source_keys_refresh(struct source_keys *k, struct err *err)
{
    struct key_table *fresh = table_new(), *old;
    int rc = table_load(k->db, fresh, err);

    if (rc < 0) {
        table_free(fresh);
        return rc;
    }
    pthread_rwlock_wrlock(&k->lock);
    old = k->table;
    k->table = fresh;
    pthread_rwlock_unlock(&k->lock);
    table_free(old);
    return 0;
}

/* What could not be read this time is read the next: the keys that were known stay so. */
static void *keys_main(void *arg)
{
    struct source_keys *k = arg;

    pthread_mutex_lock(&k->ending);
    while (!k->is_ending) {
        struct timespec until = cond_deadline(LOOK_EVERY_MS);
        pthread_cond_timedwait(&k->changed, &k->ending, &until);
        if (k->is_ending)
            break;
        pthread_mutex_unlock(&k->ending);
        (void)source_keys_refresh(k, NULL);
        pthread_mutex_lock(&k->ending);
    }
    pthread_mutex_unlock(&k->ending);
    return NULL;
}

int source_keys_new(struct db *db, struct source_keys **ret, struct err *err)
{
    struct source_keys *k = mem_zalloc(sizeof(*k));

    k->db = db;
    pthread_rwlock_init(&k->lock, NULL);
    pthread_mutex_init(&k->ending, NULL);
    cond_init(&k->changed);
    int rc = source_keys_refresh(k, err);
    if (rc < 0) {
        mem_free(k);
        return rc;
    }
    thread_start(&k->thread, "sources", keys_main, k);
    *ret = k;
    return 0;
}

void source_keys_free(struct source_keys *k)
{
    if (!k)
        return;
    pthread_mutex_lock(&k->ending);
    k->is_ending = true;
    pthread_cond_signal(&k->changed);
    pthread_mutex_unlock(&k->ending);
    pthread_join(k->thread, NULL);
    pthread_cond_destroy(&k->changed);
    pthread_mutex_destroy(&k->ending);
    pthread_rwlock_destroy(&k->lock);
    table_free(k->table);
    mem_free(k);
}

/* Is it the key now, or one that may still be used? */
static bool is_taken(const struct source *s, struct text write_key, int64_t now_ms)
{
    return text_is(write_key, s->write_key) || now_ms < s->old_until;
}

bool source_keys_find(struct source_keys *k, struct text write_key, int64_t now_ms,
                      struct source_found *ret)
{
    if (!write_key.p)
        return false;
    pthread_rwlock_rdlock(&k->lock);
    int64_t i = strmap_getn(k->table->by_key, write_key.p, write_key.n);
    bool is_found = i != MAP_NONE && is_taken(&k->table->sources[i], write_key, now_ms);
    if (is_found) {
        const struct source *s = &k->table->sources[i];
        *ret = (struct source_found){.id = s->id,
                                     .is_browser = str_eq(s->kind, "browser"),
                                     .makes_accounts = str_eq(s->unknown_accounts, "create")};
    }
    pthread_rwlock_unlock(&k->lock);
    return is_found;
}

static bool allows(const struct source *s, const char *origin)
{
    bool is_listed = !origin || s->n_origins == 0;

    for (size_t i = 0; i < s->n_origins && !is_listed; i++)
        is_listed = str_eq(s->origins[i], origin);
    return is_listed;
}

bool source_keys_allows(struct source_keys *k, int64_t source_id, const char *origin)
{
    pthread_rwlock_rdlock(&k->lock);
    int64_t i = idmap_get(k->table->by_id, source_id);
    bool is_allowed = i != MAP_NONE && allows(&k->table->sources[i], origin);
    pthread_rwlock_unlock(&k->lock);
    return is_allowed;
}
