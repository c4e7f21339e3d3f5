#include "scoring/metric/book_own.h"

#include "base/map.h"
#include "base/str.h"
#include "scoring/metric/book_sum.h"
#include "scoring/metric/dictionary.h"
#include "scoring/metric/own_usage.h"

#include <math.h>
#include <string.h>

#define CENTS 100.0

/* The columns that own_metric.c asks for; terms and their days follow. */
enum {
    COL_ACCOUNT,
    COL_HAPPENED,
    COL_KNOWN,
    COL_DAY,
    COL_VALUE,
    COL_CURRENCY,
    COL_FROM,
    COL_ID = 8,
    COL_TERMS
};

struct own_loader {
    struct factbook *book;
    struct own_facts *facts;
    const struct own_plan *plan;
    const char *currency;
    struct strmap *codes; /* of values that are texts */
};

static int32_t day_in(const struct cursor *q, int col, enum field_type type)
{
    return type == FIELD_T_TIME ? day_of_time(db_col_i64(q, col)) : db_col_day(q, col);
}

/* From when a field counts, by the two columns that say so: at once if it hangs on nothing. */
static int32_t from_of(const struct own_plan *p, const struct field *f, const struct cursor *q,
                       int col)
{
    const struct kind_later *later = kind_later_of(p->kind, f->name);
    int32_t first = OWN_NEVER;

    if (!later)
        return day_in(q, col, f->type); /* DAY_NONE unless it is a date of its own */
    for (int k = 0; k < 2 && later->from[k]; k++) {
        const struct field *from = fields_find(p->kind->shape.fields, later->from[k]);
        int32_t day = day_in(q, col + k, from->type);
        first = day != DAY_NONE && day < first ? day : first;
    }
    return first == OWN_NEVER && later->or_always ? DAY_NONE : first;
}

static uint32_t truths_of(const struct own_filter *f, const struct cursor *q, int col)
{
    uint32_t truths = 0;

    for (size_t k = 0; k < f->n_terms; k++)
        if (db_col_i64(q, col + (int)k) == 1)
            truths |= 1u << k;
    return truths;
}

static double value_of(struct own_loader *l, const struct cursor *q, struct own_fact *fact)
{
    const struct field *f = l->plan->value;
    const char *text, *currency = db_col_str(q, COL_CURRENCY);
    size_t n = strlen(f->name);

    if (db_col_is_null(q, COL_VALUE))
        return NAN;
    if (f->type == FIELD_T_STR || f->type == FIELD_T_ENUM) {
        text = db_col_str(q, COL_VALUE);
        int64_t code = strmap_get(l->codes, text);
        if (code != MAP_NONE)
            return (double)code;
        code = (int64_t)strmap_len(l->codes);
        strmap_put(l->codes, text, code);
        return (double)code;
    }
    bool is_money = n > 6 && str_eq(f->name + n - 6, "_cents");
    fact->is_foreign = is_money && currency && *currency && !str_eq(currency, l->currency);
    return db_col_f64(q, COL_VALUE) / (is_money ? CENTS : 1);
}

/* The days of the terms, kept only if they matter: some term counts later than the fact does. */
static void add_froms(struct own_loader *l, const struct cursor *q, struct own_fact *fact)
{
    const struct own_filter *const filters[] = {&l->plan->filter, &l->plan->base};
    size_t n_terms = filters[0]->n_terms + filters[1]->n_terms;
    int col = COL_TERMS;

    fact->settled = fact->seen;
    fact->first_from = l->facts->froms.n;
    for (int b = 0; b < 2; b++) {
        int from_col = col + (int)filters[b]->n_terms;
        for (size_t k = 0; k < filters[b]->n_terms; k++) {
            int32_t from = from_of(l->plan, filters[b]->terms[k].field, q, from_col + 2 * (int)k);
            fact->settled = from > fact->settled ? from : fact->settled;
            vec_push(&l->facts->froms, from);
        }
        col = from_col + 2 * (int)filters[b]->n_terms;
    }
    if (fact->settled == fact->seen)
        l->facts->froms.n -= n_terms;
}

