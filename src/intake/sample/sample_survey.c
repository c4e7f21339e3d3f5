/* What the people of an account say when they are asked: recommendation each quarter, and how they
 * see their own maturity when an interviewer rates it. */
#include "facts/assessment/assessment.h"
#include "facts/survey/response.h"
#include "intake/sample/sample_facts.h"
#include "json/parse.h"

#include <math.h>

#define QUARTER_DAYS     91
#define ASKED_A_QUARTER  2
#define ANSWER_DAYS      12 /* within which who answers does */
#define SELF_RATING_BIAS .3 /* people are kinder to themselves than an interviewer */

static const char *const praise[] = {"Quick answers, every time", "It simply works",
                                     "Your people know our business", "The reports save us hours"};
static const char *const wishes[] = {"Permissions are hard to follow",
                                     "Answers from support take too long", "We need better reports",
                                     "Too few people here know it well"};

static struct response asked(struct sample_sink *s, const char *instrument, size_t contact,
                             int32_t day)
{
    struct response row;

    fields_init(response_fields, &row);
    row.key = sample_key(s, "Q");
    row.account = s->account->key;
    row.contact = s->contact_keys[contact];
    row.instrument = instrument;
    row.basis = "survey";
    row.invited = sample_time(s, day);
    return row;
}

/* Was the person there on the day? */
static bool is_there(const struct sample_sink *s, size_t contact, int32_t day)
{
    return s->contact_joined[contact] <= day &&
           (s->contact_left[contact] == DAY_NONE || s->contact_left[contact] > day);
}

static void answer_nps(struct sample_sink *s, int32_t day, struct response *row)
{
    struct rng *rng = &s->account->rng;
    double h = sample_health(s->account, day);
    int64_t score = (int64_t)sample_clamp(round(7.4 + 1.2 * h + 1.2 * rng_normal(rng)), 0, 10);
    json_t *answers = json_keep(s->arena, json_object());
    bool writes = rng_chance(rng, .4), is_glad = score >= 9;
    const char *text = (is_glad ? praise : wishes)[rng_below(rng, 4)];

    json_object_set_new(answers, "score", json_integer(score));
    if (writes)
        json_object_set_new(answers, is_glad ? "good" : "improve", json_string(text));
    row->answers = answers;
}

/* Some answer within days, the more the better the relation; silence is the others' answer. */
static int put_nps(struct sample_sink *s, size_t contact, int32_t day, struct err *err)
{
    struct sample_account *a = s->account;
    struct response row = asked(s, "nps", contact, day);
    bool answers = rng_chance(&a->rng, sample_logistic(-.4 + .6 * sample_health(a, day)));
    int32_t on = day + (int32_t)rng_between(&a->rng, 1, ANSWER_DAYS);

    if (answers && on < a->until) {
        answer_nps(s, day, &row);
        row.answered = sample_time(s, on);
    }
    s->result->responses++;
    return sample_put(s, &response_kind, &row, err);
}

static int put_quarters(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    for (int32_t day = a->from + (int32_t)rng_between(&a->rng, 0, QUARTER_DAYS);
         rc == 0 && day < a->until; day += QUARTER_DAYS) {
        size_t contact = (size_t)rng_below(&a->rng, (int64_t)s->n_contacts);
        for (int k = 0; rc == 0 && k < ASKED_A_QUARTER; k++, contact++)
            if (contact < s->n_contacts && is_there(s, contact, day))
                rc = put_nps(s, contact, day, err);
    }
    return rc;
}

/* On the day of an interview, one of them in two fills in the long form as well: the same ratings,
 * which the interview outranks, so that scores are what they were without. */
static int put_self_rating(struct sample_sink *s, const struct sample_interview *interview,
                           struct err *err)
{
    struct sample_account *a = s->account;
    int32_t day = interview->day;
    size_t contact = (size_t)rng_below(&a->rng, (int64_t)s->n_contacts);
    int32_t asked_on = day - (int32_t)rng_between(&a->rng, 3, ANSWER_DAYS);

    if (!rng_chance(&a->rng, .5) || asked_on < a->from || !is_there(s, contact, asked_on))
        return 0;
    struct response row = asked(s, "maturity", contact, asked_on);
    double level = 2.9 + SELF_RATING_BIAS + .9 * sample_maturity(a, day);
    row.answers = json_keep(s->arena, json_object());
    row.answered = sample_time(s, day);
    for (size_t r = 0; r < ASSESSMENT_RATINGS; r++) {
        double rating = sample_clamp(round(level + .7 * rng_normal(&a->rng)), 1, 5);
        if ((interview->rated >> r) & 1)
            json_object_set_new(row.answers, assessment_ratings[r],
                                json_integer((json_int_t)rating));
    }
    s->result->responses++;
    return sample_put(s, &response_kind, &row, err);
}

int sample_survey_facts(struct sample_sink *s, struct err *err)
{
    int rc = s->n_contacts > 0 ? put_quarters(s, err) : 0;

    for (size_t k = 0; rc == 0 && s->n_contacts > 0 && k < s->n_interviews; k++)
        rc = put_self_rating(s, &s->interviews[k], err);
    return rc;
}
