#include "scoring/survey/results.h"

#include "base/str.h"
#include "facts/survey/answers.h"
#include "scoring/survey/results_anonymous.h"
#include "stats/interval.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A number's or a choice's place among the choices; -1: none of them. */
static int choice_at(const struct results_question *q, const json_t *value)
{
    char number[16];
    const char *id = json_string_value(value);

    if (json_is_number(value)) {
        snprintf(number, sizeof(number), "%.0f", json_number_value(value));
        id = number;
    }
    for (size_t c = 0; id && c < q->n_choices; c++)
        if (str_eq(q->choices[c].id, id))
            return (int)c;
    return -1;
}

static void add_choice(struct results_question *q, const json_t *value)
{
    int at = choice_at(q, value);

    if (at >= 0)
        q->choices[at].n++;
}

/* The points of a scale, or the choices, each with nobody yet. */
static void start_choices(const struct instrument *in, const struct instrument_question *from,
                          struct arena *arena, struct results_question *q)
{
    int low, high;

    if (!question_scale(from->type_index, &low, &high)) {
        q->choices = ARENA_ARRAY(arena, from->n_choices, struct results_choice);
        for (size_t c = 0; c < from->n_choices; c++)
            q->choices[q->n_choices++] =
                (struct results_choice){.id = from->choices[c].id,
                                        .label = instrument_words(in, from->choices[c].text, NULL)};
        return;
    }
    q->choices = ARENA_ARRAY(arena, (size_t)(high - low + 1), struct results_choice);
    for (int point = low; point <= high; point++) {
        const char *text = arena_printf(arena, "%d", point);
        q->choices[q->n_choices++] = (struct results_choice){.id = text, .label = text};
    }
}

static void add_answer(struct results_question *q, const json_t *value, double *sum)
{
    const json_t *item;
    size_t i;

    q->answered++;
    *sum += json_number_value(value);
    if (!json_is_array(value))
        add_choice(q, value);
    json_array_foreach (value, i, item)
        add_choice(q, item);
}

static struct results_question question(const struct results_rows *rows, size_t index,
                                        struct arena *arena)
{
    const struct instrument_question *from = &rows->in->questions[index];
    struct results_question q = {.id = from->id,
                                 .type = from->type,
                                 .text = instrument_words(rows->in, from->text, NULL),
                                 .mean = NAN};
    double sum = 0;
    int low, high;

    start_choices(rows->in, from, arena, &q);
    for (size_t k = 0; k < rows->n; k++) {
        const struct results_row *row = &rows->items[k];
        const json_t *value = json_object_get(row->answers, from->id);
        if (value && row->version == rows->in->version)
            add_answer(&q, value, &sum);
    }
    for (size_t c = 0; c < q.n_choices; c++) {
        const struct interval sure = interval_wilson(q.choices[c].n, q.answered, Z_95);
        q.choices[c].share_pct =
            q.answered ? 100 * (double)q.choices[c].n / (double)q.answered : NAN;
        q.choices[c].low_pct = 100 * sure.low;
        q.choices[c].high_pct = 100 * sure.high;
    }
    if (q.answered &&
        (from->type_index == QUESTION_NUMBER || question_scale(from->type_index, &low, &high)))
        q.mean = sum / (double)q.answered;
    return q;
}

static int32_t month_of(const struct results_row *row)
{
    return day_month(day_of_time(row->invited));
}

/* Rows come newest first, so that a month's stand together. */
static void by_month(const struct results_rows *rows, struct arena *arena, struct results *ret)
{
    size_t n = 0;
    bool *is_in = ARENA_ARRAY(arena, rows->n, bool);

    for (size_t k = 0; k < rows->n; k++)
        n += k == 0 || month_of(&rows->items[k]) != month_of(&rows->items[k - 1]);
    ret->months = ARENA_ARRAY(arena, n, struct results_month);
    ret->n_months = n;
    for (size_t k = 0; k < rows->n;) {
        size_t end = k;
        int32_t month = month_of(&rows->items[k]);
        for (; end < rows->n && month_of(&rows->items[end]) == month; end++)
            is_in[end] = true;
        ret->months[--n] =
            (struct results_month){month_first_day(month), results_sum(rows, is_in, arena)};
        memset(is_in + k, 0, (end - k) * sizeof(bool));
        k = end;
    }
}

static void by_segment(const struct results_rows *rows, struct arena *arena, struct results *ret)
{
    const struct snapshot *s = rows->snapshot;
    const struct select_table table = snapshot_table(s);
    struct segments *segments = s->cards.segments;
    bool *is_in = ARENA_ARRAY(arena, rows->n, bool);

    ret->segments = ARENA_ARRAY(arena, segments->n, struct results_segment);
    for (size_t g = 0; g < segments->n; g++) {
        const struct segment_row *row = &segments->items[g].row;
        const bool *is_member = segment_members(segments, row->key, &table, arena);
        for (size_t k = 0; k < rows->n; k++) {
            int64_t at = snapshot_row(s, rows->items[k].account_id);
            is_in[k] = at >= 0 && is_member[at];
        }
        struct results_sum *sum = results_sum(rows, is_in, arena);
        if (sum->asked > 0)
            ret->segments[ret->n_segments++] = (struct results_segment){row->key, row->name, sum};
    }
}

static void add_text(const struct results_row *row, const char *question, const char *text,
                     struct results *ret)
{
    if (ret->texts_total++ >= RESULTS_TEXTS_MAX)
        return;
    ret->texts[ret->n_texts++] =
        (struct results_text){.key = row->key,
                              .account = row->account,
                              .account_name = row->account_name,
                              .contact = row->contact,
                              .question = question,
                              .text = text,
                              .day = row->is_anonymous ? DAY_NONE : day_of_time(row->answered),
                              .score = row->score};
}

static void find_texts(const struct results_rows *rows, const char *q, struct arena *arena,
                       struct results *ret)
{
    ret->texts = ARENA_ARRAY(arena, RESULTS_TEXTS_MAX, struct results_text);
    for (size_t k = 0; k < rows->n; k++)
        for (size_t i = 0; i < rows->in->n_questions; i++) {
            const struct instrument_question *question = &rows->in->questions[i];
            const char *text =
                json_string_value(json_object_get(rows->items[k].answers, question->id));
            if (question->type_index == QUESTION_TEXT && text && (!q || strcasestr(text, q)))
                add_text(&rows->items[k], question->id, text, ret);
        }
}

int results_read(const struct results_source *source, const struct results_query *query,
                 struct results *ret, struct err *err)
{
    struct arena *arena = source->arena;
    struct results_rows rows = {0};
    int rc = results_load(source, query, &rows, err);

    if (rc < 0)
        return rc;
    *ret = (struct results){.instrument = rows.in->id,
                            .kind = rows.in->kind,
                            .version = rows.in->version,
                            .unit = rows.in->kind_index == INSTRUMENT_NPS    ? "NPS"
                                    : rows.in->kind_index == INSTRUMENT_CSAT ? "%"
                                                                             : "mean",
                            .sum = results_sum(&rows, NULL, arena),
                            .n_questions = rows.in->n_questions};
    ret->questions = ARENA_ARRAY(arena, ret->n_questions, struct results_question);
    for (size_t q = 0; q < ret->n_questions; q++)
        ret->questions[q] = question(&rows, q, arena);
    by_month(&rows, arena, ret);
    by_segment(&rows, arena, ret);
    find_texts(&rows, query->q && *query->q ? query->q : NULL, arena, ret);
    results_group_anonymous(&rows, arena);
    ret->anonymous = rows.anonymous;
    return 0;
}
