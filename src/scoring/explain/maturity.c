#include "scoring/explain/maturity.h"

#include "base/str.h"
#include "facts/assessment/assessment.h"
#include "facts/contact/contact.h"
#include "facts/kind/kind_store.h"
#include "scoring/explain/one.h"
#include "scoring/metric/rating.h"

#include <stdlib.h>

#define YEAR_DAYS 365

/* The account on the two days, by the card that scores it now. */
struct pair {
    const struct explain_request *request;
    struct one one;
    const struct card *card;
    struct context contexts[2]; /* before, now */
    struct factbook *book;
    struct metric_columns metrics[2];
    struct card_explained explained[2];
};

static const struct context *now(const struct pair *p)
{
    return &p->contexts[1];
}

/* Until then nobody had said the newest. */
static int32_t day_before_newest(const struct factbook *book, int32_t day)
{
    int32_t newest = DAY_NONE;

    BOOK_EACH (&book->assessments, 0, a)
        newest = a->seen <= day && a->seen > newest ? a->seen : newest;
    return newest == DAY_NONE ? day - YEAR_DAYS : newest - 1;
}

static int load(struct pair *p, const struct maturity_query *query, struct err *err)
{
    const struct explain_request *request = p->request;
    int rc = one_load(request, &query->day, 1, &p->one, err);

    if (rc < 0)
        return rc;
    const struct snapshot *s = p->one.snapshots[0];
    const char *custom = s->accounts->text[ATTR_CUSTOM][p->one.row[0]];
    int32_t before =
        query->before == DAY_NONE ? day_before_newest(p->one.book, query->day) : query->before;
    p->card = one_card(&p->one, 0, CARD_MATURITY);
    p->contexts[0] = p->contexts[1] = p->one.contexts[0];
    rc = context_load_feeds(request->conn, before, &p->contexts[0], err);
    if (rc >= 0)
        rc = one_book(request, p->one.id, s, p->contexts, 2, &p->book, err);
    for (int k = 0; rc >= 0 && k < 2; k++) {
        metrics_compute(p->book, &p->contexts[k], request->arena, &p->metrics[k]);
        card_explain_account(p->card, &p->metrics[k], 0, custom, &p->explained[k]);
    }
    return rc;
}

/* Which of the twelve a measure reads; -1: none. */
static int rating_of(const struct card *card, size_t measure)
{
    size_t metric = card->metrics[measure];

    if (metric == CARD_VALUE || card->dictionary->items[metric].value != metric_rating)
        return -1;
    return card->dictionary->items[metric].arg;
}

/* Who counts, how far apart they are, and how old the oldest is. */
static void fill_people(const struct pair *p, int rating, struct maturity_rating *r)
{
    const struct rating_choice chosen = rating_choose(p->book, now(p), 0, rating);
    double low = INFINITY, high = -INFINITY;
    int n = 0;

    rating_on(p->book, now(p), 0, rating, &r->day);
    BOOK_EACH (&p->book->assessments, 0, a) {
        if (!rating_counts(p->book, 0, &chosen, a))
            continue;
        low = fmin(low, a->ratings[rating]);
        high = fmax(high, a->ratings[rating]);
        r->is_by_group |= (a->by_group >> rating) & 1;
        n++;
    }
    r->side = n == 0 ? NULL : chosen.is_self ? "self" : "found";
    r->spread = n > 1 ? high - low : NAN;
    r->is_disagreed = n > 1 && r->spread > RATING_DISAGREES;
}

static void fill_ratings(const struct pair *p, struct maturity *ret)
{
    const struct card *card = p->card;
    size_t m = 0;

    ret->ratings = ARENA_ARRAY(p->request->arena, card->math.n_measures, struct maturity_rating);
    for (size_t g = 0; g < card->n_groups; g++)
        for (size_t k = 0; k < card->groups[g].n_measures; k++, m++) {
            const struct card_measure *measure = &card->groups[g].measures[k];
            int rating = rating_of(card, m);
            if (rating < 0)
                continue;
            struct maturity_rating *r = &ret->ratings[ret->n_ratings++];
            *r = (struct maturity_rating){.id = assessment_ratings[rating],
                                          .label = measure->label,
                                          .group = card->groups[g].id,
                                          .low_end = measure->low_end,
                                          .high_end = measure->high_end,
                                          .weight_pct = 100 * p->explained[1].measures[m].effective,
                                          .value = p->explained[1].measures[m].value,
                                          .before = p->explained[0].measures[m].value,
                                          .against = NAN};
            fill_people(p, rating, r);
            ret->is_disagreed |= r->is_disagreed;
        }
}

static void fill_groups(const struct pair *p, struct maturity *ret)
{
    ret->n_groups = p->card->n_groups;
    ret->groups = ARENA_ARRAY(p->request->arena, ret->n_groups, struct maturity_group);
    for (size_t g = 0; g < ret->n_groups; g++)
        ret->groups[g] = (struct maturity_group){.id = p->card->groups[g].id,
                                                 .label = p->card->groups[g].label,
                                                 .weight_pct = p->card->groups[g].weight_pct,
                                                 .score = p->explained[1].groups[g].score,
                                                 .before = p->explained[0].groups[g].score};
}

