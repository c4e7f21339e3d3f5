/* Whose an event is: accounts, users and members by their keys. */
#include "base/map.h"
#include "intake/apply/fold.h"

#include <string.h>

/* anonymous id -> user id -> user id after an alias; longer chains are circles. */
#define ALIASES_MAX 8

static bool is_key(const char *key, struct text t)
{
    return strncmp(key, t.p, t.n) == 0 && !key[t.n];
}

static int ask_account(struct fold *f, struct fold_account *a, struct err *err)
{
    int rc = f->ask.account(f->ask.ctx, a->key, &a->id, err);

    if (rc == 0)
        a->asked = f->round;
    return rc;
}

int fold_account(struct fold *f, struct text key, fold_ref *ret, struct err *err)
{
    if (f->last_account && is_key(fold_account_at(f, f->last_account)->key, key)) {
        *ret = f->last_account;
    } else {
        int64_t ref = strmap_getn(f->account_of, key.p, key.n);
        if (ref == MAP_NONE) {
            struct fold_account new = {.key = arena_strndup(f->keys, key.p, key.n)};
            int rc = ask_account(f, &new, err);
            if (rc < 0)
                return rc;
            vec_push(&f->accounts, new);
            ref = (int64_t)f->accounts.n;
            strmap_putn(f->account_of, key.p, key.n, ref);
        }
        *ret = f->last_account = (fold_ref)ref;
    }
    struct fold_account *a = fold_account_at(f, *ret);
    /* One that was not there may have come since, but not more often than once in a round. */
    return a->id || a->is_new || a->asked == f->round ? 0 : ask_account(f, a, err);
}

/* The user of exactly this key, learnt from the database when it is met first. */
int fold_user_exact(struct fold *f, struct text key, fold_ref *ret, struct err *err)
{
    int64_t ref = strmap_getn(f->user_of, key.p, key.n);
    struct fold_user_row row = {NULL, NULL};

    if (ref != MAP_NONE) {
        *ret = (fold_ref)ref;
        return 0;
    }
    struct fold_user new = {.key = arena_strndup(f->keys, key.p, key.n)};
    int rc = f->ask.user(f->ask.ctx, new.key, &row, err);
    if (rc < 0)
        return rc;
    new.alias = arena_strdup(f->keys, row.same_as);
    if (row.account) {
        const char *account = arena_strdup(f->keys, row.account);
        rc = fold_account(f, (struct text){account, (uint32_t)strlen(account)}, &new.account, err);
    }
    if (rc < 0)
        return rc;
    vec_push(&f->users, new);
    *ret = (fold_ref)f->users.n;
    strmap_putn(f->user_of, key.p, key.n, *ret);
    return 0;
}

/* Follows an alias that is known by its key only. */
static int resolve(struct fold *f, fold_ref ref, struct err *err)
{
    const char *alias = fold_user_at(f, ref)->alias;
    fold_ref target = 0;
    int rc = fold_user_exact(f, (struct text){alias, (uint32_t)strlen(alias)}, &target, err);

    if (rc == 0 && target != ref)
        fold_user_at(f, ref)->same_as = target;
    return rc;
}

int fold_user(struct fold *f, struct text key, fold_ref *ret, struct err *err)
{
    fold_ref ref = f->last_user;
    int rc = 0;

    if (!ref || !is_key(fold_user_at(f, ref)->key, key)) {
        rc = fold_user_exact(f, key, &ref, err);
        if (rc < 0)
            return rc;
        f->last_user = ref;
    }
    for (int i = 0; rc == 0 && i < ALIASES_MAX; i++) {
        const struct fold_user *u = fold_user_at(f, ref);
        if (!u->same_as && u->alias)
            rc = resolve(f, ref, err);
        u = fold_user_at(f, ref);
        if (!u->same_as)
            break;
        ref = u->same_as;
    }
    *ret = ref;
    return rc;
}

fold_ref fold_member(struct fold *f, fold_ref account, fold_ref user)
{
    struct fold_user *u = fold_user_at(f, user);
    int64_t key = (int64_t)account << 32 | user;

    if (u->at_account == account)
        return u->as_member;
    int64_t ref = idmap_get(f->member_of, key);
    if (ref == MAP_NONE) {
        vec_push(&f->members, ((struct fold_member){account, user, 0, DAY_NONE}));
        ref = (int64_t)f->members.n;
        idmap_put(f->member_of, key, ref);
    }
    u->at_account = account;
    return u->as_member = (fold_ref)ref;
}
