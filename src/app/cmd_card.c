/* cmd_card.c: ripen card: scorecards from the command line. */
#include "app/action.h"
#include "app/commands.h"
#include "app/definition.h"
#include "app/print.h"
#include "base/str.h"
#include "scoring/publish/diff.h"
#include "scoring/scorecard/card_store.h"

#include <inttypes.h>
#include <math.h>

struct card_options {
    struct data_options common;
    int64_t version, from, to;
    const char *file, *note;
    const char **keys;
    size_t n_keys;
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
    FIELD_STRS(struct card_options, keys, .unit = "KEY,KEY",
               .help = "order: all but the default, the first to be asked first"),
    FIELD_END,
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
    int rc = load(call, act, &card);

    return rc < 0 ? rc : definition_print(call->out, card_fields, card, &call->err);
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
    const char *text;
    int rc = definition_load(path, act->arena, &text, &call->err);

    if (rc >= 0)
        rc = dictionary_load(act->conn, act->arena, &dictionary, &call->err);
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

static int retire(struct command_call *call, const struct act *act)
{
    int rc = card_retire(act, call->words[1], &call->err);

    if (rc >= 0)
        fprintf(call->out,
                "card %s is retired; whom it served the next card scores from now on, and `ripen "
                "score` scores the past anew\n",
                call->words[1]);
    return rc;
}

/* The second word is the kind. */
static int order(struct command_call *call, const struct act *act)
{
    const struct card_options *o = call->options;
    const char *kind = call->words[1];

    if (str_index(card_kinds, kind) < 0)
        return err_set(
            &call->err, ERR_INVALID, NULL,
            "\"%.40s\" is no kind of card; take health, maturity, qualification or other", kind);
    if (o->n_keys == 0)
        return err_set(&call->err, ERR_INVALID, "keys",
                       "name the cards in their new order, but for the default, which is last: "
                       "--keys large,public");
    int rc = cards_order(act, kind, o->keys, o->n_keys, &call->err);
    if (rc < 0)
        return rc;
    fprintf(call->out, "cards of the kind %s are asked in this order:", kind);
    for (size_t k = 0; k < o->n_keys; k++)
        fprintf(call->out, " %s,", o->keys[k]);
    fputs(" and the default last; `ripen score` scores the past anew\n", call->out);
    return 0;
}

static const struct action actions[] = {
    {"list", false, false, list},   {"show", true, false, show},  {"export", true, false, export},
    {"import", true, true, import}, {"diff", true, false, diff},  {"publish", true, true, publish},
    {"retire", true, true, retire}, {"order", true, true, order}, {NULL},
};

static int card_run(struct command_call *call)
{
    return action_run(call, ((const struct card_options *)call->options)->common.data,
                      WORKSPACE_USE, actions);
}

const struct command card_command = {
    .name = "card",
    .words = "list | show KEY | export KEY | import FILE | diff KEY | publish KEY | retire KEY | "
             "order KIND",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists, shows, exports, imports, compares, publishes, retires and orders scorecards",
    .help = "A card that is imported becomes a draft; publishing retires the version before it.\n"
            "  ripen card export health > health.json\n"
            "  ripen card diff health --file health.json\n"
            "  ripen card import health.json && ripen card publish health --note \"More weight on "
            "use\"\n"
            "Of a kind the first card whose segment an account is in scores it:\n"
            "  ripen card order health --keys large,public",
    .options = SHAPE(card_options),
    .run = card_run};
