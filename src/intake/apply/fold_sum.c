#include "intake/apply/fold_sum.h"

#include "base/str.h"
#include "facts/usage/usage_sum_writer.h"
#include "intake/apply/fold.h"

#include <string.h>

#define AMOUNTS_FIRST ((size_t)256)

static bool is_same_list(const struct fold *f, const struct usage_sum *sums, size_t n)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (sums[i].segment == I64_NONE)
            continue;
        if (k == f->sums.list.n || f->sums.list.items[k].id != sums[i].id)
            return false;
        k++;
    }
    return k == f->sums.list.n;
}

void fold_take_sums(struct fold *f, const struct usage_sum *sums, size_t n)
{
    struct fold_sums *s = &f->sums;

    if (is_same_list(f, sums, n))
        return;
    s->list.n = 0;
    if (!s->texts)
        s->texts = arena_new();
    arena_reset(s->texts);
    for (size_t i = 0; i < n; i++) {
        if (sums[i].segment == I64_NONE)
            continue;
        const struct fold_sum sum = {.id = sums[i].id,
                                     .event = arena_strdup(s->texts, sums[i].event),
                                     .property = arena_strdup(s->texts, sums[i].property),
                                     .next = fold_sums_of(f, sums[i].event)};
        vec_push(&s->list, sum);
    }
    for (size_t i = 0; i < f->names.n; i++)
        f->names.items[i].sums = fold_sums_of(f, f->names.items[i].key);
}

uint32_t fold_sums_of(const struct fold *f, const char *name)
{
    for (size_t i = f->sums.list.n; i > 0; i--)
        if (str_eq(f->sums.list.items[i - 1].event, name))
            return (uint32_t)i;
    return 0;
}

static struct fold_amount *amount_at(const struct fold_sums *s, int64_t place)
{
    size_t i = fold_place_hash(place) & s->mask;

    while (s->amounts[i].place && s->amounts[i].place != place)
        i = (i + 1) & s->mask;
    return &s->amounts[i];
}

static void grow(struct fold_sums *s)
{
    struct fold_amount *old = s->amounts;
    size_t n_old = old ? s->mask + 1 : 0, n = old ? n_old * 2 : AMOUNTS_FIRST;

    s->mask = n - 1;
    s->amounts = mem_zalloc(mem_product(n, sizeof(*s->amounts)));
    for (size_t i = 0; i < n_old; i++)
        if (old[i].place)
            *amount_at(s, old[i].place) = old[i];
    mem_free(old);
}

void fold_add_up(struct fold *f, uint32_t account, uint32_t name, const struct event *e)
{
    struct fold_sums *s = &f->sums;
    usage_amount number;

    for (uint32_t k = f->names.items[name - 1].sums; k; k = s->list.items[k - 1].next) {
        if (!usage_amount_at(e->properties, s->list.items[k - 1].property, &number))
            continue;
        if (!s->amounts || s->n_amounts > s->mask / 2)
            grow(s);
        int64_t place = fold_place(account, k, e->day);
        struct fold_amount *a = amount_at(s, place);
        s->n_amounts += a->place == 0;
        a->place = place;
        a->sum += number;
        a->count++;
    }
}

void fold_sums_clear(struct fold_sums *s)
{
    if (s->n_amounts)
        memset(s->amounts, 0, (s->mask + 1) * sizeof(*s->amounts));
    s->n_amounts = 0;
}

void fold_sums_done(struct fold_sums *s)
{
    vec_done(&s->list);
    arena_free(s->texts);
    mem_free(s->amounts);
}

struct usage_sum_part fold_sum_part(const struct fold_sums *s, const struct fold_amount *a,
                                    int64_t account_id)
{
    return (struct usage_sum_part){.sum_id = s->list.items[fold_place_name(a->place) - 1].id,
                                   .account_id = account_id,
                                   .day = fold_place_day(a->place),
                                   .count = a->count,
                                   .sum = a->sum};
}
