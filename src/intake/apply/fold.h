/* fold.h: what a run of events adds up to, kept in memory until a checkpoint has written it
 * (checkpoint.h).
 *
 * Events go in one by one, in the order of the log. What they count is kept in tables of small
 * numbers: accounts, users and names have an index each, in the order in which they came, and the
 * database is asked for one only when it is met for the first time. Nothing is written here, and
 * nothing depends on when the checkpoints come: the same events give the same sums.
 *
 * Whose use it was: the account of the event (context.groupId), else that of the user's last group
 * call. The user is userId; of an event with an anonymousId alone it is that id, until an identify
 * or alias call tells whose it is. What cannot be told is set aside (fold_aside.h) and never lost
 * without being counted.
 *
 * Threads:   the applier's alone.
 * Ownership: the fold copies all that it keeps; an event is only read during the call.
 * Units:     days as in base/day.h, times UTC milliseconds. */
#pragma once
#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/vec.h"
#include "intake/apply/fold_aside.h"
#include "intake/apply/fold_sum.h"
#include "intake/apply/mend.h"
#include "intake/event/event.h"

#include <stdbool.h>
#include <stdint.h>

/* An index into one of the tables below, plus one; 0: none. */
typedef uint32_t fold_ref;

struct fold_account {
    const char *key;
    int64_t id;      /* 0: there is no such account */
    uint32_t asked;  /* in which round the database was asked last */
    uint64_t traits; /* fingerprint of the traits that were taken last; 0: none yet */
    bool is_new;     /* to be made by the next checkpoint */
    bool is_used;    /* has something that waits to be written */
};

struct fold_user {
    const char *key;
    /* An anonymous id, or one from before an alias: whom it belongs to. The key alone is known
     * until somebody asks. */
    const char *alias;
    fold_ref same_as;
    fold_ref account; /* of the last group call */
    /* Where the user was last, as a member: as a rule the next event is from there, too. */
    fold_ref at_account, as_member;
    uint64_t traits; /* fingerprint of the traits that were taken last; 0: none yet */
    bool is_changed; /* same_as or account wait to be written */
};

struct fold_name {
    const char *key;
    uint32_t sums; /* the first of its numbers that are added up, in fold.sums; 0: none are */
    bool is_used;
};

/* A user at an account. */
struct fold_member {
    fold_ref account, user;
    int64_t id;       /* usage_user; 0: not known yet */
    int32_t last_day; /* with activity that was noted already */
};

/* How often an event happened at an account on a day: `place` holds all three (fold_place). */
struct fold_cell {
    int64_t place; /* 0: free */
    int64_t count;
};
/* The first count of a user on a day: it stands for itself in the sums, and marks the user active.
 */
struct fold_active {
    fold_ref member, name;
    int32_t day;
};

/* identify and group calls, in order. An event from the set-aside store carries its row. */
struct fold_traits {
    fold_ref account, user; /* user 0: traits of the account */
    char *traits;           /* a JSON object as text */
    size_t n;
    struct aside_item item; /* what is set aside if a rule of the facts refuses it */
};

struct fold_counts {
    int64_t source_id;
    int64_t counted; /* also of those that were sent again */
    int64_t duplicates, aside, dropped;
    int64_t bytes, last_ms;
};

/* What the fold asks the outside. */
struct fold_user_row {
    const char *same_as, *account; /* good until the next question */
};
struct fold_ask {
    void *ctx;
    /* The account's id, 0 if there is none. */
    int (*account)(void *ctx, const char *key, int64_t *ret_id, struct err *err);
    /* What is known of a user; members NULL if nothing is. */
    int (*user)(void *ctx, const char *key, struct fold_user_row *ret, struct err *err);
    /* Are unknown accounts of this source made, or do its events wait for them? */
    bool (*makes_accounts)(void *ctx, int64_t source_id);
};

struct fold {
    struct fold_ask ask;
    const struct mends *mends;  /* NULL: none */
    struct event_limits limits; /* for the words of what is wrong */
    size_t names_max;
    struct arena *scratch;
    uint32_t round; /* accounts that were not there are asked for once in a round */

    VEC(struct fold_account) accounts;
    VEC(struct fold_user) users;
    VEC(struct fold_name) names;
    VEC(struct fold_member) members;
    struct strmap *account_of, *user_of, *name_of;
    struct idmap *member_of;
    struct arena *keys;

