/* cmd_card.c: ripen card: scorecards from the command line: list, show, export, import, diff,
 * publish. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "json/parse.h"
#include "scoring/publish/diff.h"
#include "scoring/scorecard/card_store.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define CARD_FILE_MAX ((size_t)1024 * 1024)

struct card_options {
    struct data_options common;
    int64_t version, from, to;
    const char *file, *note;
};
static const struct field card_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_I64(struct card_options, version, .min = 1,
              .help = "show, export: this version; default the published one"),
    FIELD_I64(struct card_options, from, .min = 1, .help = "diff: default the published version"),
    FIELD_I64(struct card_options, to, .min = 1, .help = "diff: default the draft"),
    FIELD_STR(struct card_options, file, .max = 4096, .unit = "FILE",
              .help = "diff: the published version against this file"),
    FIELD_STR(struct card_options, note, .max = 1000, .help = "publish: what is new"),
    FIELD_END,
};

/* One action: `ripen card show KEY`. */
struct action {
    const char *name;
    bool needs_word, is_write;
    int (*run)(struct command_call *call, const struct act *act);
};

static int list(struct command_call *call, const struct act *act)
{
    const struct card_options *o = call->options;
    const struct shape shape = {card_summary_fields, sizeof(struct card_summary), "card_summary"};
    struct card_summary *cards;
    size_t n;
    int rc = card_versions(act->conn, NULL, act->arena, &cards, &n, &call->err);

    if (rc >= 0)
        print_rows(call->out, o->common.format, &shape,
                   "key version state kind segment position name published published_by", cards, n);
    return rc;
}

static void print_scale(FILE *out, const char *label, const struct card_point *points, size_t n)
{
    fprintf(out, "        %s", label);
    for (size_t k = 0; k < n; k++)
        fprintf(out, "%s%g → %g", k ? ", " : " ", points[k].value, points[k].score);
    fputc('\n', out);
}

static void print_measure(FILE *out, const struct card_measure *m)
{
    fprintf(out, "    %5.4g %%  %s (%s %s)\n", m->weight_pct, m->label, m->source, m->ref);
    print_scale(out, "scale", m->scale, m->n_scale);
    for (size_t k = 0; k < m->n_stages; k++) {
        char label[48];
        snprintf(label, sizeof(label), "from month %g", m->stages[k].from_months);
        print_scale(out, label, m->stages[k].scale, m->stages[k].n_scale);
    }
}

static void print_card(FILE *out, const struct card *card)
{
    fprintf(out, "%s (%s), version %" PRId64 ", scores %s from %g to %g%s%s\n", card->name,
            card->key, card->version, card->kind, card->low, card->high,
            card->segment ? ", for segment " : "", card->segment ? card->segment : "");
    fprintf(out, "missing below %g %% of the weight\n", card->min_coverage_pct);
    if (!isnan(card->min_maturity))
        fprintf(out, "unqualified below maturity %g\n", card->min_maturity);
    for (size_t k = 0; k < card->n_bands; k++)
        fprintf(out, "  %s: %s, from %g to %g\n", card->bands[k].id, card->bands[k].label,
                card->bands[k].from, card->bands[k].to);
    for (size_t g = 0; g < card->n_groups; g++) {
        fprintf(out, "%5.4g %%  %s\n", card->groups[g].weight_pct, card->groups[g].label);
        for (size_t m = 0; m < card->groups[g].n_measures; m++)
            print_measure(out, &card->groups[g].measures[m]);
    }
}

static int load(struct command_call *call, const struct act *act, struct card **ret)
{
    const struct card_options *o = call->options;

    return card_version(act->conn, call->words[1], o->version == I64_NONE ? 0 : o->version,
                        act->arena, ret, &call->err);
}

static int export(struct command_call *call, const struct act *act)
{
    struct card *card;
    AUTO_BUF text = {0};
    int rc = load(call, act, &card);

    if (rc < 0)
        return rc;
    fields_write(card_fields, card, &text);
    AUTO(json_t) json = NULL;
    rc = json_parse(buf_text(&text), text.len, &json, &call->err);
    if (rc < 0)
        return rc;
    json_dumpf(json, call->out, JSON_INDENT(2));
    fputc('\n', call->out);
    return 0;
}

static int show(struct command_call *call, const struct act *act)
{
    const struct card_options *o = call->options;
    struct card *card;

    if (str_eq(o->common.format, "json"))
        return export(call, act);
    int rc = load(call, act, &card);
    if (rc >= 0)
        print_card(call->out, card);
    return rc;
}

/* A card from a file, checked as far as that goes without the others. */
static int read_card(struct command_call *call, const struct act *act, const char *path,
                     struct card **ret)
{
    const struct dictionary *dictionary;
    char why[128];
    char *text = arena_alloc(act->arena, CARD_FILE_MAX + 1);
    FILE *f = fopen(path, "re");

    if (!f)
        return err_set(&call->err, ERR_NOT_FOUND, NULL, "cannot open %.200s: %s", path,
                       strerror_r(errno, why, sizeof(why)));
    size_t n = fread(text, 1, CARD_FILE_MAX + 1, f);
    fclose(f);
    if (n > CARD_FILE_MAX)
        return err_set(&call->err, ERR_TOO_LARGE, NULL, "%.200s is larger than a megabyte", path);
    text[n] = '\0';
    int rc = dictionary_load(act->conn, act->arena, &dictionary, &call->err);
    if (rc < 0)
        return rc;
    rc = card_parse(text, 1, dictionary, act->arena, ret, &call->err);
    return rc < 0 ? err_prefix(&call->err, "%.100s", path) : 0;
}