static int most_first(const void *a, const void *b)
{
    const struct maturity_lift *x = a, *y = b;

    return (x->points < y->points) - (x->points > y->points);
}

/* Nobody gets further by making their own work harder, which is what the high end of complexity
 * means. */
static bool can_be_lifted(int rating)
{
    return rating >= 0 && !str_eq(assessment_ratings[rating], "tech_complexity");
}

static void fill_lifts(const struct pair *p, struct maturity *ret)
{
    const struct card *card = p->card;
    struct maturity_lift *all =
        ARENA_ARRAY(p->request->arena, card->math.n_measures, struct maturity_lift);
    size_t n = 0;

    for (size_t m = 0; m < card->math.n_measures; m++) {
        const struct card_part *part = &p->explained[1].measures[m];
        const struct card_measure *measure = card_measure_at(card, m);
        double gap = card->high - part->score;
        if (!can_be_lifted(rating_of(card, m)) || !(gap > 0) || part->effective == 0)
            continue;
        all[n++] = (struct maturity_lift){.rating = assessment_ratings[rating_of(card, m)],
                                          .label = measure->label,
                                          .question = measure->question,
                                          .high_end = measure->high_end,
                                          .score = part->score,
                                          .gap = gap,
                                          .weight_pct = 100 * part->effective,
                                          .points = gap * part->effective};
    }
    if (n > 0)
        qsort(all, n, sizeof(*all), most_first);
    ret->lifts = all;
    ret->n_lifts = n < MATURITY_LIFTS_MAX ? n : MATURITY_LIFTS_MAX;
}

static const char *name_of(const struct pair *p, const struct assessment *a)
{
    struct contact c;
    int rc = a->contact ? kind_get(p->request->conn, &contact_kind, a->contact, p->request->arena,
                                   &c, NULL)
                        : ERR_NOT_FOUND;

    return rc >= 0 ? c.name ? c.name : c.email : a->assessor;
}

static int fill_voice(const struct pair *p, const struct book_assessment *from,
                      struct maturity_voice *v, struct err *err)
{
    struct arena *arena = p->request->arena;
    struct assessment a;
    int rc = kind_get_by_id(p->request->conn, &assessment_kind, from->id, arena, &a, err);

    if (rc < 0)
        return rc;
    *v = (struct maturity_voice){.key = a.key,
                                 .contact = a.contact,
                                 .basis = a.basis,
                                 .name = name_of(p, &a),
                                 .day = a.day,
                                 .ratings = ARENA_ARRAY(arena, ASSESSMENT_RATINGS, double),
                                 .n_ratings = ASSESSMENT_RATINGS,
                                 .counts = ARENA_ARRAY(arena, ASSESSMENT_RATINGS, const char *),
                                 .evidence = a.evidence,
                                 .note = a.note};
    for (int r = 0; r < ASSESSMENT_RATINGS; r++) {
        const struct rating_choice chosen = rating_choose(p->book, now(p), 0, r);
        v->ratings[r] = from->ratings[r];
        if (rating_counts(p->book, 0, &chosen, from))
            v->counts[v->n_counts++] = assessment_ratings[r];
    }
    return 0;
}

static int newest_first(const void *a, const void *b)
{
    const struct book_assessment *const *x = a, *const *y = b;

    if ((*x)->day != (*y)->day)
        return (*x)->day < (*y)->day ? 1 : -1;
    return ((*x)->id < (*y)->id) - ((*x)->id > (*y)->id);
}

static int fill_voices(const struct pair *p, struct maturity *ret, struct err *err)
{
    const struct book_assessment **known =
        ARENA_ARRAY(p->request->arena, p->book->assessments.n, const struct book_assessment *);
    size_t n = 0;
    int rc = 0;

    BOOK_EACH (&p->book->assessments, 0, a)
        if (a->seen <= now(p)->day)
            known[n++] = a;
    if (n > 0)
        qsort(known, n, sizeof(*known), newest_first);
    n = n < MATURITY_VOICES_MAX ? n : MATURITY_VOICES_MAX;
    ret->voices = ARENA_ARRAY(p->request->arena, n, struct maturity_voice);
    for (; rc >= 0 && ret->n_voices < n; ret->n_voices++)
        rc = fill_voice(p, known[ret->n_voices], &ret->voices[ret->n_voices], err);
    return rc;
}

int explain_maturity(const struct explain_request *request, const struct maturity_query *query,
                     struct maturity *ret, struct err *err)
{
    struct pair p = {.request = request};
    int rc = load(&p, query, err);

    if (rc < 0)
        return rc;
    *ret = (struct maturity){.day = query->day,
                             .before_day = p.contexts[0].day,
                             .card = p.card->key,
                             .score = p.explained[1].score,
                             .before = p.explained[0].score,
                             .band = card_band_id(p.card, p.explained[1].score),
                             .coverage_pct = 100 * p.explained[1].coverage};
    fill_groups(&p, ret);
    fill_ratings(&p, ret);
    fill_lifts(&p, ret);
    rc = fill_voices(&p, ret, err);
    return rc < 0 || !query->against ? rc : maturity_compare(request, query->against, ret, err);
}
