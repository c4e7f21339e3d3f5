/* Why an account changed its band or cell between two days: its facts are scored again on both by
 * the card of the later one, and taken apart. */
#include "base/buf.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/ledger/entry.h"
#include "scoring/metric/rating.h"
#include "stats/apportion.h"

#include <math.h>
#include <stdlib.h>

/* So many measures are named; the smaller ones are one cause together. */
#define NAMED 3
/* Points too small to be anything but rounding. */
#define NOISE 1e-7

/* One score of the account on both days. */
struct apart {
    const struct ledger_change *change;
    struct ledger_entry *entry;
    const char *score;
    const struct card *card;
    const struct factbook *book;
    const struct metric_columns *metrics; /* of both days */
    double from, to;                      /* as they were kept */
    struct card_explained before, after;
    struct card_change moved;
};

static struct arena *arena_of(const struct apart *a)
{
    return a->change->source->arena;
}

static void add(struct ledger_entry *entry, const struct ledger_cause *cause)
{
    entry->because[entry->n_because++] = *cause;
}

/* So many inputs are named that appeared or vanished. */
#define MOVED_NAMED 4

/* "known now: a, b": the inputs that appeared, or those that vanished. */
static void list_moved(const struct apart *a, bool is_coming, struct buf *out)
{
    size_t n = 0;

    for (size_t m = 0; m < a->card->math.n_measures; m++) {
        bool was = !isnan(a->before.measures[m].score), is = !isnan(a->after.measures[m].score);
        if (was == is || is != is_coming || n++ >= MOVED_NAMED)
            continue;
        buf_str(out, n > 1 ? ", " : is_coming ? "known now: " : "no longer known: ");
        buf_str(out, card_measure_at(a->card, m)->label);
    }
    if (n > MOVED_NAMED)
        buf_printf(out, " and %zu more", n - MOVED_NAMED);
}

static const char *moved_inputs(const struct apart *a)
{
    AUTO_BUF out = {0}, gone = {0};

    list_moved(a, true, &out);
    list_moved(a, false, &gone);
    if (out.len && gone.len)
        buf_str(&out, "; ");
    buf_str(&out, buf_text(&gone));
    return out.len ? arena_strdup(arena_of(a), buf_text(&out)) : NULL;
}

/* The day of a rating that is new, in words. */
static const char *rating_note(const struct apart *a, const struct metric *m)
{
    char day[16];
    int32_t rated = metric_input_day(m, a->book, a->change->to->context, 0);

    return rated == DAY_NONE ? NULL
                             : arena_printf(arena_of(a), "Rated on %s.", day_format(rated, day));
}

static struct ledger_cause measure_cause(const struct apart *a, size_t index, double points)
{
    const struct dictionary *d = a->card->dictionary;
    size_t metric = a->card->metrics[index];
    const struct card_measure *measure = card_measure_at(a->card, index);
    struct ledger_cause cause = {.score = a->score,
                                 .kind = "measure",
                                 .id = measure->id,
                                 .label = measure->label,
                                 .points = points,
                                 .from = a->before.measures[index].value,
                                 .to = a->after.measures[index].value,
                                 .unit = measure->unit};

    if (metric < d->n && d->items[metric].value == metric_rating) {
        cause.kind = "rating";
        cause.note = rating_note(a, &d->items[metric]);
    }
    return cause;
}

static struct ledger_cause plain_cause(const struct apart *a, const char *kind, const char *label,
                                       double points)
{
    return (struct ledger_cause){
        .score = a->score, .kind = kind, .label = label, .points = points, .from = NAN, .to = NAN};
}

static int by_size(const void *a, const void *b)
{
    double x = fabs(((const struct ledger_cause *)a)->points);
    double y = fabs(((const struct ledger_cause *)b)->points);

    return (x < y) - (x > y);
}

/* What the score of the earlier day would have been by the later day's card, against what it was:
 * another card, another version, or facts that came in after it was scored. */
