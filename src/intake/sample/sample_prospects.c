/* Whom the vendor hopes to win: what was asked of them, how mature they are, the talks so far. */
#include "facts/account/account.h"
#include "facts/kind/custom.h"
#include "intake/sample/sample_facts.h"

#include <math.h>

/* What the qualification card asks for, from 0 to 4. An answer follows how well the product fits;
 * not everything has been asked yet, and the longer the talks, the more. */
static const struct {
    const char *field, *label;
    double level, of_fit, asked;
} questions[] = {
    {"qualify_budget", "Qualification: Budget", 2.4, .7, .75},
    {"qualify_authority", "Qualification: Authority", 2.5, .5, .85},
    {"qualify_need", "Qualification: Need", 2.9, .9, .95},
    {"qualify_timing", "Qualification: Timing", 2.1, .6, .65},
};
#define ANSWER_MAX 4

int sample_prospect_fields(const struct act *act, struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc == 0 && k < ARRAY_LEN(questions); k++) {
        struct custom_field field = {.kind = "account",
                                     .name = questions[k].field,
                                     .label = questions[k].label,
                                     .type = "number"};
        rc = custom_declare(act, &field, err);
    }
    return rc;
}

/* NULL if nothing has been asked. */
static json_t *answers(struct sample_sink *s)
{
    struct sample_account *a = s->account;
    double patience = sample_clamp((double)(a->until - a->from) / 60, .4, 1);
    json_t *object = json_object();

    arena_defer(s->arena, (void (*)(void *))json_decref, object);
    for (size_t k = 0; k < ARRAY_LEN(questions); k++) {
        double answer =
            questions[k].level + questions[k].of_fit * a->health[0] + rng_normal(&a->rng);
        if (rng_chance(&a->rng, questions[k].asked * patience))
            json_object_set_new(
                object, questions[k].field,
                json_integer((json_int_t)sample_clamp(round(answer), 0, ANSWER_MAX)));
    }
    return json_object_size(object) ? object : NULL;
}

static const char *stage_of(const json_t *custom)
{
    size_t n = json_object_size(custom);

    return n == 0 ? "Lead" : n < ARRAY_LEN(questions) ? "First talks" : "Evaluation";
}

static int put_account(struct sample_sink *s, struct err *err)
{
    const struct sample_account *a = s->account;
    struct account row;

    fields_init(account_fields, &row);
    row.key = a->key;
    row.name = a->name;
    row.lifecycle = "prospect";
    row.custom = answers(s);
    row.stage = stage_of(row.custom);
    row.employees = a->employees;
    row.size_band = a->size_band;
    row.location = a->location;
    row.industry = a->industry;
    row.use_case = a->use_case;
    row.adopter_type = a->adopter;
    row.owner = a->owner;
    row.currency = "USD";
    s->result->prospects++;
    return sample_put(s, &account_kind, &row, err);
}

static int put_people(struct sample_sink *s, struct err *err)
{
    static const double chances[SAMPLE_POSTS] = {.25, .7, .8};
    struct sample_account *a = s->account;
    int rc = 0;

    sample_contacts_room(s, SAMPLE_POSTS);
    for (size_t post = 0; rc == 0 && post < SAMPLE_POSTS; post++)
        if (rng_chance(&a->rng, chances[post]))
            rc = sample_put_contact(s, post, a->from, DAY_NONE, err);
    return rc;
}

/* They write, call and answer; the better it fits, the more often. */
static int put_talks(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    double months = (double)(a->until - a->from) / 30, warmth = sample_logistic(a->health[0]);
    const double means[] = {[SAMPLE_TALK_EMAIL_OUT] = .9 * months,
                            [SAMPLE_TALK_EMAIL_IN] = 1.1 * months * warmth,
                            [SAMPLE_TALK_CALL] = .8 * months * warmth};
    int rc = 0;

    for (size_t kind = SAMPLE_TALK_EMAIL_OUT; rc == 0 && kind < ARRAY_LEN(means); kind++)
        for (int64_t n = rng_poisson(&a->rng, means[kind]); rc == 0 && n > 0; n--) {
            int32_t day = a->from + (int32_t)rng_below(&a->rng, a->until - a->from);
            if (day_weekday(day) < 5)
                rc = sample_put_talk(s, kind, day, err);
        }
    return rc;
}

int sample_prospect_facts(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    double group[4];
    int rc = put_account(s, err);

    if (rc == 0)
        rc = put_people(s, err);
    if (rc == 0)
        rc = put_talks(s, err);
    if (rc < 0 || !rng_chance(&a->rng, .65))
        return rc;
    for (size_t i = 0; i < ARRAY_LEN(group); i++)
        group[i] = .35 * rng_normal(&a->rng);
    int32_t day = a->from + (int32_t)rng_below(&a->rng, a->until - a->from);
    return sample_put_assessment(s, day, group, err);
}