static void add_fact(struct own_loader *l, struct cursor *q, size_t account)
{
    const struct own_plan *p = l->plan;
    const struct field *happened = kind_happened(p->kind);
    int32_t day = day_in(q, COL_HAPPENED, happened->type), known = db_col_day(q, COL_KNOWN);
    struct own_fact fact = {.id = db_col_i64(q, COL_ID),
                            .seen = known > day ? known : day,
                            .day = day_in(q, COL_DAY, (p->day ? p->day : happened)->type),
                            .value = NAN,
                            .value_from = DAY_NONE};
    int base_col = COL_TERMS + 3 * (int)p->filter.n_terms;
    uint32_t truths = truths_of(&p->filter, q, COL_TERMS);
    uint32_t base = truths_of(&p->base, q, base_col);

    if (fact.seen < l->facts->known_from[account])
        l->facts->known_from[account] = fact.seen;
    if (p->value) {
        fact.value = value_of(l, q, &fact);
        fact.value_from = from_of(p, p->value, q, COL_FROM);
    }
    fact.truths = truths | base << p->filter.n_terms;
    fact.is_in = own_filter_holds(&p->filter, truths);
    fact.is_base = own_filter_holds(&p->base, base);
    add_froms(l, q, &fact);
    /* What never counts is left out. */
    if (fact.settled > fact.seen || (p->function == OWN_RATIO ? fact.is_base : fact.is_in))
        vec_push(&l->facts->list, fact);
}

static int load_facts(struct own_loader *l, struct cursor *q, struct err *err)
{
    const struct factbook *b = l->book;
    struct own_facts *facts = l->facts;
    size_t i = 0;
    int rc;

    while ((rc = db_next(q, err)) > 0) {
        int64_t id = db_col_i64(q, COL_ACCOUNT);
        while (i < b->n && b->accounts[i].id < id)
            facts->list.first[++i] = facts->list.n;
        if (i < b->n && b->accounts[i].id == id)
            add_fact(l, q, i);
    }
    while (i < b->n)
        facts->list.first[++i] = facts->list.n;
    return rc;
}

/* Which events are meant; they come by id, as the book has them. */
static int load_events(struct own_loader *l, struct cursor *q, struct err *err)
{
    const struct own_plan *p = l->plan;
    size_t k = 0, n = l->book->events.n;
    int rc;

    l->facts->is_event_in = mem_zalloc(n + 1);
    l->facts->is_event_base = mem_zalloc(n + 1);
    while ((rc = db_next(q, err)) > 0 && k < n) {
        uint32_t truths = truths_of(&p->filter, q, 1);
        uint32_t base = truths_of(&p->base, q, 1 + 3 * (int)p->filter.n_terms);
        l->facts->is_event_in[k] = own_filter_holds(&p->filter, truths);
        l->facts->is_event_base[k++] = own_filter_holds(&p->base, base);
    }
    return rc < 0 ? rc : 0;
}

/* From when on all that a metric adds up is whole. What it asks for and nobody adds up yet, as
 * before it is saved, is whole on no day. */
static int32_t sums_since(const struct own_plan *p, const struct book_sums *sums)
{
    struct own_wishes wishes = {0};
    int32_t since = DAY_MIN;

    own_usage_wishes(p, &wishes);
    for (size_t w = 0; w < wishes.n; w++) {
        int32_t one = OWN_NEVER;
        for (size_t k = 0; k < sums->n; k++)
            if (str_eq(sums->items[k].event, wishes.items[w].event) &&
                str_eq(sums->items[k].property, p->property) && sums->items[k].since != DAY_NONE)
                one = sums->items[k].since;
        since = one > since ? one : since;
    }
    vec_done(&wishes);
    return since;
}

static int load_sums(struct conn *c, struct own_loader *l, const struct factbook_options *options,
                     struct err *err)
{
    struct own_facts *facts = l->facts;
    int rc = l->book->sums ? 0 : book_sums_load(c, l->book, options, err);

