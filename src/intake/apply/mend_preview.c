#include "intake/apply/mend_preview.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "facts/usage/usage_event.h"
#include "intake/apply/apply_parts.h"
#include "intake/apply/aside.h"
#include "intake/apply/log_batches.h"

#include <string.h>

#define PAGE         500
#define EXAMPLES_MAX 5
#define VALUES_MAX   6
/* Of one outcome so many examples, so that those of the others are seen as well. */
#define EXAMPLES_OF_ONE 3

const char *const mend_outcomes[] = {"counted", "dropped", "set_aside", NULL};
enum outcome { COUNTED, DROPPED, STILL, OUTCOMES };

static const struct field mend_side_fields[] = {
    FIELD_STR(struct mend_side, name, .help = "Name of the event"),
    FIELD_STR(struct mend_side, account, .help = "The account's key"),
    FIELD_STR(struct mend_side, reason, .help = "Why it is set aside; null: it is not"),
    FIELD_END,
};
static const struct field mend_example_fields[] = {
    FIELD_I64(struct mend_example, id, .required = true),
    FIELD_OBJ(struct mend_example, before, mend_side, .required = true),
    FIELD_OBJ(struct mend_example, after, mend_side, .required = true),
    FIELD_ENUM(struct mend_example, outcome, mend_outcomes, .required = true),
    FIELD_END,
};
static const struct field mend_value_fields[] = {
    FIELD_STR(struct mend_value, value, .required = true),
    FIELD_I64(struct mend_value, count, .required = true),
    FIELD_END,
};
const struct field mend_preview_fields[] = {
    FIELD_I64(struct mend_preview, looked_at, .required = true,
              .help = "Events that are set aside"),
    FIELD_I64(struct mend_preview, fit, .required = true,
              .help = "Of them, those that the rule looks at"),
    FIELD_I64(struct mend_preview, counted, .required = true,
              .help = "Of those, how many would count if they were sent again"),
    FIELD_I64(struct mend_preview, dropped, .required = true, .help = "How many would be dropped"),
    FIELD_I64(struct mend_preview, still, .required = true,
              .help = "How many would be set aside all the same"),
    FIELD_LIST(struct mend_preview, examples, mend_example, .required = true,
               .help = "The newest few, before and after"),
    FIELD_I64(struct mend_preview, different, .required = true,
              .help = "Of account_from: how many different values stand at the path"),
    FIELD_LIST(struct mend_preview, values, mend_value, .required = true,
               .help = "The most frequent of them"),
    FIELD_END,
};

struct preview {
    struct mend_preview *ret;
    const struct mends *candidate; /* the rule alone */
    struct fold *fold;             /* with all rules */
    struct event_rules rules;
    struct event_reader *reader;
    struct arena *arena; /* the caller's */
    size_t examples_of[OUTCOMES];
    VEC(struct mend_example) examples;
    struct strmap *value_at; /* -> index */
    VEC(struct mend_value) values;
};

static const char *keep(struct preview *p, struct text t)
{
    return t.p ? arena_strndup(p->arena, t.p, t.n) : NULL;
}

static struct mend_side *side_of(struct preview *p, const struct event *e, const char *account,
                                 const char *reason)
{
    struct mend_side side = {keep(p, e->name), account ? account : keep(p, e->group_id),
                             arena_strdup(p->arena, reason)};

    return arena_memdup(p->arena, &side, sizeof(side));
}

static void add_value(struct preview *p, struct text value)
{
    int64_t at = strmap_getn(p->value_at, value.p, value.n);

    if (at == MAP_NONE) {
        at = (int64_t)p->values.n;
        strmap_putn(p->value_at, value.p, value.n, at);
        vec_push(&p->values, ((struct mend_value){keep(p, value), 0}));
    }
    p->values.items[at].count++;
}

static void add_example(struct preview *p, const struct aside_row *row, const struct event *before,
                        const struct event *after, enum outcome outcome)
{
    const struct fold *f = p->fold;
    const char *account = outcome == COUNTED && f->found
                              ? arena_strdup(p->arena, fold_account_at(f, f->found)->key)
                              : NULL;

    if (p->examples.n == EXAMPLES_MAX || p->examples_of[outcome]++ >= EXAMPLES_OF_ONE)
        return;
    struct mend_example example = {
        .id = row->id,
        .before = side_of(p, before, arena_strdup(p->arena, row->account), row->reason),
        .after = side_of(p, after, account, outcome == STILL ? event_fault_names[f->why] : NULL),
        .outcome = mend_outcomes[outcome]};
    vec_push(&p->examples, example);
}

