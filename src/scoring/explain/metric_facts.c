#include "scoring/explain/metric_facts.h"

#include "base/str.h"

#include <math.h>

static const struct field metric_term_fields[] = {
    FIELD_STR(struct metric_term, label, .required = true),
    FIELD_F64(struct metric_term, value),
    FIELD_STR(struct metric_term, unit, .required = true),
    FIELD_END,
};
static const struct field metric_usage_fields[] = {
    FIELD_STR(struct metric_usage, event, .required = true),
    FIELD_STR(struct metric_usage, label),
    FIELD_BOOL(struct metric_usage, is_tracked, .required = true),
    FIELD_BOOL(struct metric_usage, is_advanced, .required = true),
    FIELD_F64(struct metric_usage, count, .required = true, .help = "In the last 28 days"),
    FIELD_F64(struct metric_usage, count_before, .required = true,
              .help = "Before that, if the metric looks there"),
    FIELD_I64(struct metric_usage, days, .required = true, .help = "On which it happened"),
    FIELD_DAY(struct metric_usage, first, .required = true),
    FIELD_DAY(struct metric_usage, last, .required = true),
    FIELD_END,
};
static const struct field metric_user_fields[] = {
    FIELD_STR(struct metric_user, user, .required = true),
    FIELD_I64(struct metric_user, days, .required = true,
              .help = "Days of the window on which the user was there"),
    FIELD_END,
};
#define ROWS(m, of) FIELD_LIST(struct metric_facts, m, of, .required = true)

const struct field metric_facts_fields[] = {
    FIELD_STR(struct metric_facts, metric, .required = true),
    FIELD_STR(struct metric_facts, label, .required = true),
    FIELD_STR(struct metric_facts, unit, .required = true),
    FIELD_STR(struct metric_facts, formula, .required = true, .max = 9000),
    FIELD_DAY(struct metric_facts, day, .required = true),
    FIELD_F64(struct metric_facts, value),
    FIELD_STR(struct metric_facts, note, .max = 500,
              .help = "Of what day the value is, or what would make it known"),
    FIELD_DAY(struct metric_facts, from, .help = "The first day of the window"),
    FIELD_DAY(struct metric_facts, to, .help = "The last day of the window"),
    FIELD_I64(struct metric_facts, n_facts, .required = true,
              .help = "How many facts the value rests on; of each kind the newest 200 are listed"),
    FIELD_LIST(struct metric_facts, terms, metric_term, .required = true,
               .help = "Numbers that go into the value, or that the facts come to"),
    ROWS(subscriptions, subscription),
    ROWS(churns, churn),
    ROWS(invoices, invoice),
    ROWS(tickets, ticket),
    ROWS(contacts, contact),
    ROWS(interactions, interaction),
    ROWS(assessments, assessment),
    ROWS(goals, goal),
    ROWS(measurements, measurement),
    ROWS(campaign_touches, campaign_touch),
    ROWS(advocacy, advocacy),
    ROWS(opportunities, opportunity),
    ROWS(responses, response),
    FIELD_LIST(struct metric_facts, usage, metric_usage, .required = true,
               .help = "Counts by event, the most used first"),
    FIELD_LIST(struct metric_facts, users, metric_user, .required = true,
               .help = "Product users who were there, the most frequent first"),
    FIELD_END,
};

static const struct metric *find(const struct one *one, const char *id, int *ret_index,
                                 struct err *err)
{
    const struct dictionary *d = one->snapshots[0]->cards.dictionary;

    *ret_index = dictionary_index(d, id);
    if (*ret_index >= 0)
        return &d->items[*ret_index];
    err_set(err, ERR_NOT_FOUND, "id",
            "there is no metric \"%.60s\"; `GET /api/v1/metrics` lists them", id);
    return NULL;
}

static void fill_terms(const struct grounds *g, struct arena *arena, struct metric_facts *ret)
{
    ret->terms = ARENA_ARRAY(arena, g->n_terms, struct metric_term);
    for (size_t k = 0; k < g->n_terms; k++)
        ret->terms[k] =
            (struct metric_term){g->terms[k].label, g->terms[k].unit, g->terms[k].value};
    ret->n_terms = g->n_terms;
}

int explain_metric_facts(const struct explain_request *request, const char *id, int32_t day,
                         struct metric_facts *ret, struct err *err)
{
    struct one one;
    struct factbook *book = NULL;
    struct grounds grounds;
    int index, rc = one_load(request, &day, 1, &one, err);

    if (rc >= 0) /* the last use may lie far back */
        rc = one_book_whole(request, one.id, one.snapshots[0], &book, err);
    if (rc < 0)
        return rc;
    const struct metric *metric = find(&one, id, &index, err);
    if (!metric)
        return ERR_NOT_FOUND;
    const struct fact_source source = {request, book, &one.contexts[0], &grounds};
    double value = one.metrics[0].columns[index][0];
    *ret = (struct metric_facts){
        .metric = metric->id,
        .label = metric->label,
        .unit = metric->unit,
        .formula = metric->formula,
        .day = day,
        .value = value,
        .note = one_note(&one, metric, value, request->arena),
    };
    metric_grounds(metric, book, &one.contexts[0], 0, request->arena, &grounds);
    ret->from = grounds.from;
    ret->to = grounds.to;
    fill_terms(&grounds, request->arena, ret);
    rc = metric_facts_rows(&source, ret, err);
    return rc < 0 ? rc : metric_facts_usage(&source, ret, err);
}
