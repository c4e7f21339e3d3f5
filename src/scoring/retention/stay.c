#include "scoring/retention/stay.h"

#include "base/day.h"
#include "json/parse.h"

#include <math.h>
#include <string.h>

#define CODE_PART 1000

/* As it is written. */
struct kept_class {
    int64_t term_months;
    bool is_of_all;
    double at_risk, lost, alpha, beta; /* alpha and beta: NaN if there is one rate */
};
static const struct field kept_class_fields[] = {
    FIELD_I64(struct kept_class, term_months, .required = true, .min = 1, .max = TERM_MONTHS_MAX),
    FIELD_BOOL(struct kept_class, is_of_all),
    FIELD_F64(struct kept_class, at_risk, .required = true),
    FIELD_F64(struct kept_class, lost, .required = true),
    FIELD_F64(struct kept_class, alpha),
    FIELD_F64(struct kept_class, beta),
    FIELD_END,
};
struct kept_model {
    struct kept_class *classes;
    size_t n_classes;
};
static const struct field kept_model_fields[] = {
    FIELD_LIST(struct kept_model, classes, kept_class, .required = true, .max = TERM_MONTHS_MAX),
    FIELD_END,
};

static size_t rows_of_term(const struct lifetimes *l, int32_t term, uint32_t *ret)
{
    size_t n = 0;

    for (size_t k = 0; k < l->n; k++)
        if (term == 0 || l->term_months[k] == term)
            ret[n++] = (uint32_t)k;
    return n;
}

/* By those with such contracts (0: by everybody, in periods of that length). */
static void make_class(const struct lifetimes *l, int32_t of_term, int32_t day, uint32_t *rows,
                       struct arena *arena, struct stay_class *ret)
{
    struct term_fit fit;

    term_fit_make(l, rows, rows_of_term(l, of_term, rows), ret->term_months, day, arena, &fit);
    ret->is_of_all = of_term == 0;
    ret->is_fitted = fit.is_fitted;
    ret->sbg = fit.sbg;
    ret->at_risk = ret->lost = 0;
    for (size_t k = 0; k < fit.n; k++) {
        ret->at_risk += fit.periods[k].at_risk;
        ret->lost += fit.periods[k].lost;
    }
}

void stay_model_make(const struct lifetimes *l, const bool has_term[TERM_MONTHS_MAX + 1],
                     int32_t day, struct arena *arena, struct stay_model *ret)
{
    AUTO_STRUCT(arena) *work = arena_new();
    uint32_t *rows = ARENA_ARRAY(work, l->n, uint32_t);
    size_t n = 0;

    for (int32_t term = 1; term <= TERM_MONTHS_MAX; term++)
        n += has_term[term];
    *ret = (struct stay_model){.classes = ARENA_ARRAY(arena, n, struct stay_class)};
    for (int32_t term = 1; term <= TERM_MONTHS_MAX; term++) {
        if (!has_term[term])
            continue;
        struct stay_class *c = &ret->classes[ret->n++];
        c->term_months = term;
        make_class(l, term, day, rows, work, c);
        if (!stay_is_known(c))
            make_class(l, 0, day, rows, work, c);
    }
}

const struct stay_class *stay_class_of(const struct stay_model *m, int32_t term_months)
{
    for (size_t k = 0; k < m->n; k++)
        if (m->classes[k].term_months == term_months)
            return &m->classes[k];
    return NULL;
}

bool stay_is_known(const struct stay_class *c)
{
    return c && c->at_risk >= STAY_ENOUGH;
}

bool stay_is_complete(const struct stay_model *m)
{
    for (size_t k = 0; k < m->n; k++)
        if (!stay_is_known(&m->classes[k]))
            return false;
    return true;
}

double stay_at(const struct stay_class *c, size_t t)
{
    if (!stay_is_known(c))
        return NAN;
    return c->is_fitted ? sbg_retention(&c->sbg, t) : 1 - c->lost / c->at_risk;
}

double stay_through(const struct stay_class *c, size_t t, size_t count)
{
    double share = 1;

    for (size_t k = 0; k < count; k++)
        share *= stay_at(c, t + k);
    return share;
}

void stay_model_write(const struct stay_model *m, struct buf *out)
{
    struct kept_class classes[TERM_MONTHS_MAX];

    for (size_t k = 0; k < m->n; k++) {
        const struct stay_class *c = &m->classes[k];
        classes[k] = (struct kept_class){.term_months = c->term_months,
                                         .is_of_all = c->is_of_all,
                                         .at_risk = c->at_risk,
                                         .lost = c->lost,
                                         .alpha = c->is_fitted ? c->sbg.alpha : NAN,
                                         .beta = c->is_fitted ? c->sbg.beta : NAN};
    }
    fields_write(kept_model_fields, &(struct kept_model){classes, m->n}, out);
}

int stay_model_read(const char *text, struct arena *arena, struct stay_model *ret, struct err *err)
{
    struct kept_model kept;
    json_t *json = NULL;
    int rc = json_parse(text, strlen(text), &json, err);

    if (rc < 0)
        return rc;
    AUTO(json_t) owned = json;
    fields_init(kept_model_fields, &kept);
    rc = fields_read(kept_model_fields, json, FIELDS_WHOLE, arena, &kept, err);
    if (rc < 0)
        return rc;
    *ret =
        (struct stay_model){ARENA_ARRAY(arena, kept.n_classes, struct stay_class), kept.n_classes};
    for (size_t k = 0; k < kept.n_classes; k++) {
        const struct kept_class *c = &kept.classes[k];
        ret->classes[k] =
            (struct stay_class){.term_months = (int32_t)c->term_months,
                                .is_of_all = c->is_of_all,
                                .at_risk = c->at_risk,
                                .lost = c->lost,
                                .is_fitted = !isnan(c->alpha) && !isnan(c->beta),
                                .sbg = {.alpha = c->alpha, .beta = c->beta, .log_likelihood = NAN}};
    }
    return 0;
}

bool stay_is_same(const struct stay_model *a, const struct stay_model *b)
{
    AUTO_BUF of_a = {0};
    AUTO_BUF of_b = {0};

    stay_model_write(a, &of_a);
    stay_model_write(b, &of_b);
    return strcmp(buf_text(&of_a), buf_text(&of_b)) == 0;
}

struct stay_model *stay_model_copy(const struct stay_model *m, struct arena *arena)
{
    struct stay_model *copy = ARENA_NEW(arena, struct stay_model);

    *copy = *m;
    if (m->n > 0)
        copy->classes = arena_memdup(arena, m->classes, m->n * sizeof(*m->classes));
    return copy;
}

double stay_until(const struct stay_class *c, const struct stay_place *p, int32_t until,
                  size_t *ret_count)
{
    size_t count = 0;

    while (p->term_months > 0 && day_add_months(p->renewal, (int)count * p->term_months) <= until)
        count++;
    if (ret_count)
        *ret_count = count;
    return stay_is_known(c) ? stay_through(c, p->next, count) : NAN;
}

double stay_place_code(const struct stay_place *p)
{
    if (p->term_months == 0)
        return NAN;
    return ((double)p->next * CODE_PART + p->months_left) * CODE_PART + p->term_months;
}

struct stay_place stay_place_decode(double code)
{
    struct stay_place p = {.next = 1, .renewal = DAY_NONE};
    int64_t digits = isnan(code) ? 0 : (int64_t)code;

    if (digits <= 0)
        return p;
    p.term_months = (int32_t)(digits % CODE_PART);
    p.months_left = (int)(digits / CODE_PART % CODE_PART);
    p.next = (size_t)(digits / CODE_PART / CODE_PART);
    return p;
}
