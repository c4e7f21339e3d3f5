/* What one event does to the sums. */
#include "base/day.h"
#include "base/map.h"
#include "facts/kind/kind.h"
#include "intake/apply/fold.h"

#include <string.h>

/* One event on its way through the fold. */
struct pass {
    struct fold *f;
    const struct event_batch *b;
    struct event e; /* as rules have mended it */
    int64_t again;
    struct text account; /* its key, once it is known */
    /* Why it is to be set aside, when that is what came of it. */
    enum event_fault fault;
    char message[160];
    bool waits; /* for the checkpoint to say whether its traits are taken */
    struct err *err;
};

/* Can this be a key in the facts? The same rule as for keys that people give (kind_row.c). */
static bool is_fit(struct text t)
{
    if (!t.n || t.n > KIND_KEY_MAX || t.p[0] == ' ' || t.p[t.n - 1] == ' ')
        return false;
    for (uint32_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] < 0x20 || t.p[i] == 0x7f)
            return false;
    return true;
}

static int fault(struct pass *p, enum event_fault why)
{
    p->fault = why;
    p->message[0] = 0;
    return FOLD_ASIDE;
}

static int fault_key(struct pass *p, const char *what)
{
    p->fault = EVENT_BAD_KEY;
    snprintf(p->message, sizeof(p->message),
             "%s must be one line of 1 to %d bytes, without a blank at its ends", what,
             KIND_KEY_MAX);
    return FOLD_ASIDE;
}

/* Whom the event is of: an id that stands for itself, or for a user since an identify call. *ret 0:
 * the key cannot be one, and the result is FOLD_ASIDE. */
static int user_of(struct pass *p, fold_ref *ret)
{
    struct text key = p->e.user_id.p ? p->e.user_id : p->e.anonymous_id;

    *ret = 0;
    if (!is_fit(key))
        return fault_key(p, p->e.user_id.p ? "userId" : "anonymousId");
    return fold_user(p->f, key, ret, p->err);
}

/* The account that the event is of; *ret 0: it is to be set aside, and the result
 * is FOLD_ASIDE. */
static int account_of(struct pass *p, fold_ref user, fold_ref *ret)
{
    struct fold *f = p->f;
    fold_ref ref = user ? fold_user_at(f, user)->account : 0;
    int rc = 0;

    *ret = 0;
    if (p->e.group_id.p) {
        if (!is_fit(p->e.group_id))
            return fault_key(p, "the account's key (groupId)");
        rc = fold_account(f, p->e.group_id, &ref, p->err);
    } else if (ref) {
        const char *key = fold_account_at(f, ref)->key;
        p->account = (struct text){key, (uint32_t)strlen(key)};
        rc = fold_account(f, p->account, &ref, p->err); /* it may have come since */
    }
    if (rc < 0)
        return rc;
    if (!ref)
        return fault(p, EVENT_NO_ACCOUNT);
    struct fold_account *a = fold_account_at(f, ref);
    if (!a->id && !a->is_new) {
        if (!f->ask.makes_accounts(f->ask.ctx, p->b->source_id))
            return fault(p, EVENT_UNKNOWN_ACCOUNT);
        a->is_new = a->is_used = true;
    }
    *ret = f->found = ref;
    return FOLD_COUNTED;
}

static int count(struct pass *p, fold_ref user)
{
    struct fold *f = p->f;
    fold_ref account;

    if (!is_fit(p->e.name))
        return fault_key(p, "the event's name");
    int rc = account_of(p, user, &account);
    if (rc < 0 || !account)
        return rc;
    fold_ref name = fold_name(f, p->e.name);
    if (!name)
        return fault(p, EVENT_TOO_MANY_NAMES);
    fold_ref member = fold_member(f, account, user);
    struct fold_member *m = &f->members.items[member - 1];
    int64_t at = (int64_t)member << 17 | (p->e.day - DAY_MIN);
    if (m->last_day != p->e.day && idmap_put(f->active_of, at, 1) == MAP_NONE) {
        m->last_day = p->e.day;
        fold_active(f, member, name, p->e.day);
    } else {
        m->last_day = p->e.day;
        fold_count(f, account, name, p->e.day);
    }
    if (f->names.items[name - 1].sums)
        fold_add_up(f, account, name, &p->e);
    return FOLD_COUNTED;
}

/* FNV-1a (Fowler, Noll, Vo): only to notice that the same traits come again. */
static uint64_t fingerprint(struct text t, uint64_t seed)
{
    uint64_t h = 14695981039346656037u ^ seed;

    for (uint32_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.p[i]) * 1099511628211u;
    return h ? h : 1;
}

/* Keeps traits for the checkpoint, unless they are those of the user's call before. */
static void keep_traits(struct pass *p, fold_ref account, fold_ref user, uint64_t *last)
{
    struct fold *f = p->f;
    const struct text t = p->e.traits;
    const struct aside_why why = {EVENT_REFUSED, NULL, p->again};
    uint64_t print = fingerprint(t, account);

    if (!t.p || (*last == print && !p->again))
        return;
    *last = print;
    struct fold_traits traits = {.account = account, .user = user, .n = t.n};
    traits.traits = mem_alloc(t.n + 1);
    memcpy(traits.traits, t.p, t.n);
    traits.traits[t.n] = 0;
    traits.item = aside_item_of(p->b, &p->e, p->account, &why);
    p->waits = true;
    fold_account_at(f, account)->is_used = true;
    vec_push(&f->traits, traits);
    f->traits_bytes += (size_t)2 * t.n + sizeof(traits);
}

