/* What the customer's people say when they are asked, and whether they say anything. */
#include "facts/survey/instrument.h"
#include "scoring/metric/grounds.h"
#include "stats/interval.h"

#include <math.h>

#define YEAR_DAYS 365
/* Who was asked less than this ago is not silent yet. */
#define PATIENCE_DAYS 14

static bool is_answer(const struct metric_call *call, const struct book_response *r)
{
    int32_t day = call->context->day;

    return r->kind == call->arg && r->seen <= day && r->answered != DAY_NONE &&
           r->answered <= day && r->answered > day - YEAR_DAYS && !isnan(r->score);
}

/* The answer that stands for its person: the latest. */
static bool counts(const struct metric_call *call, size_t i, const struct book_response *r)
{
    if (!is_answer(call, r))
        return false;
    BOOK_EACH (&call->book->responses, i, x)
        if (r->contact && x->contact == r->contact && is_answer(call, x) &&
            (x->answered > r->answered || (x->answered == r->answered && x->id > r->id)))
            return false;
    return true;
}

/* How the answers spread: up to `low` bad, from `high` on good. */
struct tally {
    double bad, between, good, sum;
};

static struct tally tally(const struct metric_call *call, size_t i, double low, double high)
{
    struct tally t = {0};

    BOOK_EACH (&call->book->responses, i, r) {
        if (!counts(call, i, r))
            continue;
        t.bad += r->score <= low;
        t.good += r->score >= high;
        t.between += r->score > low && r->score < high;
        t.sum += r->score;
    }
    return t;
}

static double total(const struct tally *t)
{
    return t->bad + t->between + t->good;
}

static double nps(const struct metric_call *call, size_t i)
{
    const struct tally t = tally(call, i, 6, 9);

    return total(&t) > 0 ? 100 * (t.good - t.bad) / total(&t) : NAN;
}

static double csat(const struct metric_call *call, size_t i)
{
    const struct tally t = tally(call, i, 3, 4);

    return total(&t) > 0 ? 100 * t.good / total(&t) : NAN;
}

static double ces(const struct metric_call *call, size_t i)
{
    const struct tally t = tally(call, i, 3, 5);

    return total(&t) > 0 ? t.sum / total(&t) : NAN;
}

static void mark(const struct metric_call *call, size_t i, struct grounds *g)
{
    grounds_window(g, call->context->day, YEAR_DAYS);
    BOOK_EACH (&call->book->responses, i, r)
        if (counts(call, i, r))
            GROUND_USE(g, GROUND_RESPONSE, &call->book->responses, i, r);
}

static void ground_nps(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct tally t = tally(call, i, 6, 9);
    const struct interval sure =
        interval_nps((int64_t)t.good, (int64_t)t.between, (int64_t)t.bad, Z_95);

    mark(call, i, g);
    grounds_term(g, "Promoters (9 or 10)", t.good, "count");
    grounds_term(g, "Passives (7 or 8)", t.between, "count");
    grounds_term(g, "Detractors (0 to 6)", t.bad, "count");
    grounds_term(g, "At least, with 95 % confidence", 100 * sure.low, "points");
    grounds_term(g, "At most", 100 * sure.high, "points");
}

static void ground_csat(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct tally t = tally(call, i, 3, 4);
    const struct interval sure = interval_wilson((int64_t)t.good, (int64_t)total(&t), Z_95);

    mark(call, i, g);
    grounds_term(g, "Rated 4 or 5", t.good, "count");
    grounds_term(g, "Rated", total(&t), "count");
    grounds_term(g, "At least, with 95 % confidence", 100 * sure.low, "%");
    grounds_term(g, "At most", 100 * sure.high, "%");
}

static void ground_ces(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct tally t = tally(call, i, 3, 5);

    mark(call, i, g);
    grounds_term(g, "Answers", total(&t), "count");
}

/* Asked in the year that ends where patience begins. */
static bool was_asked(const struct metric_call *call, const struct book_response *r)
{
    int32_t until = call->context->day - PATIENCE_DAYS;

    return r->is_asked && r->seen <= call->context->day && r->invited <= until &&
           r->invited > until - YEAR_DAYS;
}

struct rate {
    double asked, answered;
};

static struct rate rate(const struct metric_call *call, size_t i)
{
    struct rate n = {0};

    BOOK_EACH (&call->book->responses, i, r) {
        if (!was_asked(call, r))
            continue;
        n.asked++;
        n.answered += r->answered != DAY_NONE && r->answered <= call->context->day;
    }
    return n;
}

static double answer_rate(const struct metric_call *call, size_t i)
{
    const struct rate n = rate(call, i);

    return n.asked > 0 ? 100 * n.answered / n.asked : NAN;
}

static void ground_rate(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct rate n = rate(call, i);
    const struct interval sure = interval_wilson((int64_t)n.answered, (int64_t)n.asked, Z_95);

    grounds_window(g, call->context->day - PATIENCE_DAYS, YEAR_DAYS);
    BOOK_EACH (&call->book->responses, i, r)
        if (was_asked(call, r))
            GROUND_USE(g, GROUND_RESPONSE, &call->book->responses, i, r);
    grounds_term(g, "Answered", n.answered, "count");
    grounds_term(g, "Asked", n.asked, "count");
    grounds_term(g, "At least, with 95 % confidence", 100 * sure.low, "%");
    grounds_term(g, "At most", 100 * sure.high, "%");
}

#define SURVEY .group = "value", .direction = "more", .window = "12 m", METRIC_FACTS("response")
#define LATEST \
    " Over answers of the last 365 days, of each person the latest. Missing if nobody answered."

const struct metric metrics_survey[] = {
    {.id = "nps_12m",
     .label = "Net promoter score",
     .unit = "points",
     SURVEY,
     .value = nps,
     .grounds = ground_nps,
     .arg = INSTRUMENT_NPS,
     .formula = "Share of answers of 9 or 10 minus share of answers of 0 to 6, times 100." LATEST,
     .source = "Reichheld (2003), The One Number You Need to Grow, Harvard Business Review"},
    {.id = "csat_survey_12m_pct",
     .label = "Satisfaction by survey",
     .unit = "%",
     SURVEY,
     .value = csat,
     .grounds = ground_csat,
     .arg = INSTRUMENT_CSAT,
     .formula = "Share of answers of 4 or 5 among those of 1 to 5." LATEST,
     .source = "CSAT, top two boxes"},
    {.id = "ces_12m",
     .label = "Ease, by survey",
     .unit = "points",
     SURVEY,
     .value = ces,
     .grounds = ground_ces,
     .arg = INSTRUMENT_CES,
     .formula = "Mean of answers of 1 to 7, where 7 is easy." LATEST,
     .source = "Customer effort score, version 2.0 (CEB, 2013)"},
    {.id = "survey_answer_rate_12m_pct",
     .label = "Surveys answered",
     .unit = "%",
     SURVEY,
     .value = answer_rate,
     .grounds = ground_rate,
     .formula =
         "Invitations answered by now ÷ invitations, over those of a year that ended 14 days "
         "ago, so that everybody had time. Interviews, and answers from files that name no "
         "invitation, are left out. Missing if nobody was asked. Silence is a sign.",
     .source = "Response rate"},
    {0},
};