    /* What waits for the next checkpoint. */
    struct fold_cell *cells; /* a table of 2^k places, found by their hash */
    size_t n_cells, cells_mask;
    struct fold_sums sums;
    VEC(struct fold_active) actives;
    VEC(struct fold_traits) traits;
    VEC(struct fold_counts) counts;
    VEC(int64_t) sent_again; /* rows of the set-aside store that are done with */
    struct idmap *active_of;
    struct aside_ring *aside;
    size_t traits_bytes;

    /* What the event before this one was about: the next is often about the same. */
    fold_ref last_account, last_user, last_name;
    fold_ref found;       /* the account of the event that was folded last; 0: none */
    enum event_fault why; /* it was set aside; EVENT_OK: it was not */
};

struct fold *fold_new(const struct fold_ask *ask, size_t names_max);
void fold_free(struct fold *f); /* NULL is allowed */

/* A name that the catalogue has already; given before the first event. */
void fold_know_name(struct fold *f, const char *name);

enum fold_result {
    FOLD_COUNTED, /* use was counted, or the call was taken over */
    FOLD_ASIDE,
    FOLD_DROPPED, /* a rule says that it is of no interest */
};
/* Takes one event of a batch. again: the row of the set-aside store that it comes from, 0 for one
 * that just arrived. Returns a fold_result, or < 0 when the database could not be asked; the event
 * has then left no trace and may be tried again. */
int fold_event(struct fold *f, const struct event_batch *b, const struct event *e, int64_t again,
               struct err *err);
/* One that was seen before: it only counts as a duplicate. */
void fold_duplicate(struct fold *f, const struct event_batch *b);
/* A batch came, of so many bytes. */
void fold_received(struct fold *f, const struct event_batch *b);

/* Does so much wait that it should be written before more is taken? */
bool fold_is_full(const struct fold *f);
bool fold_is_empty(const struct fold *f);
/* What waited has been written. */
void fold_written(struct fold *f);
/* Only the sums and traits go; what was set aside and what was learnt stays. */
void fold_drop_sums(struct fold *f);
/* Forgets all that it learnt from the database; nothing may wait. Done when it learnt too much, and
 * when somebody changed accounts or users behind it. */
void fold_forget(struct fold *f);
bool fold_knows_too_much(const struct fold *f);

/* For what reads a fold. */
static inline struct fold_account *fold_account_at(const struct fold *f, fold_ref ref)
{
    return &f->accounts.items[ref - 1];
}
static inline struct fold_user *fold_user_at(const struct fold *f, fold_ref ref)
{
    return &f->users.items[ref - 1];
}
/* Accounts, users and members stay below 2^24, names below 2^16, days within 2^17. */
static inline int64_t fold_place(fold_ref account, fold_ref name, int32_t day)
{
    return (int64_t)account << 33 | (int64_t)name << 17 | (int64_t)(day - DAY_MIN);
}
static inline fold_ref fold_place_account(int64_t place)
{
    return (fold_ref)(place >> 33);
}
static inline fold_ref fold_place_name(int64_t place)
{
    return (fold_ref)(place >> 17 & 0xffff);
}
static inline int32_t fold_place_day(int64_t place)
{
    return (int32_t)(place & 0x1ffff) + DAY_MIN;
}
/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014). Places are made of indexes in order of
 * arrival, so nobody outside can choose them. */
static inline size_t fold_place_hash(int64_t place)
{
    uint64_t x = (uint64_t)place;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (size_t)(x ^ (x >> 31));
}
/* The counts of a source, made if there are none. */
struct fold_counts *fold_counts_of(struct fold *f, int64_t source_id);

/* Inside the fold (fold.c, fold_who.c, fold_event.c). */
int fold_account(struct fold *f, struct text key, fold_ref *ret, struct err *err);
/* The user of exactly this key, and the one whom it stands for in the end. */
int fold_user_exact(struct fold *f, struct text key, fold_ref *ret, struct err *err);
int fold_user(struct fold *f, struct text key, fold_ref *ret, struct err *err);
fold_ref fold_member(struct fold *f, fold_ref account, fold_ref user);
/* The name's index; 0 if it would be one too many. */
fold_ref fold_name(struct fold *f, struct text name);
void fold_count(struct fold *f, fold_ref account, fold_ref name, int32_t day);
void fold_active(struct fold *f, fold_ref member, fold_ref name, int32_t day);

AUTO_STRUCT_DEFINE(fold, fold_free)