    if (rc < 0)
        return rc;
    const struct book_sums *sums = l->book->sums;
    facts->sums_since = sums_since(l->plan, sums);
    facts->is_sum_in = mem_zalloc(sums->n + 1);
    for (size_t k = 0; k < sums->n; k++)
        facts->is_sum_in[k] = sums->event[k] != UINT32_MAX && facts->is_event_in[sums->event[k]] &&
                              str_eq(sums->items[k].property, l->plan->property);
    return 0;
}

static int load_one(struct conn *c, struct own_loader *l, const struct factbook_options *options,
                    struct err *err)
{
    const struct own_plan *p = l->plan;
    size_t n_args = p->args.n;
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(cursor) *q = NULL;
    struct db_arg *args = ARENA_ARRAY(arena, n_args + 1, struct db_arg);

    if (n_args)
        memcpy(args, p->args.items, n_args * sizeof(*args));
    if (!p->is_usage) {
        args[n_args - 2].i = options->from_id;
        args[n_args - 1].i = options->to_id;
    }
    int rc = db_query(c, p->sql, args, &q, err);
    if (rc < 0)
        return err_prefix(err, "metric %s", p->def.id);
    if (!p->is_usage)
        return load_facts(l, q, err);
    rc = load_events(l, q, err);
    return rc < 0 || !p->property ? rc : load_sums(c, l, options, err);
}

int book_own_load(struct conn *c, struct factbook *book, const struct factbook_options *options,
                  struct err *err)
{
    const struct dictionary *d = options->dictionary;
    int rc = 0;

    if (!d || d->n_own == 0)
        return 0;
    book->dictionary = d;
    book->n_own = d->n_own;
    book->own = mem_zalloc(mem_product(d->n_own, sizeof(*book->own)));
    for (size_t k = 0; rc >= 0 && k < d->n_own; k++) {
        struct own_facts *facts = &book->own[k];
        struct own_loader l = {.book = book,
                               .facts = facts,
                               .plan = d->own[k],
                               .currency = options->currency,
                               .codes = strmap_new()};
        facts->plan = d->own[k];
        facts->list.first = mem_zalloc(mem_product(book->n + 1, sizeof(size_t)));
        facts->known_from = mem_alloc(mem_product(book->n + 1, sizeof(int32_t)));
        for (size_t i = 0; i < book->n; i++)
            facts->known_from[i] = OWN_NEVER;
        rc = load_one(c, &l, options, err);
        strmap_free(l.codes);
    }
    return rc;
}

void book_own_free(struct factbook *book)
{
    for (size_t k = 0; k < book->n_own; k++) {
        struct own_facts *facts = &book->own[k];
        mem_free(facts->list.items);
        mem_free(facts->list.first);
        vec_done(&facts->froms);
        mem_free(facts->known_from);
        mem_free(facts->is_event_in);
        mem_free(facts->is_event_base);
        mem_free(facts->is_sum_in);
    }
    book_sums_free(book->sums);
    mem_free(book->own);
}

void own_fact_state(const struct own_facts *facts, const struct own_fact *fact, int32_t day,
                    bool *ret_is_in, bool *ret_is_base)
{
    const struct own_plan *p = facts->plan;
    const struct own_filter *const filters[] = {&p->filter, &p->base};
    uint32_t truths[2] = {0};
    size_t at = 0;

    *ret_is_in = fact->is_in;
    *ret_is_base = fact->is_base;
    if (day >= fact->settled)
        return;
    for (int b = 0; b < 2; b++)
        for (size_t k = 0; k < filters[b]->n_terms; k++, at++) {
            bool counts = facts->froms.items[fact->first_from + at] <= day;
            bool holds = counts ? (fact->truths >> at) & 1 : filters[b]->terms[k].if_missing;
            truths[b] |= (uint32_t)holds << k;
        }
    *ret_is_in = own_filter_holds(&p->filter, truths[0]);
    *ret_is_base = own_filter_holds(&p->base, truths[1]);
}
