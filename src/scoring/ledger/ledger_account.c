/* The ledger of one account: computed from its facts, as its trend is, so that a fact that came in
 * a moment ago counts at once on all days. */
#include "base/day.h"
#include "facts/account/account.h"
#include "facts/kind/kind_store.h"
#include "scoring/ledger/ledger_page.h"

#include <string.h>

struct course {
    struct ledger_point *points;
    struct context *contexts;
    size_t n;
};

static int take_day(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    struct course *course = ctx;

    (void)err;
    for (int column = 0; column < KEPT_COLUMNS; column++)
        course->points[k].kept[column] = s->kept[column][0];
    return 0;
}

/* The scored days up to the end of the range, and today. */
static int load_contexts(const struct ledger_page *p, struct course *ret, struct err *err)
{
    const struct ledger_source *source = p->source;
    const struct snapshot *s = p->choice.coder.s;
    bool has_now = p->ret->to >= source->today;
    struct score_day *days = NULL;
    size_t n = 0;
    int rc = history_days(source->conn, DAY_MIN, has_now ? source->today - 1 : p->ret->to,
                          source->arena, &days, &n, err);

    if (rc < 0)
        return rc;
    ret->n = n + has_now;
    ret->contexts = ARENA_ARRAY(source->arena, ret->n, struct context);
    ret->points = ARENA_ARRAY(source->arena, ret->n, struct ledger_point);
    if (p->query->from == DAY_NONE && n > 0)
        p->ret->from = days[0].day; /* all that is known, that is */
    for (size_t k = 0; rc >= 0 && k < n; k++)
        rc = history_context(&days[k], &s->settings, source->arena, &ret->contexts[k], err);
    if (has_now)
        ret->contexts[n] = s->context;
    for (size_t k = 0; k < ret->n; k++)
        ret->points[k] =
            (struct ledger_point){.context = &ret->contexts[k], .cards = s->cards.stamp};
    return rc;
}

static int load_course(const struct ledger_page *p, int64_t id, struct course *ret, struct err *err)
{
    const struct snapshot *s = p->choice.coder.s;
    int rc = load_contexts(p, ret, err);

    if (rc < 0 || ret->n == 0)
        return rc;
    const struct score_request wanted = {.from_id = id,
                                         .to_id = id + 1,
                                         .settings = &s->settings,
                                         .cards = &s->cards,
                                         .contexts = ret->contexts,
                                         .n_contexts = ret->n};
    return scores_load(p->source->conn, &wanted, take_day, ret, err);
}

static int give_points(void *ctx, const struct ledger_page *p __attribute__((unused)),
                       const struct ledger_event *event __attribute__((unused)),
                       size_t row __attribute__((unused)), struct ledger_point *from,
                       struct ledger_point *to, struct err *err __attribute__((unused)))
{
    const struct ledger_point *points = ctx;

    *from = points[0];
    *to = points[1];
    return 0;
}

static float arr_of(const struct ledger_point *from, const struct ledger_point *to)
{
    bool is_left = to->kept[KEPT_STATE] == STATE_LEFT;
    double arr = is_left ? from->kept[KEPT_ARR] : to->kept[KEPT_ARR];

    return arr > 0 ? (float)arr : 0;
}

static int offer_step(struct ledger_page *p, int64_t id, struct ledger_point *points,
                      struct err *err)
{
    const struct ledger_coder *coder = &p->choice.coder;
    size_t row = (size_t)snapshot_row(coder->s, id);
    struct ledger_code from = ledger_code_of(coder, row, points[0].kept);
    struct ledger_code to = ledger_code_of(coder, row, points[1].kept);
    struct ledger_event event = {.account = id, .arr = arr_of(&points[0], &points[1])};

    if (!ledger_compare(coder, &from, &to, &event))
        return 0;
    return ledger_page_offer(
        p, &(struct ledger_offer){points[1].context->day, &event, give_points, points}, err);
}

int ledger_read_account(struct ledger_page *p, struct err *err)
{
    struct course course = {0};
    int64_t id;
    int rc = kind_id(p->source->conn, &account_kind, p->query->key, &id, err);

    if (rc >= 0)
        rc = load_course(p, id, &course, err);
    for (size_t k = course.n; rc >= 0 && k-- > 1 && course.contexts[k].day > p->ret->from;)
        rc = offer_step(p, id, &course.points[k - 1], err);
    return rc;
}
