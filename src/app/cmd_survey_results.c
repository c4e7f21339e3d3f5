#include "app/cmd_survey_results.h"

#include "action/survey/survey.h"
#include "app/print.h"
#include "base/str.h"
#include "scoring/survey/results.h"

#include <inttypes.h>

/* A choice, or a point of a scale. */
struct choice_line {
    const char *question, *answer;
    int64_t answers;
    double share_pct;
};
static const struct field choice_line_fields[] = {
    FIELD_STR(struct choice_line, question),
    FIELD_STR(struct choice_line, answer),
    FIELD_I64(struct choice_line, answers),
    FIELD_F64(struct choice_line, share_pct),
    FIELD_END,
};
struct text_line {
    const char *account, *contact, *question, *text;
    double score;
};
static const struct field text_line_fields[] = {
    FIELD_STR(struct text_line, account), FIELD_STR(struct text_line, contact),
    FIELD_F64(struct text_line, score),   FIELD_STR(struct text_line, question),
    FIELD_STR(struct text_line, text),    FIELD_END,
};

static void print_sum(FILE *out, const struct results *r)
{
    const struct results_sum *s = r->sum;

    fprintf(out, "asked %" PRId64 ", answered %" PRId64, s->asked, s->answered);
    if (!isnan(s->rate_pct))
        fprintf(out, " (%.1f %%)", s->rate_pct);
    if (!isnan(s->value))
        fprintf(out, ", %s %.1f", str_eq(r->unit, "%") ? "satisfied, in %" : r->unit, s->value);
    if (!isnan(s->low))
        fprintf(out, " (%.1f to %.1f)", s->low, s->high);
    fputc('\n', out);
}

static void print_anonymous(FILE *out, const struct results_anonymous *a)
{
    int64_t hidden = a->answered - a->shown;

    fprintf(out, "anonymous: %" PRId64 " answers", a->answered);
    if (hidden > 0)
        fprintf(out,
                ", %" PRId64 " of them not shown: a round is when it is closed and has %" PRId64,
                hidden, a->shown_from);
    fputc('\n', out);
    for (size_t g = 0; g < a->n_groups; g++) {
        const struct results_group *group = &a->groups[g];
        const char *name;
        json_t *value;
        json_object_foreach (group->values, name, value)
            fprintf(out, "  %s %s", name, json_string_value(value));
        fprintf(out, ": %" PRId64 " answers, %.1f\n", group->answered, group->value);
    }
}

static void print_choices(struct command_call *call, const struct results *r)
{
    const struct shape shape = SHAPE(choice_line);
    struct choice_line *lines;
    size_t n = 0;

    for (size_t q = 0; q < r->n_questions; q++)
        n += r->questions[q].n_choices;
    lines = ARENA_ARRAY(call->arena, n, struct choice_line);
    n = 0;
    for (size_t q = 0; q < r->n_questions; q++)
        for (size_t c = 0; c < r->questions[q].n_choices; c++) {
            const struct results_choice *choice = &r->questions[q].choices[c];
            lines[n++] = (struct choice_line){r->questions[q].id, choice->label, choice->n,
                                              choice->share_pct};
        }
    print_rows(call->out, "table", &shape, NULL, lines, n);
}

static void print_texts(struct command_call *call, const struct results *r)
{
    const struct shape shape = SHAPE(text_line);
    struct text_line *lines = ARENA_ARRAY(call->arena, r->n_texts, struct text_line);

    for (size_t k = 0; k < r->n_texts; k++)
        lines[k] = (struct text_line){.account = r->texts[k].account,
                                      .contact = r->texts[k].contact,
                                      .question = r->texts[k].question,
                                      .text = r->texts[k].text,
                                      .score = r->texts[k].score};
    if (r->n_texts > 0)
        print_rows(call->out, "table", &shape, NULL, lines, r->n_texts);
}

static int print_results(struct command_call *call, const struct results_source *source,
                         const struct results_query *query, const char *format)
{
    struct results r;
    AUTO_BUF text = {0};
    int rc;

    if (str_eq(format, "csv")) {
        rc = results_write_csv(source, query, &text, &call->err);
        if (rc >= 0)
            fwrite(buf_text(&text), 1, text.len, call->out);
        return rc;
    }
    rc = results_read(source, query, &r, &call->err);
    if (rc < 0)
        return rc;
    if (str_eq(format, "json")) {
        fields_write(results_fields, &r, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
        return 0;
    }
    print_sum(call->out, &r);
    if (r.anonymous)
        print_anonymous(call->out, r.anonymous);
    print_choices(call, &r);
    print_texts(call, &r);
    return 0;
}

int survey_results_print(struct command_call *call, const struct act *act, const char *format)
{
    struct survey s;
    int rc = survey_get(act->conn, call->words[1], act->arena, &s, &call->err);

    if (rc < 0)
        return rc;
    struct snapshots *snapshots = snapshots_new();
    const struct results_source source = {snapshots, act->conn, act->arena, clock_today()};
    const struct results_query query = {.instrument = s.instrument,
                                        .version = I64_NONE,
                                        .survey = s.key,
                                        .from = DAY_NONE,
                                        .to = DAY_NONE};
    rc = print_results(call, &source, &query, format);
    snapshots_free(snapshots);
    return rc;
}