static struct ledger_cause residue(const struct apart *a)
{
    const struct ledger_point *from = a->change->from, *to = a->change->to;
    enum kept column = card_kept_card(a->card->kind_index);
    double points = a->before.score - a->from;
    bool is_other = from->kept[column] != to->kept[column] || !str_eq(from->cards, to->cards);
    struct ledger_cause cause =
        is_other ? plain_cause(a, "card",
                               arena_printf(arena_of(a), "Scored by %s, version %lld",
                                            a->card->name, (long long)a->card->version),
                               points)
                 : plain_cause(a, "facts", "Facts that came in after it was scored", points);

    return cause;
}

/* Points of the named causes, of the rest and of the weight that moved, rounded so that they add up
 * to the change between the two scores as they are shown. */
static void round_points(const struct apart *a, struct ledger_cause *causes, size_t n)
{
    int decimals = (int)a->card->decimals;
    double points[CARD_MEASURES_MAX + 3];
    double whole = round_decimals(a->to, decimals) - round_decimals(a->from, decimals);

    for (size_t k = 0; k < n; k++)
        points[k] = causes[k].points;
    apportion(points, n, whole, decimals, points);
    for (size_t k = 0; k < n; k++)
        causes[k].points = points[k];
}

static void add_parts(struct apart *a)
{
    struct ledger_cause causes[CARD_MEASURES_MAX + 3];
    size_t n = 0, named;
    double rest = 0;
    struct ledger_cause left = residue(a);

    for (size_t m = 0; m < a->card->math.n_measures; m++)
        if (fabs(a->moved.points[m]) > NOISE)
            causes[n++] = measure_cause(a, m, a->moved.points[m]);
    if (fabs(a->moved.reweighting) > NOISE) {
        causes[n] = plain_cause(a, "reweighting", "Weight that moved as inputs came or went",
                                a->moved.reweighting);
        causes[n++].note = moved_inputs(a);
    }
    if (fabs(left.points) > NOISE)
        causes[n++] = left;
    qsort(causes, n, sizeof(*causes), by_size);
    named = n <= NAMED + 1 ? n : NAMED;
    for (size_t k = named; k < n; k++)
        rest += causes[k].points;
    if (named < n) {
        causes[named] = plain_cause(a, "others",
                                    arena_printf(arena_of(a), "%zu smaller ones", n - named), rest);
        n = named + 1;
    }
    round_points(a, causes, n);
    for (size_t k = 0; k < n; k++)
        add(a->entry, &causes[k]);
}

/* A score that appeared or vanished cannot be divided; what came or went can be named. */
static void add_appearance(struct apart *a)
{
    bool is_known = !isnan(a->to);
    struct ledger_cause cause = plain_cause(
        a, is_known ? "known" : "unknown",
        is_known ? "Enough is known now to score it" : "Too little is known to score it", NAN);

    cause.from = 100 * a->before.coverage;
    cause.to = 100 * a->after.coverage;
    cause.unit = "%";
    cause.note = moved_inputs(a);
    add(a->entry, &cause);
}

static void explain_day(const struct apart *a, size_t k, struct card_explained *ret)
{
    const struct snapshot *s = a->change->coder->s;
    const char *custom = s->accounts->text[ATTR_CUSTOM][a->change->row];

    card_explain_account(a->card, &a->metrics[k], 0, custom, ret);
}

static void explain_score(const struct ledger_change *change, enum card_kind kind,
                          const struct factbook *book, const struct metric_columns metrics[2],
                          struct ledger_entry *entry)
{
    const struct cards *cards = &change->coder->s->cards;
    enum kept score = card_kept_score(kind);
    struct apart a = {.change = change,
                      .entry = entry,
                      .score = kind == CARD_HEALTH ? "health" : "maturity",
                      .card = cards_find(cards, kind, change->to->kept[card_kept_card(kind)]),
                      .book = book,
                      .metrics = metrics,
                      .from = change->from->kept[score],
                      .to = change->to->kept[score]};

    if (!a.card)
        a.card = kind == CARD_HEALTH ? cards->health : cards->maturity;
    explain_day(&a, 0, &a.before);
    explain_day(&a, 1, &a.after);
    card_change(&a.before, &a.after, a.card->math.n_measures, &a.moved);
    if (isnan(a.from) != isnan(a.to))
        add_appearance(&a);
    else if (!isnan(a.from) && !isnan(a.moved.reweighting))
        add_parts(&a);
}

