#include "scoring/metric/metric.h"

#include "base/str.h"
#include "scoring/metric/dictionary.h"
#include "scoring/metric/life.h"
#include "scoring/metric/rating.h"

#include <assert.h>
#include <pthread.h>

static const char *const metric_directions[] = {"more", "less", "neither", NULL};

const struct field metric_fields[] = {
    FIELD_STR(struct metric, id, .required = true),
    FIELD_STR(struct metric, label, .required = true),
    FIELD_STR(struct metric, group, .required = true),
    FIELD_STR(struct metric, unit, .required = true,
              .help = "\"currency\" is whole units of the organisation's currency"),
    FIELD_ENUM(struct metric, direction, metric_directions, .required = true,
               .help = "Whether more or less of it is better, or neither"),
    FIELD_STR(struct metric, window, .required = true),
    FIELD_STR(struct metric, formula, .required = true, .max = 9000),
    FIELD_STRS(struct metric, facts, .help = "The kinds of fact it is made of"),
    FIELD_STR(struct metric, source, .required = true, .max = 1000),
    FIELD_END,
};

static const struct metric *const groups[] = {
    metrics_adoption, metrics_expansion, metrics_value,    metrics_relations,
    metrics_advocacy, metrics_monetary,  metrics_maturity, metrics_survey};

static struct metric all[METRICS_MAX];
static size_t n_all;

static void collect(void)
{
    for (size_t g = 0; g < ARRAY_LEN(groups); g++)
        for (const struct metric *m = groups[g]; m->id; m++) {
            assert(n_all < METRICS_MAX);
            all[n_all++] = *m;
        }
}

const struct metric *metrics_all(size_t *ret_n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, collect);
    *ret_n = n_all;
    return all;
}

int metric_index(const char *id)
{
    size_t n;
    const struct metric *m = metrics_all(&n);

    for (size_t k = 0; k < n; k++)
        if (str_eq(m[k].id, id))
            return (int)k;
    return -1;
}

struct metric_call metric_call_of(const struct factbook *book, const struct context *context,
                                  struct arena *arena)
{
    struct usage_window *usage = ARENA_ARRAY(arena, book->n, struct usage_window);
    struct stay_place *places = ARENA_ARRAY(arena, book->n, struct stay_place);
    int32_t used_through = context->through[FEED_USAGE];
    struct metric_call call = {.book = book, .context = context, .usage = usage, .places = places};

    if (used_through != DAY_NONE) {
        book_usage_windows(book, used_through, usage);
        call.tracked_events = book_tracked_events(book, used_through);
    }
    for (size_t i = 0; i < book->n; i++)
        places[i] = stay_place_of(book, i, context->day);
    return call;
}

void metrics_compute(const struct factbook *book, const struct context *context,
                     struct arena *arena, struct metric_columns *ret)
{
    const struct dictionary *d = book->dictionary ? book->dictionary : dictionary_builtin();
    struct metric_call call = metric_call_of(book, context, arena);

    ret->n = book->n;
    ret->places = call.places;
    for (size_t m = 0; m < d->n; m++) {
        double *column = ret->columns[m] = ARENA_ARRAY(arena, book->n, double);
        call.arg = d->items[m].arg;
        for (size_t i = 0; i < book->n; i++)
            column[i] = d->items[m].value(&call, i);
    }
}

int32_t metric_input_day(const struct metric *m, const struct factbook *book,
                         const struct context *context, size_t i)
{
    int32_t day = DAY_NONE;

    if (m->value != metric_rating)
        return context->through[m->feed];
    rating_on(book, context, i, m->arg, &day);
    return day;
}
