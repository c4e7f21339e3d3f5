/* What a customer gives back besides money. */
#include "facts/advocacy/advocacy.h"
#include "scoring/metric/grounds.h"

#include <math.h>

#define YEAR_DAYS 365

/* Bits by the place of a kind in advocacy_kinds. */
enum {
    REFERENCE_CALL = 1 << 0,
    REFERRAL = 1 << 1,
    CASE_STUDY = 1 << 2,
    PUBLIC_REVIEW = 1 << 3,
    ADVISORY_BOARD = 1 << 4,
    TALK = 1 << 5,
    PRODUCT_FEEDBACK = 1 << 6,
    ANY_KIND = (1 << 7) - 1,
};

/* How often in the year up to the end of the feed, of the kinds in call->arg. */
static bool is_counted(const struct metric_call *call, const struct book_advocacy *a)
{
    int32_t through = call->context->through[FEED_ADVOCACY];

    return a->seen <= call->context->day && a->day <= through && a->day > through - YEAR_DAYS &&
           a->kind >= 0 && (call->arg & (1 << a->kind));
}

static double advocacy_count(const struct metric_call *call, size_t i)
{
    double n = 0;

    if (call->context->through[FEED_ADVOCACY] == DAY_NONE)
        return NAN;
    BOOK_EACH (&call->book->advocacy, i, a)
        n += is_counted(call, a);
    return n;
}

static void ground_advocacy(const struct metric_call *call, size_t i, struct grounds *g)
{
    grounds_window(g, call->context->through[FEED_ADVOCACY], YEAR_DAYS);
    BOOK_EACH (&call->book->advocacy, i, a)
        if (is_counted(call, a))
            GROUND_USE(g, GROUND_ADVOCACY, &call->book->advocacy, i, a);
}

#define COUNT(name, text, kinds, words, from)                                                     \
    {                                                                                             \
        .id = (name), .label = (text), .group = "advocacy", .unit = "count", .direction = "more", \
        .window = "12 m", .feed = FEED_ADVOCACY, .value = advocacy_count,                         \
        .grounds = ground_advocacy, .arg = (kinds), METRIC_FACTS("advocacy"),                     \
        .formula =                                                                                \
            words " in the last 365 days. Missing while no advocacy of anybody is recorded.",     \
        .source = (from),                                                                         \
    }
#define SLIDES "Non-monetary value to the vendor (Maor and Wittgen, 2017)"

const struct metric metrics_advocacy[] = {
    COUNT("advocacy_12m", "Acts of advocacy", ANY_KIND, "Acts of advocacy of any kind", SLIDES),
    COUNT("references_12m", "References", REFERENCE_CALL | CASE_STUDY | TALK,
          "Reference calls, case studies and talks", SLIDES),
    COUNT("referrals_12m", "Referrals", REFERRAL, "Referrals of other customers", SLIDES),
    COUNT("reviews_12m", "Public reviews", PUBLIC_REVIEW, "Public reviews", SLIDES),
    COUNT("feedback_12m", "Feedback items", PRODUCT_FEEDBACK | ADVISORY_BOARD,
          "Items of product feedback and meetings of the advisory board",
          "Feedback as value back to the company (Forman, Developmental Stages of the Customer "
          "Relationship)"),
    {0},
};