static int32_t earliest(int32_t a, int32_t b)
{
    return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

/* When the customer left, by what is known on the later day. */
static int32_t left_on(const struct factbook *b, int32_t after, int32_t day)
{
    int32_t left = DAY_NONE;

    if (b->accounts[0].churned > after && b->accounts[0].churned <= day)
        left = b->accounts[0].churned;
    BOOK_EACH (&b->subscriptions, 0, s)
        if (s->ended > after && s->ended <= day)
            left = earliest(left, s->ended);
    BOOK_EACH (&b->churns, 0, c)
        if (!c->is_reactivation && c->day > after && c->day <= day)
            left = earliest(left, c->day);
    return left;
}

/* When it began, or came back. */
static int32_t began_on(const struct factbook *b, int32_t after, int32_t day)
{
    int32_t began = DAY_NONE;

    if (b->accounts[0].start > after && b->accounts[0].start <= day)
        began = b->accounts[0].start;
    BOOK_EACH (&b->subscriptions, 0, s)
        if (s->start > after && s->start <= day)
            began = earliest(began, s->start);
    BOOK_EACH (&b->churns, 0, c)
        if (c->is_reactivation && c->day > after && c->day <= day)
            began = earliest(began, c->day);
    return began;
}

static void add_customer(const struct ledger_change *change, const struct factbook *book,
                         struct ledger_entry *entry)
{
    int32_t after = change->from->context->day, day = change->to->context->day;
    bool is_customer = state_is_customer((enum account_state)change->event->to.state);
    bool was_left = change->event->from.state == STATE_LEFT;
    int32_t on = is_customer ? began_on(book, after, day) : left_on(book, after, day);
    char text[16];
    struct ledger_cause cause = {.kind = is_customer ? "customer" : "left",
                                 .label = !is_customer ? "Left"
                                          : was_left   ? "Came back"
                                                       : "Became a customer",
                                 .points = NAN,
                                 .from = NAN,
                                 .to = NAN};

    if (on != DAY_NONE)
        cause.note = arena_printf(change->source->arena, "On %s.", day_format(on, text));
    add(entry, &cause);
}

static int load_book(const struct ledger_change *change, struct factbook **ret, struct err *err)
{
    const struct snapshot *s = change->coder->s;
    const struct context contexts[] = {*change->from->context, *change->to->context};
    const struct score_request wanted = {.from_id = change->event->account,
                                         .to_id = change->event->account + 1,
                                         .settings = &s->settings,
                                         .cards = &s->cards,
                                         .contexts = contexts,
                                         .n_contexts = 2};
    struct factbook_options options;

    score_request_options(&wanted, &options);
    return factbook_load(change->source->conn, &options, ret, err);
}

int ledger_because(const struct ledger_change *change, struct ledger_entry *ret, struct err *err)
{
    AUTO_STRUCT(factbook) *book = NULL;
    struct arena *arena = change->source->arena;
    struct metric_columns metrics[2];
    int what = change->event->what;
    int rc = load_book(change, &book, err);

    if (rc < 0 || book->n == 0)
        return rc;
    ret->because = ARENA_ARRAY(arena, 2 * (NAMED + 1) + 2, struct ledger_cause);
    if (what & LEDGER_CUSTOMER) {
        add_customer(change, book, ret);
        return 0;
    }
    metrics_compute(book, change->from->context, arena, &metrics[0]);
    metrics_compute(book, change->to->context, arena, &metrics[1]);
    /* A cell may be cut elsewhere than the bands: then whichever score moved is the reason. */
    bool is_cell_only = what == LEDGER_CELL;
    if ((what & LEDGER_HEALTH) || is_cell_only)
        explain_score(change, CARD_HEALTH, book, metrics, ret);
    if ((what & LEDGER_MATURITY) || is_cell_only)
        explain_score(change, CARD_MATURITY, book, metrics, ret);
    return 0;
}
