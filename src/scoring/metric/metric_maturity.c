/* How mature the customer is at running its own function: the ratings that the maturity card reads,
 * and how old they are. */
#include "base/day.h"
#include "scoring/metric/grounds.h"
#include "scoring/metric/rating.h"

#include <math.h>

#define DAYS_PER_MONTH (365.25 / 12)

/* The latest day by which a rating was given, by the customer itself or by somebody else. */
static int32_t latest(const struct factbook *book, size_t i, int rating, int32_t day, bool is_self)
{
    int32_t last = DAY_NONE;

    BOOK_EACH (&book->assessments, i, a) {
        bool is_one = a->seen <= day && a->is_self == is_self && !isnan(a->ratings[rating]);
        last = is_one && a->day > last ? a->day : last;
    }
    return last;
}

struct rating_choice rating_choose(const struct factbook *book, const struct context *context,
                                   size_t i, int rating)
{
    int32_t day = context->day;
    int32_t own = latest(book, i, rating, day, true), found = latest(book, i, rating, day, false);
    bool is_self =
        found == DAY_NONE || (own > found && day - found > context->rating_outranks_days);

    return (struct rating_choice){rating, day, is_self ? own : found, is_self};
}

static bool is_of_side(const struct rating_choice *c, const struct book_assessment *a)
{
    return a->seen <= c->known && a->is_self == c->is_self && !isnan(a->ratings[c->rating]);
}

/* Did the same person say something else later? */
static bool is_superseded(const struct factbook *book, size_t i, const struct rating_choice *c,
                          const struct book_assessment *a)
{
    BOOK_EACH (&book->assessments, i, b)
        if (b->who == a->who && is_of_side(c, b) &&
            (b->day > a->day || (b->day == a->day && b->id > a->id)))
            return true;
    return false;
}

bool rating_counts(const struct factbook *book, size_t i, const struct rating_choice *c,
                   const struct book_assessment *a)
{
    if (!is_of_side(c, a))
        return false;
    if (!c->is_self || a->who == 0)
        return a->day == c->day;
    return a->day >= c->day - RATING_ROUND_DAYS && !is_superseded(book, i, c, a);
}

double rating_on(const struct factbook *book, const struct context *context, size_t i, int rating,
                 int32_t *ret_day)
{
    const struct rating_choice chosen = rating_choose(book, context, i, rating);
    double sum = 0, n = 0;

    *ret_day = chosen.day;
    BOOK_EACH (&book->assessments, i, a) {
        if (!rating_counts(book, i, &chosen, a))
            continue;
        sum += a->ratings[rating];
        n++;
        *ret_day = a->day < *ret_day ? a->day : *ret_day;
    }
    return n > 0 ? sum / n : NAN;
}

double metric_rating(const struct metric_call *call, size_t i)
{
    int32_t day;

    return rating_on(call->book, call->context, i, call->arg, &day);
}

static void ground_rating(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    const struct rating_choice chosen = rating_choose(b, call->context, i, call->arg);

    BOOK_EACH (&b->assessments, i, a)
        if (rating_counts(b, i, &chosen, a))
            GROUND_USE(g, GROUND_ASSESSMENT, &b->assessments, i, a);
}

static double months_since_rating(const struct metric_call *call, size_t i)
{
    int32_t last = DAY_NONE, day = call->context->day;

    BOOK_EACH (&call->book->assessments, i, a)
        last = a->seen <= day && a->day > last ? a->day : last;
    return last == DAY_NONE ? NAN : (day - last) / DAYS_PER_MONTH;
}

static void ground_months(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t last = DAY_NONE, day = call->context->day;

    BOOK_EACH (&b->assessments, i, a)
        last = a->seen <= day && a->day > last ? a->day : last;
    BOOK_EACH (&b->assessments, i, a)
        if (a->seen <= day && a->day == last)
            GROUND_USE(g, GROUND_ASSESSMENT, &b->assessments, i, a);
}

#define RATING(index, name, text)                                                                  \
    {                                                                                              \
        .id = (name), .label = (text), .group = "maturity", .unit = "rating", .direction = "more", \
        .window = "", .value = metric_rating, .grounds = ground_rating, .arg = (index),            \
        METRIC_FACTS("assessment"),                                                                \
        .formula =                                                                                 \
            "The latest rating of 1 to 5, or that of its group by the short form. Found in an "    \
            "interview or by observation it outranks the customer's own for 180 days (a "          \
            "setting). Of the customer's people, each one's latest within 90 days of the "         \
            "newest is averaged; of interviews those of the same day.",                            \
        .source = "Customer Maturity Index (Maor and Wittgen, 2017)",                              \
    }

const struct metric metrics_maturity[] = {
    {.id = "months_since_rating",
     .label = "Months since last maturity rating",
     .unit = "months",
     .direction = "less",
     .window = "",
     .group = "maturity",
     .value = months_since_rating,
     .grounds = ground_months,
     METRIC_FACTS("assessment"),
     .formula = "Months since the day of the last assessment. Missing if there is none.",
     .source = "Plain age"},
    RATING(0, "charter_clarity", "Clarity of the charter"),
    RATING(1, "charter_influence", "Breadth of influence"),
    RATING(2, "charter_head", "Standing of the head of the function"),
    RATING(3, "people_skill", "Skill of the team"),
    RATING(4, "people_size", "Size of the team"),
    RATING(5, "people_record", "Track record of the team"),
    RATING(6, "process_quality", "Quality of processes"),
    RATING(7, "process_knowledge", "Knowledge management"),
    RATING(8, "process_integration", "Integration with other teams"),
    RATING(9, "tech_tools", "Use of tools"),
    RATING(10, "tech_reports", "Use of reports"),
    RATING(11, "tech_complexity", "Complexity of the environment"),
    {0},
};
