/* What makes a card valid beside the cards, fields and segments that are there. */
#include "base/str.h"
#include "card_store_sql.h"
#include "facts/kind/custom.h"
#include "scoring/scorecard/card_store.h"

static int unknown_value(const struct custom_field *fields, size_t n, const char *ref,
                         struct err *err)
{
    const char *best = NULL;

    for (size_t k = 0; k < n; k++)
        if (str_eq(fields[k].type, "number") &&
            (!best || str_distance(fields[k].name, ref) < str_distance(best, ref)))
            best = fields[k].name;
    return err_set(err, ERR_INVALID, "ref",
                   "accounts have no custom field %.60s of type number%s%s%s; declare it first",
                   ref, best ? " (did you mean " : "", best ? best : "", best ? "?)" : "");
}

static bool is_number(const struct custom_field *fields, size_t n, const char *ref)
{
    for (size_t k = 0; k < n; k++)
        if (str_eq(fields[k].name, ref) && str_eq(fields[k].type, "number"))
            return true;
    return false;
}

static int check_values(struct conn *c, const struct card *card, struct arena *arena,
                        struct err *err)
{
    struct custom_field *fields = NULL;
    size_t n = 0;
    int rc = custom_list(c, "account", arena, &fields, &n, err);

    for (size_t g = 0; rc >= 0 && g < card->n_groups; g++)
        for (size_t m = 0; rc >= 0 && m < card->groups[g].n_measures; m++) {
            size_t index = card->math.groups[g].first + m;
            if (card->metrics[index] != CARD_VALUE || is_number(fields, n, card->values[index]))
                continue;
            rc = unknown_value(fields, n, card->values[index], err);
            rc = field_at_path(err, rc, "measures", m);
            rc = field_at_path(err, rc, "groups", g);
        }
    return rc;
}

static int check_segment(struct conn *c, const struct card *card, struct arena *arena,
                         struct err *err)
{
    struct segments *segments;
    struct err why = {0};
    int rc = segments_load(c, arena, &segments, err);

    if (rc < 0)
        return rc;
    struct segment *s = segment_find(segments, card->segment);
    if (!s)
        return err_set(err, ERR_INVALID, "segment", "there is no segment %.60s", card->segment);
    if (segment_read(segments, s, &why) < 0)
        return err_set(err, ERR_INVALID, "segment", "segment %.60s does not work: %.80s",
                       card->segment, why.text);
    if (segment_needs_scores(segments, card->segment))
        return err_set(err, ERR_INVALID, "segment",
                       "segment %.60s depends on scores, which a card is there to make",
                       card->segment);
    return 0;
}

/* Cards of a kind are compared with each other, so their scores must mean the same. */
static int check_range(const struct cards *cards, const struct card *card, struct err *err)
{
    const struct card_chain *chain =
        card->kind_index == CARD_OTHER ? NULL : &cards->chains[card->kind_index];

    for (size_t k = 0; chain && k < chain->n; k++) {
        const struct card *other = chain->cards[k];
        if (str_eq(other->key, card->key) || (other->low == card->low && other->high == card->high))
            continue;
        return err_set(err, ERR_INVALID, "low",
                       "all %s cards must have the same range; card %.60s has %g to %g", card->kind,
                       other->key, other->low, other->high);
    }
    return 0;
}

static int check_kind(struct conn *c, const struct card *card, struct arena *arena, struct err *err)
{
    struct kind_row {
        const char *kind;
    } row;
    static const struct field fields[] = {FIELD_STR(struct kind_row, kind), FIELD_END};
    int rc = db_one(c, sql_card_kind_of_key, DB_ARGS(DB_STR("key", card->key)), fields, &row, arena,
                    err);

    if (rc == ERR_NOT_FOUND)
        return 0;
    if (rc < 0 || str_eq(row.kind, card->kind))
        return rc;
    return err_set(err, ERR_INVALID, "kind",
                   "card %.60s is a %s card in its other versions; a new kind takes a new key",
                   card->key, row.kind);
}

int card_check(struct conn *c, const struct card *card, struct arena *arena, struct err *err)
{
    struct cards cards;
    int rc = check_kind(c, card, arena, err);

    if (rc >= 0 && card->has_values)
        rc = check_values(c, card, arena, err);
    if (rc >= 0 && card->segment)
        rc = check_segment(c, card, arena, err);
    if (rc >= 0)
        rc = cards_load(c, arena, &cards, err);
    return rc < 0 ? rc : check_range(&cards, card, err);
}
