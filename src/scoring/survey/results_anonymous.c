#include "scoring/survey/results_anonymous.h"

#include "base/str.h"
#include "facts/survey/answers.h"
#include "json/parse.h"
#include "results_anonymous_sql.h"

#include <string.h>

struct round {
    int64_t id, version, opened, closed, asked, answered;
};
static const struct field round_fields[] = {
    FIELD_I64(struct round, id),
    FIELD_I64(struct round, version),
    FIELD_TIME(struct round, opened),
    FIELD_TIME(struct round, closed),
    FIELD_I64(struct round, asked),
    FIELD_I64(struct round, answered),
    FIELD_END,
};
struct group {
    const char *kept;
    int64_t answered;
};
static const struct field group_fields[] = {
    FIELD_STR(struct group, kept, .max = 4096),
    FIELD_I64(struct group, answered),
    FIELD_END,
};
static const struct field answer_fields[] = {
    FIELD_JSON(struct results_row, answers, .max = ANSWERS_BYTES_MAX),
    FIELD_F64(struct results_row, score),
    FIELD_STR(struct results_row, kept, .max = 4096),
    FIELD_END,
};

static bool is_shown(const struct round *r)
{
    return r->closed != TIME_NONE && r->answered >= RESULTS_SHARED_MIN;
}

/* The values that enough share. If those left over are too few, the smallest group joins them. */
static int load_groups(const struct results_source *source, const struct round *r,
                       struct group **ret, size_t *ret_n, struct err *err)
{
    int64_t left = r->answered;
    int rc = db_all(source->conn, sql_anonymous_groups,
                    DB_ARGS(DB_I64("round", r->id), DB_I64("least", RESULTS_SHARED_MIN)),
                    DB_ROWS(group_fields, ret, ret_n), source->arena, err);

    if (rc < 0)
        return rc;
    for (size_t g = 0; g < *ret_n; g++)
        left -= (*ret)[g].answered;
    if (left > 0 && left<RESULTS_SHARED_MIN && * ret_n> 0)
        --*ret_n;
    return 0;
}

static const char *group_of(const struct group *groups, size_t n, const char *kept)
{
    for (size_t g = 0; kept && g < n; g++)
        if (str_eq(groups[g].kept, kept))
            return groups[g].kept;
    return NULL;
}

/* The answers of a round that is shown, at `to`. */
static int load_answers(const struct results_source *source, const struct round *r,
                        struct results_row *to, struct err *err)
{
    struct results_row *answers;
    struct group *groups;
    size_t n, n_groups;
    int rc = load_groups(source, r, &groups, &n_groups, err);

    if (rc >= 0)
        rc = db_all(source->conn, sql_anonymous_answers, DB_ARGS(DB_I64("round", r->id)),
                    DB_ROWS(answer_fields, &answers, &n), source->arena, err);
    for (size_t k = 0; rc >= 0 && k < n && k < (size_t)r->answered; k++) {
        to[k].answers = answers[k].answers;
        to[k].score = answers[k].score;
        to[k].kept = group_of(groups, n_groups, answers[k].kept);
    }
    return rc < 0 ? rc : 0;
}

/* Somebody who was deleted since is not among the invitations any more, but their answer is. */
static int64_t people(const struct round *r)
{
    return r->asked > r->answered ? r->asked : r->answered;
}

static int add_round(const struct results_source *source, const struct round *r,
                     struct results_rows *ret, struct err *err)
{
    struct results_row *to = ret->items + ret->n;
    struct results_anonymous *sum = ret->anonymous;

    for (int64_t k = 0; k < people(r); k++)
        to[k] = (struct results_row){.is_anonymous = true,
                                     .account_id = -1,
                                     .version = r->version,
                                     .invited = r->opened,
                                     .answered = k < r->answered ? r->opened : TIME_NONE,
                                     .score = NAN};
    ret->n += (size_t)people(r);
    sum->asked += people(r);
    sum->answered += r->answered;
    sum->open_rounds += r->closed == TIME_NONE;
    sum->shown += is_shown(r) ? r->answered : 0;
    return is_shown(r) ? load_answers(source, r, to, err) : 0;
}

/* Both have the newest first. */
static void merge(const struct results_rows *named, const struct results_rows *anonymous,
                  struct results_row *to)
{
    size_t a = 0, b = 0;

    while (a < named->n || b < anonymous->n) {
        bool is_named = b == anonymous->n ||
                        (a < named->n && named->items[a].invited >= anonymous->items[b].invited);
        *to++ = is_named ? named->items[a++] : anonymous->items[b++];
    }
}

int results_add_anonymous(const struct results_source *source, const struct results_query *query,
                          struct results_rows *ret, struct err *err)
{
    struct results_rows found = {0};
    struct round *rounds;
    size_t n, n_people = 0;
    const struct results_times times = results_times(query);
    int rc =
        db_all(source->conn, sql_anonymous_rounds,
               DB_ARGS(DB_STR("instrument", query->instrument), DB_STR("survey", query->survey),
                       DB_I64("from", times.from), DB_I64("until", times.until)),
               DB_ROWS(round_fields, &rounds, &n), source->arena, err);

    if (rc < 0 || n == 0)
        return rc < 0 ? rc : 0;
    for (size_t k = 0; k < n; k++)
        n_people += (size_t)people(&rounds[k]);
    if (n_people > RESULTS_ROWS_MAX)
        return err_set(err, ERR_INVALID, "from",
                       "%zu people were asked; the most at once is %d, choose a shorter time",
                       n_people, RESULTS_ROWS_MAX);
    found.items = ARENA_ARRAY(source->arena, n_people, struct results_row);
    found.anonymous = ARENA_NEW(source->arena, struct results_anonymous);
    found.anonymous->shown_from = RESULTS_SHARED_MIN;
    for (size_t k = 0; rc >= 0 && k < n; k++)
        rc = add_round(source, &rounds[k], &found, err);
    if (rc < 0)
        return rc;
    struct results_row *all = ARENA_ARRAY(source->arena, ret->n + found.n, struct results_row);
    merge(ret, &found, all);
    ret->items = all;
    ret->n += found.n;
    ret->anonymous = found.anonymous;
    return 0;
}

/* Is this the first of those with these values? */
static bool is_first(const struct results_rows *rows, size_t at)
{
    const struct results_anonymous *a = rows->anonymous;

    for (size_t g = 0; g < a->n_groups; g++)
        if (str_eq(a->groups[g].kept, rows->items[at].kept))
            return false;
    return true;
}

void results_group_anonymous(const struct results_rows *rows, struct arena *arena)
{
    struct results_anonymous *a = rows->anonymous;
    bool *is_in = ARENA_ARRAY(arena, rows->n, bool);

    if (!a)
        return;
    a->groups = ARENA_ARRAY(arena, (size_t)a->shown, struct results_group);
    for (size_t k = 0; k < rows->n; k++) {
        const char *kept = rows->items[k].kept;
        if (!kept || !is_first(rows, k))
            continue;
        json_t *values = NULL;
        for (size_t i = 0; i < rows->n; i++)
            is_in[i] = rows->items[i].kept && str_eq(rows->items[i].kept, kept);
        const struct results_sum *sum = results_sum(rows, is_in, arena);
        if (json_parse(kept, strlen(kept), &values, NULL) < 0)
            continue;
        a->groups[a->n_groups++] = (struct results_group){.kept = kept,
                                                          .values = json_keep(arena, values),
                                                          .answered = sum->answered,
                                                          .value = sum->value,
                                                          .low = sum->low,
                                                          .high = sum->high};
    }
}
