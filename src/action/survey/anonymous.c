#include "action/survey/anonymous.h"

#include "action/survey/survey.h"
#include "base/str.h"
#include "json/parse.h"
#include "respondent_sql.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ID_BYTES 16

struct anonymous_row {
    const char *id, *answers, *kept;
    double score;
};
static const struct field anonymous_row_fields[] = {
    FIELD_STR(struct anonymous_row, id),
    FIELD_STR(struct anonymous_row, answers, .max = ANSWERS_BYTES_MAX),
    FIELD_STR(struct anonymous_row, kept, .max = 4096),
    FIELD_F64(struct anonymous_row, score),
    FIELD_END,
};

/* The attributes of accounts in the order of survey_kept_fields, of everybody in the round. */
#define KEPT_ALL 6
struct shared {
    const char *own[KEPT_ALL];
    bool is_kept[KEPT_ALL];
    int64_t n_alike;
};

static bool is_alike(const struct shared *s, const struct cursor *q)
{
    for (int k = 0; k < KEPT_ALL; k++)
        if (s->is_kept[k] && !str_eq(s->own[k], db_col_str(q, k + 1)))
            return false;
    return true;
}

/* Two readings: the own values, then how many share them. */
static int read_shared(const struct act *act, const struct respondent *r, struct shared *s,
                       struct err *err)
{
    for (int round = 0; round < 2; round++) {
        AUTO_STRUCT(cursor) *q = NULL;
        int rc = db_query(act->conn, sql_anonymous_accounts, DB_ARGS(DB_I64("round_id", r->round)),
                          &q, err);
        while (rc >= 0 && (rc = db_next(q, err)) > 0) {
            bool is_own = db_col_i64(q, 0) == r->invitation;
            for (int k = 0; round == 0 && is_own && k < KEPT_ALL; k++)
                s->own[k] = arena_strdup(act->arena, db_col_str(q, k + 1));
            s->n_alike += round == 1 && is_alike(s, q);
        }
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Which fields the survey keeps; false: none. */
static int read_kept(const struct act *act, const struct respondent *r, struct shared *s,
                     bool *ret_any, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    AUTO(json_t) list = NULL;
    const json_t *name;
    size_t i;
    int rc = db_query(act->conn, sql_anonymous_kept_fields, DB_ARGS(DB_I64("round_id", r->round)),
                      &q, err);

    if (rc == 0)
        rc = db_next(q, err);
    const char *text = rc > 0 ? db_col_str(q, 0) : NULL;
    if (rc < 0 || !text)
        return rc < 0 ? rc : 0;
    rc = json_parse(text, strlen(text), &list, err);
    json_array_foreach (list, i, name) {
        int k = str_index(survey_kept_fields, json_string_value(name));
        if (k >= 0 && k < KEPT_ALL)
            *ret_any = s->is_kept[k] = true;
    }
    return rc;
}

/* What stays of the account; NULL: nothing, or too few share it. */
static int kept_of(const struct act *act, const struct respondent *r, const char **ret,
                   struct err *err)
{
    AUTO(json_t) kept = json_object();
    struct shared s = {0};
    bool is_any = false;
    int rc = read_kept(act, r, &s, &is_any, err);

    *ret = NULL;
    if (rc < 0 || !is_any)
        return rc;
    rc = read_shared(act, r, &s, err);
    if (rc < 0 || s.n_alike < ANONYMOUS_SHARED_MIN)
        return rc;
    for (int k = 0; k < KEPT_ALL; k++)
        if (s.is_kept[k] && s.own[k])
            json_object_set_new(kept, survey_kept_fields[k], json_string(s.own[k]));
    char *text = json_dumps(kept, JSON_COMPACT);
    *ret = arena_strdup(act->arena, text);
    free(text);
    return 0;
}

static const char *random_id(struct arena *arena)
{
    unsigned char bits[ID_BYTES];
    char *id = arena_alloc(arena, ID_BYTES * 2 + 1);

    randombytes_buf(bits, sizeof(bits));
    return sodium_bin2hex(id, ID_BYTES * 2 + 1, bits, sizeof(bits));
}

/* The database keeps rows in the order they came. So the new answers go to the place of a row drawn
 * by chance among all and themselves, and what was there goes to the end (the inside-out shuffle of
 * Fisher and Yates): every order of the rows is equally likely. */
static int put_shuffled(const struct act *act, const struct respondent *r,
                        const struct anonymous_row *row, struct err *err)
{
    const struct db_arg round = DB_I64("round_id", r->round);
    const struct anonymous_row *last = row;
    struct anonymous_row moved;
    int64_t n = 0;
    int rc = db_i64(act->conn, sql_anonymous_count, DB_ARGS(round), &n, err);

    int64_t at = (int64_t)randombytes_uniform((uint32_t)n + 1);
    if (rc == 0 && at < n) {
        rc = db_one(act->conn, sql_anonymous_pick, DB_ARGS(round, DB_I64("skip", at)),
                    anonymous_row_fields, &moved, act->arena, err);
        if (rc == 0)
            rc = db_exec(act->conn, sql_anonymous_replace,
                         DB_ARGS(DB_ROW(anonymous_row_fields, row), DB_STR("old_id", moved.id)),
                         err);
        last = &moved;
    }
    if (rc >= 0)
        rc = db_exec(act->conn, sql_anonymous_insert,
                     DB_ARGS(DB_ROW(anonymous_row_fields, last), round), err);
    return rc < 0 ? rc : 0;
}

int anonymous_add(const struct act *act, const struct respondent *r, const json_t *answers,
                  struct err *err)
{
    struct anonymous_row row = {.id = random_id(act->arena),
                                .score = answers_score(r->instrument, answers)};
    char *text = json_dumps(answers, JSON_COMPACT | JSON_SORT_KEYS);

    row.answers = arena_strdup(act->arena, text);
    free(text);
    int rc = kept_of(act, r, &row.kept, err);
    return rc < 0 ? rc : put_shuffled(act, r, &row, err);
}
