#include "intake/apply/fold.h"

#include "base/day.h"
#include "base/map.h"

#include <string.h>

/* A checkpoint should take no longer than a moment: about as many cells as the database merges in
 * some tenths of a second. */
#define CELLS_MAX        200000
#define ACTIVES_MAX      40000 /* each may be a user who is new to the database */
#define TRAITS_MAX       20000
#define TRAITS_BYTES_MAX (8 << 20)
/* What the fold learns is some hundred bytes a user; beyond this it starts anew. */
#define CELLS_FIRST  ((size_t)1024)
#define USERS_MAX    200000
#define ACCOUNTS_MAX 100000

struct fold *fold_new(const struct fold_ask *ask, size_t names_max)
{
    struct fold *f = mem_zalloc(sizeof(*f));

    f->ask = *ask;
    f->names_max = names_max;
    f->round = 1;
    f->account_of = strmap_new();
    f->user_of = strmap_new();
    f->name_of = strmap_new();
    f->member_of = idmap_new();
    f->cells_mask = CELLS_FIRST - 1;
    f->cells = mem_zalloc(CELLS_FIRST * sizeof(*f->cells));
    f->active_of = idmap_new();
    f->keys = arena_new();
    f->scratch = arena_new();
    f->limits = event_limits_default;
    f->aside = aside_ring_new(ASIDE_ROWS_MAX);
    return f;
}

static void traits_clear(struct fold *f)
{
    for (size_t i = 0; i < f->traits.n; i++) {
        mem_free(f->traits.items[i].traits);
        aside_item_done(&f->traits.items[i].item);
    }
    f->traits.n = 0;
    f->traits_bytes = 0;
}

void fold_free(struct fold *f)
{
    if (!f)
        return;
    traits_clear(f);
    vec_done(&f->accounts);
    vec_done(&f->users);
    vec_done(&f->names);
    vec_done(&f->members);
    mem_free(f->cells);
    fold_sums_done(&f->sums);
    vec_done(&f->actives);
    vec_done(&f->traits);
    vec_done(&f->counts);
    vec_done(&f->sent_again);
    strmap_free(f->account_of);
    strmap_free(f->user_of);
    strmap_free(f->name_of);
    idmap_free(f->member_of);
    idmap_free(f->active_of);
    arena_free(f->keys);
    arena_free(f->scratch);
    aside_ring_free(f->aside);
    mem_free(f);
}

void fold_know_name(struct fold *f, const char *name)
{
    if (strmap_get(f->name_of, name) != MAP_NONE)
        return;
    vec_push(&f->names, ((struct fold_name){.key = arena_strdup(f->keys, name),
                                            .sums = fold_sums_of(f, name)}));
    strmap_put(f->name_of, name, (int64_t)f->names.n);
}

fold_ref fold_name(struct fold *f, struct text name)
{
    if (f->last_name) {
        const char *last = f->names.items[f->last_name - 1].key;
        if (strncmp(last, name.p, name.n) == 0 && !last[name.n])
            return f->last_name;
    }
    int64_t ref = strmap_getn(f->name_of, name.p, name.n);
    if (ref == MAP_NONE) {
        if (f->names.n >= f->names_max)
            return 0;
        fold_know_name(f, arena_strndup(f->keys, name.p, name.n));
        ref = (int64_t)f->names.n;
    }
    return f->last_name = (fold_ref)ref;
}

static struct fold_cell *cell_at(const struct fold *f, int64_t place)
{
    size_t i = fold_place_hash(place) & f->cells_mask;

    while (f->cells[i].place && f->cells[i].place != place)
        i = (i + 1) & f->cells_mask;
    return &f->cells[i];
}

static void cells_grow(struct fold *f)
{
    struct fold_cell *old = f->cells;
    size_t n_old = f->cells_mask + 1;

    f->cells_mask = n_old * 2 - 1;
    f->cells = mem_zalloc(mem_product(n_old * 2, sizeof(*f->cells)));
    for (size_t i = 0; i < n_old; i++)
        if (old[i].place)
            *cell_at(f, old[i].place) = old[i];
    mem_free(old);
}

