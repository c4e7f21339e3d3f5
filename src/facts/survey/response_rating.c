#include "facts/survey/response_rating.h"

#include "base/str.h"
#include "facts/assessment/assessment.h"
#include "facts/kind/kind_writer.h"
#include "facts/survey/instrument_store.h"
#include "response_sql.h"

#define NOTE_MAX 10000

static const char *key_of(const char *response_key, struct arena *arena)
{
    return arena_printf(arena, RESPONSE_ASSESSMENT "%s", response_key);
}

int response_unrate(const struct act *act, const char *response_key, struct err *err)
{
    const char *key = key_of(response_key, act->arena);
    int64_t n = 0;
    int rc = db_i64(act->conn, sql_response_has_assessment, DB_ARGS(DB_STR("key", key)), &n, err);

    return rc < 0 || n == 0 ? rc : kind_delete(act, &assessment_kind, key, err);
}

static bool fill(const struct instrument *in, const struct response *row, struct assessment *a)
{
    bool has_rating = false;

    for (size_t q = 0; q < in->n_questions; q++) {
        const json_t *value = json_object_get(row->answers, in->questions[q].id);
        int rating = in->questions[q].rating
                         ? str_index(assessment_all_ratings, in->questions[q].rating)
                         : -1;
        if (rating < 0 || !json_is_number(value))
            continue;
        assessment_set_rating(a, (size_t)rating, json_number_value(value));
        has_rating = true;
    }
    return has_rating;
}

/* What an interviewer noted as evidence, and who that was, is the assessment's own and stays. */
static kind_mask given(void)
{
    return KIND_ALL & ~kind_mask_of(&assessment_kind, "evidence") &
           ~kind_mask_of(&assessment_kind, "assessor");
}

int response_rate(const struct act *act, const struct response *row, struct err *err)
{
    struct instrument *in;
    struct assessment a;
    enum kind_outcome outcome;
    int rc = instrument_load(act->conn, row->instrument, row->version, act->arena, &in, err);

    if (rc < 0 || !instrument_rates(in))
        return rc;
    fields_init(assessment_fields, &a);
    if (!fill(in, row, &a))
        return response_unrate(act, row->key, err);
    a.key = key_of(row->key, act->arena);
    a.account = row->account;
    a.contact = row->contact;
    a.day = day_of_time(row->answered);
    a.basis = str_eq(row->basis, "interview") ? "interview" : "survey";
    if (row->comment) {
        char *note = arena_alloc(act->arena, NOTE_MAX + 1);
        str_copy(note, NOTE_MAX + 1, row->comment);
        a.note = note;
    }
    a.known = row->known;
    AUTO_STRUCT(kind_writer) *w = kind_writer_new(act, &assessment_kind);
    rc = kind_upsert(w, &a, given(), &outcome, err);
    return rc < 0 ? rc : kind_writer_flush(w, err);
}