/* From now on that key stands for `to`; what is known of its account goes along. It is the key that
 * moves, not whom it stood for: of a shared browser's two users each stays who they are. */
static int join(struct pass *p, struct text key, fold_ref to)
{
    struct fold *f = p->f;
    fold_ref from;
    int rc = fold_user_exact(f, key, &from, p->err);

    if (rc < 0 || from == to)
        return rc;
    struct fold_user *a = fold_user_at(f, from), *b = fold_user_at(f, to);
    if (a->same_as != to) {
        a->same_as = to;
        a->is_changed = true;
        f->last_user = 0;
    }
    if (!b->account && a->account) {
        b->account = a->account;
        b->is_changed = true;
    }
    return 0;
}

static int identify(struct pass *p, fold_ref user)
{
    struct fold *f = p->f;
    fold_ref account;
    int rc = 0;

    if (p->e.user_id.p && p->e.anonymous_id.p && is_fit(p->e.anonymous_id))
        rc = join(p, p->e.anonymous_id, user);
    if (rc < 0)
        return rc;
    /* Nobody who is not known by name becomes a contact. */
    if (!p->e.traits.p || !p->e.user_id.p)
        return FOLD_COUNTED;
    rc = account_of(p, user, &account);
    if (rc >= 0 && account)
        keep_traits(p, account, user, &fold_user_at(f, user)->traits);
    return rc;
}

static int alias(struct pass *p, fold_ref user)
{
    if (!is_fit(p->e.previous_id))
        return fault_key(p, "previousId");
    int rc = join(p, p->e.previous_id, user);
    return rc < 0 ? rc : FOLD_COUNTED;
}

/* The user belongs to that account from now on, whether it is there yet or not. */
static int group(struct pass *p, fold_ref user)
{
    struct fold *f = p->f;
    fold_ref account, ref;

    if (!is_fit(p->e.group_id))
        return fault_key(p, "the account's key (groupId)");
    int rc = fold_account(f, p->e.group_id, &ref, p->err);
    if (rc < 0)
        return rc;
    struct fold_user *u = fold_user_at(f, user);
    if (u->account != ref) {
        u->account = ref;
        u->is_changed = true;
    }
    rc = account_of(p, user, &account);
    if (rc >= 0 && account)
        keep_traits(p, account, 0, &fold_account_at(f, account)->traits);
    return rc;
}

/* What event_read found may have been mended by a rule. */
static bool is_faulty(const struct event *e)
{
    return !(e->fault == EVENT_OK || (e->fault == EVENT_NO_NAME && e->name.p) ||
             (e->fault == EVENT_NO_GROUP && e->group_id.p));
}

static int take(struct pass *p)
{
    fold_ref user = 0;

    if (is_faulty(&p->e)) {
        struct err why;
        event_explain(&p->e, false, 0, &p->f->limits, &why);
        p->fault = p->e.fault;
        snprintf(p->message, sizeof(p->message), "%.40s %.110s", why.field, why.text);
        return FOLD_ASIDE;
    }
    int rc = user_of(p, &user);
    if (rc < 0 || !user)
        return rc;
    switch (p->e.type) {
    case EVENT_IDENTIFY: return identify(p, user);
    case EVENT_GROUP: return group(p, user);
    case EVENT_ALIAS: return alias(p, user);
    default: return count(p, user);
    }
}

/* With the rules: those for all events before it is tried, those for what was wrong after it. */
static int take_mended(struct pass *p)
{
    struct fold *f = p->f;

    if (!f->mends || !f->mends->n)
        return take(p);
    arena_reset(f->scratch);
    if (mends_apply(f->mends, p->b->source_id, EVENT_OK, &p->e, f->scratch) == MEND_DROP)
        return FOLD_DROPPED;
    int rc = take(p);
    if (rc != FOLD_ASIDE)
        return rc;
    switch (mends_apply(f->mends, p->b->source_id, p->fault, &p->e, f->scratch)) {
    case MEND_DROP: return FOLD_DROPPED;
    case MEND_CHANGED: return take(p);
    default: return rc;
    }
}

int fold_event(struct fold *f, const struct event_batch *b, const struct event *e, int64_t again,
               struct err *err)
{
    struct pass p = {.f = f, .b = b, .e = *e, .again = again, .err = err};

    f->found = 0;
    f->why = EVENT_OK;
    int rc = take_mended(&p);
    if (rc < 0)
        return rc;
    if (rc == FOLD_ASIDE) {
        const struct aside_why why = {p.fault, p.message[0] ? p.message : NULL, again};
        struct aside_item item = aside_item_of(b, &p.e, p.account, &why);
        aside_ring_put(f->aside, &item);
        f->why = p.fault;
    }
    if (again && rc != FOLD_ASIDE && !p.waits)
        vec_push(&f->sent_again, again);
    struct fold_counts *c = fold_counts_of(f, b->source_id);
    c->counted += rc == FOLD_COUNTED;
    c->aside += rc == FOLD_ASIDE && !again;
    c->dropped += rc == FOLD_DROPPED;
    return rc;
}