/* Becomes the draft of its key, in the place of the one that may be there. */
static int import(struct command_call *call, const struct act *act)
{
    struct card *card;
    struct card_draft draft;
    int rc = read_card(call, act, call->words[1], &card);

    if (rc < 0)
        return rc;
    if (card_draft_load(act->conn, card->key, act->arena, &draft, NULL) == 0)
        rc = card_draft_save(act, card->key, draft.summary->revision, card, &call->err);
    else
        rc = card_draft_create(act, card, &call->err);
    if (rc < 0)
        return rc;
    fprintf(call->out,
            "version %" PRId64 " of card %s is a draft now; nothing is scored with it before "
            "`ripen card publish %s`\n",
            card->version, card->key, card->key);
    return 0;
}

static int diff(struct command_call *call, const struct act *act)
{
    const struct card_options *o = call->options;
    const struct shape shape = {card_diff_fields, sizeof(struct card_diff), "card_diff"};
    struct card *from, *to;
    struct card_draft draft;
    struct card_diff d;
    int rc = card_version(act->conn, call->words[1], o->from == I64_NONE ? 0 : o->from, act->arena,
                          &from, &call->err);

    if (rc >= 0 && o->file)
        rc = read_card(call, act, o->file, &to);
    else if (rc >= 0 && o->to != I64_NONE)
        rc = card_version(act->conn, call->words[1], o->to, act->arena, &to, &call->err);
    else if (rc >= 0) {
        rc = card_draft_load(act->conn, call->words[1], act->arena, &draft, &call->err);
        to = draft.card;
    }
    if (rc < 0)
        return rc;
    card_diff_make(from, to, act->arena, &d);
    if (!str_eq(o->common.format, "table") && o->common.format) {
        print_rows(call->out, o->common.format, &shape, NULL, &d, 1);
        return 0;
    }
    for (size_t k = 0; k < d.n_items; k++)
        fprintf(call->out, "%s: %s → %s\n", d.items[k].path,
                d.items[k].from ? d.items[k].from : "(not there)",
                d.items[k].to ? d.items[k].to : "(gone)");
    if (d.n_items == 0)
        fputs("no difference\n", call->out);
    return 0;
}

static int publish(struct command_call *call, const struct act *act)
{
    const struct card_options *o = call->options;
    struct card_draft draft;
    int rc = card_draft_load(act->conn, call->words[1], act->arena, &draft, &call->err);

    if (rc >= 0)
        rc = card_publish(act, call->words[1], draft.summary->revision, o->note, &call->err);
    if (rc < 0)
        return rc;
    fprintf(call->out,
            "version %" PRId64 " of card %s is published; `ripen score` scores the past anew\n",
            draft.summary->version, draft.summary->key);
    return 0;
}

static const struct action actions[] = {
    {"list", false, false, list},
    {"show", true, false, show},
    {"export", true, false, export},
    {"import", true, true, import},
    {"diff", true, false, diff},
    {"publish", true, true, publish},
    {NULL},
};

static int find_action(struct command_call *call, const struct action **ret)
{
    const struct action *a = actions;

    while (a->name && !str_eq(a->name, call->words[0]))
        a++;
    if (!a->name)
        return err_set(&call->err, ERR_INVALID, NULL,
                       "there is no action \"%.40s\"; there are: list, show, export, import, diff, "
                       "publish",
                       call->words[0]);
    if (a->needs_word != (call->n_words == 2))
        return err_set(&call->err, ERR_INVALID, NULL,
                       a->needs_word ? "\"%s\" needs to be told which card, or which file"
                                     : "\"%s\" takes no further word",
                       a->name);
    *ret = a;
    return 0;
}

static int card_run(struct command_call *call)
{
    const struct card_options *o = call->options;
    const struct action *a;
    struct workspace w;
    struct act act = {.by = &who_command_line, .now_ms = clock_now_ms(), .arena = call->arena};
    int rc = find_action(call, &a);

    if (rc >= 0)
        rc = workspace_open(o->common.data, WORKSPACE_USE, &w, &call->err);
    if (rc < 0)
        return rc;
    rc = a->is_write ? db_write_begin(w.db, &act.conn, &call->err)
                     : db_read_begin(w.db, &act.conn, &call->err);
    if (rc >= 0)
        rc = a->run(call, &act);
    if (act.conn && a->is_write)
        rc = db_write_end(act.conn, rc, &call->err);
    else if (act.conn)
        db_read_end(act.conn);
    workspace_close(&w);
    return rc < 0 ? rc : 0;
}

const struct command card_command = {
    .name = "card",
    .words = "list | show KEY | export KEY | import FILE | diff KEY | publish KEY",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists, shows, exports, imports, compares and publishes scorecards",
    .help =
        "A card that is imported becomes a draft; publishing retires the version before it.\n"
        "  ripen card export health > health.json\n"
        "  ripen card diff health --file health.json\n"
        "  ripen card import health.json && ripen card publish health --note \"More weight on use\"",
    .options = SHAPE(card_options),
    .run = card_run};