/* What would become of one that the rule looks at. */
static int try_one(struct preview *p, const struct aside_row *row, enum event_fault reason,
                   const struct event_batch *b, struct err *err)
{
    const struct mend *m = &p->candidate->items[0];
    AUTO_STRUCT(arena) *scratch = arena_new();
    const struct event *before = &b->events[0];
    struct event after = *before;

    enum mend_result result =
        mends_apply(p->candidate, b->source_id, m->reason ? reason : EVENT_OK, &after, scratch);
    if (result == MEND_CHANGED && str_eq(m->action, "account_from"))
        add_value(p, after.group_id);
    int rc = fold_event(p->fold, b, before, row->id, err);
    if (rc < 0)
        return rc;
    enum outcome outcome = rc == FOLD_COUNTED ? COUNTED : rc == FOLD_DROPPED ? DROPPED : STILL;
    p->ret->counted += outcome == COUNTED;
    p->ret->dropped += outcome == DROPPED;
    p->ret->still += outcome == STILL;
    add_example(p, row, before, &after, outcome);
    return 0;
}

static int look_at(struct preview *p, const struct aside_row *row, struct err *err)
{
    const struct aside_event event = {row->type,      row->event,    row->account,
                                      row->source_id, row->received, row->at};
    int reason = str_index(event_fault_names, row->reason);
    AUTO_STRUCT(event_batch) *b = aside_event_read(&event, p->reader, &p->rules);

    p->ret->looked_at++;
    /* One that was cut off matches nothing: it can only be thrown away. */
    if (!b || reason < 0 ||
        !mend_fits(&p->candidate->items[0], b->source_id, (enum event_fault)reason, &b->events[0]))
        return 0;
    p->ret->fit++;
    return try_one(p, row, (enum event_fault)reason, b, err);
}

static int look_at_all(struct preview *p, struct conn *c, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct aside_filter filter = {.limit = PAGE};
    struct aside_row *rows;
    size_t n = PAGE;
    int rc = 0;

    while (rc == 0 && n == PAGE) {
        arena_reset(arena);
        rc = aside_list(c, &filter, arena, &rows, &n, err);
        for (size_t i = 0; rc == 0 && i < n; i++)
            rc = look_at(p, &rows[i], err);
        if (rc == 0 && n)
            filter.before_id = rows[n - 1].id;
    }
    return rc;
}

static int by_count(const void *a, const void *b)
{
    const struct mend_value *x = a, *y = b;

    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->value, y->value);
}

static void finish(struct preview *p)
{
    struct mend_preview *ret = p->ret;
    size_t n = p->values.n;

    if (n)
        qsort(p->values.items, n, sizeof(*p->values.items), by_count);
    ret->different = (int64_t)n;
    ret->n_values = n < VALUES_MAX ? n : VALUES_MAX;
    ret->values = arena_memdup(p->arena, p->values.items, ret->n_values * sizeof(*ret->values));
    ret->n_examples = p->examples.n;
    ret->examples =
        arena_memdup(p->arena, p->examples.items, ret->n_examples * sizeof(*ret->examples));
}

/* The rules there are, and the candidate behind them. */
static int with_candidate(struct conn *c, const struct mend *m, struct mends **ret, struct err *err)
{
    int rc = mends_load(c, ret, err);

    if (rc < 0)
        return rc;
    struct mend *all = ARENA_ARRAY((*ret)->arena, (*ret)->n + 1, struct mend);
    if ((*ret)->n)
        memcpy(all, (*ret)->items, (*ret)->n * sizeof(*all));
    all[(*ret)->n++] = *m;
    (*ret)->items = all;
    return 0;
}

int mend_preview_read(struct conn *c, struct mend *m, struct arena *arena, struct mend_preview *ret,
                      struct err *err)
{
    const struct mends candidate = {m, 1, NULL};
    AUTO_STRUCT(mends) *mends = NULL;
    /* The connection is the caller's: nothing here ends its transaction. */
    struct asking asking = {.conn = c, .arena = arena_new()};
    const struct fold_ask ask = asking_of(&asking);
    struct preview p = {.ret = ret, .candidate = &candidate, .arena = arena};

    *ret = (struct mend_preview){0};
    p.fold = fold_new(&ask, USAGE_EVENTS_MAX);
    p.reader = event_reader_new();
    p.value_at = strmap_new();
    p.rules.is_replay = true;
    int rc = mend_source_find(c, m, err);
    if (rc == 0)
        rc = with_candidate(c, m, &mends, err);
    if (rc == 0)
        rc = event_limits_load(c, &p.rules.limits, err);
    if (rc == 0)
        rc = asking_names(&asking, p.fold, err);
    p.fold->mends = mends;
    p.fold->limits = p.rules.limits;
    if (rc == 0)
        rc = look_at_all(&p, c, err);
    if (rc == 0)
        finish(&p);
    vec_done(&p.values);
    vec_done(&p.examples);
    strmap_free(p.value_at);
    event_reader_free(p.reader);
    fold_free(p.fold);
    arena_free(asking.arena);
    return rc;
}