void fold_count(struct fold *f, fold_ref account, fold_ref name, int32_t day)
{
    int64_t place = fold_place(account, name, day);
    struct fold_cell *c = cell_at(f, place);

    c->count++;
    if (c->place)
        return;
    c->place = place;
    fold_account_at(f, account)->is_used = true;
    f->names.items[name - 1].is_used = true;
    if (++f->n_cells > f->cells_mask / 2)
        cells_grow(f);
}

void fold_active(struct fold *f, fold_ref member, fold_ref name, int32_t day)
{
    vec_push(&f->actives, ((struct fold_active){member, name, day}));
    fold_account_at(f, f->members.items[member - 1].account)->is_used = true;
    f->names.items[name - 1].is_used = true;
}

struct fold_counts *fold_counts_of(struct fold *f, int64_t source_id)
{
    /* There are few sources. */
    for (size_t i = 0; i < f->counts.n; i++)
        if (f->counts.items[i].source_id == source_id)
            return &f->counts.items[i];
    vec_push(&f->counts, ((struct fold_counts){.source_id = source_id}));
    return &f->counts.items[f->counts.n - 1];
}

void fold_received(struct fold *f, const struct event_batch *b)
{
    struct fold_counts *c = fold_counts_of(f, b->source_id);

    c->bytes += (int64_t)b->bytes;
    c->last_ms = b->received_ms > c->last_ms ? b->received_ms : c->last_ms;
}

void fold_duplicate(struct fold *f, const struct event_batch *b)
{
    fold_counts_of(f, b->source_id)->duplicates++;
}

bool fold_is_full(const struct fold *f)
{
    return f->n_cells >= CELLS_MAX || f->sums.n_amounts >= CELLS_MAX ||
           f->actives.n >= ACTIVES_MAX || f->traits.n >= TRAITS_MAX ||
           f->traits_bytes >= TRAITS_BYTES_MAX;
}

bool fold_is_empty(const struct fold *f)
{
    return !f->n_cells && !f->actives.n && !f->traits.n && !f->counts.n && !f->sent_again.n &&
           !aside_ring_len(f->aside);
}

void fold_drop_sums(struct fold *f)
{
    traits_clear(f);
    fold_sums_clear(&f->sums);
    f->n_cells = f->actives.n = f->counts.n = f->sent_again.n = 0;
    memset(f->cells, 0, (f->cells_mask + 1) * sizeof(*f->cells));
    idmap_free(f->active_of);
    f->active_of = idmap_new();
    for (size_t i = 0; i < f->names.n; i++)
        f->names.items[i].is_used = false;
}

void fold_written(struct fold *f)
{
    fold_drop_sums(f);
    aside_ring_clear(f->aside);
    for (size_t i = 0; i < f->accounts.n; i++)
        f->accounts.items[i].is_used = f->accounts.items[i].is_new = false;
    for (size_t i = 0; i < f->users.n; i++)
        f->users.items[i].is_changed = false;
    f->round++;
}

bool fold_knows_too_much(const struct fold *f)
{
    return f->users.n > USERS_MAX || f->members.n > USERS_MAX || f->accounts.n > ACCOUNTS_MAX;
}

void fold_forget(struct fold *f)
{
    strmap_free(f->account_of);
    strmap_free(f->user_of);
    idmap_free(f->member_of);
    f->account_of = strmap_new();
    f->user_of = strmap_new();
    f->member_of = idmap_new();
    f->accounts.n = f->users.n = f->members.n = 0;
    f->last_account = f->last_user = 0;
    /* The names stay; their texts move to a new arena, so that the old one can go. */
    struct arena *keys = arena_new();
    for (size_t i = 0; i < f->names.n; i++)
        f->names.items[i].key = arena_strdup(keys, f->names.items[i].key);
    arena_free(f->keys);
    f->keys = keys;
}
