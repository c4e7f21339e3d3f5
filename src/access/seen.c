#include "access/seen.h"

#include "access/api_key.h"
#include "access/session.h"
#include "access/user.h"
#include "base/str.h"
#include "base/thread.h"

#include <pthread.h>
#include <string.h>

#define NOTES_MAX 256u

struct notes {
    size_t n;
    struct seen_note items[NOTES_MAX];
};

struct seen {
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_ending;
    struct notes waiting; /* under the lock */
    struct notes writing; /* the thread's own */
};

static int note_write(struct conn *c, const struct seen_note *note, struct err *err)
{
    if (note->key_id)
        return api_key_seen(c, note->key_id, note->at_ms, err);
    int rc = session_seen(c, note->token_hash, note->at_ms, err);
    return rc < 0 ? rc : user_seen(c, note->user_id, note->at_ms, err);
}

/* A failure is not reported: what is lost is a minute of "last seen", and whatever ails the
 * database shows in the requests themselves. */
static void notes_write(struct db *db, const struct notes *notes)
{
    struct conn *c;
    int rc = db_write_begin(db, &c, NULL);

    if (rc < 0)
        return;
    for (size_t i = 0; i < notes->n && rc == 0; i++)
        rc = note_write(c, &notes->items[i], NULL);
    (void)db_write_end(c, rc, NULL);
}

static void *seen_main(void *arg)
{
    struct seen *s = arg;

    pthread_mutex_lock(&s->lock);
    while (!s->is_ending || s->waiting.n) {
        if (!s->waiting.n) {
            pthread_cond_wait(&s->changed, &s->lock);
            continue;
        }
        s->writing = s->waiting;
        s->waiting.n = 0;
        pthread_mutex_unlock(&s->lock);
        notes_write(s->db, &s->writing);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct seen *seen_new(struct db *db)
{
    struct seen *s = mem_zalloc(sizeof(*s));

    s->db = db;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    thread_start(&s->thread, "last seen", seen_main, s);
    return s;
}

void seen_free(struct seen *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->is_ending = true;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    mem_free(s);
}

static bool is_same(const struct seen_note *a, const struct seen_note *b)
{
    return a->key_id == b->key_id && str_eq(a->token_hash, b->token_hash);
}

void seen_add(struct seen *s, const struct seen_note *note, int64_t last_ms)
{
    size_t i = 0;

    if (last_ms != TIME_NONE && note->at_ms < last_ms + SEEN_EVERY_MS)
        return;
    pthread_mutex_lock(&s->lock);
    while (i < s->waiting.n && !is_same(&s->waiting.items[i], note))
        i++;
    if (i == s->waiting.n && i < NOTES_MAX) {
        s->waiting.items[s->waiting.n++] = *note;
        pthread_cond_signal(&s->changed);
    }
    pthread_mutex_unlock(&s->lock);
}
