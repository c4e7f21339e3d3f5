#include "base/str.h"
#include "http/endpoint.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/scoring.h"

struct card_list {
    struct card_summary *items;
    size_t n_items;
};
static const struct field card_list_fields[] = {
    FIELD_LIST(struct card_list, items, card_summary, .required = true),
    FIELD_END,
};
struct card_query {
    const char *key;
    int64_t version;
};
static const struct field card_query_fields[] = {
    FIELD_STR(struct card_query, key, .required = true),
    FIELD_I64(struct card_query, version, .min = 1,
              .help = "Any version; the published one if left out"),
    FIELD_END,
};

/* What a form for rating maturity shows. */
struct rating {
    const char *id, *label, *question, *low_end, *high_end, *help;
};
static const struct field rating_fields[] = {
    FIELD_STR(struct rating, id, .required = true, .help = "The field of an assessment"),
    FIELD_STR(struct rating, label, .required = true),
    FIELD_STR(struct rating, question, .max = 1000),
    FIELD_STR(struct rating, low_end, .max = 1000, .help = "What 1 means"),
    FIELD_STR(struct rating, high_end, .max = 1000, .help = "What 5 means"),
    FIELD_STR(struct rating, help, .max = 1000),
    FIELD_END,
};
struct rating_group {
    const char *id, *label;
    double weight_pct;
    struct rating *ratings;
    size_t n_ratings;
};
static const struct field rating_group_fields[] = {
    FIELD_STR(struct rating_group, id, .required = true),
    FIELD_STR(struct rating_group, label, .required = true),
    FIELD_F64(struct rating_group, weight_pct, .required = true, .unit = "%"),
    FIELD_LIST(struct rating_group, ratings, rating, .required = true),
    FIELD_END,
};
struct ratings {
    struct rating_group *groups;
    size_t n_groups;
};
static const struct field ratings_fields[] = {
    FIELD_LIST(struct ratings, groups, rating_group, .required = true),
    FIELD_END,
};

HANDLER(cards_get, nothing, card_list)
{
    return card_versions(r->conn, NULL, r->arena, &out->items, &out->n_items, &r->err);
}

HANDLER(card_get, card_query, card)
{
    struct card *card;
    int rc = card_version(r->conn, in->key, in->version == I64_NONE ? 0 : in->version, r->arena,
                          &card, &r->err);

    if (rc >= 0)
        *out = *card;
    return rc;
}

static void add_ratings(const struct card_group *from, struct arena *arena, struct ratings *out)
{
    struct rating_group *group = &out->groups[out->n_groups];

    *group = (struct rating_group){.id = from->id,
                                   .label = from->label,
                                   .weight_pct = from->weight_pct,
                                   .ratings = ARENA_ARRAY(arena, from->n_measures, struct rating)};
    for (size_t m = 0; m < from->n_measures; m++) {
        const struct card_measure *x = &from->measures[m];
        if (str_eq(x->source, "rating"))
            group->ratings[group->n_ratings++] =
                (struct rating){x->ref, x->label, x->question, x->low_end, x->high_end, x->help};
    }
    out->n_groups += group->n_ratings > 0;
}

/* The words are those of the card in force, so that people rate what will be scored. */
HANDLER(ratings_get, nothing, ratings)
{
    struct cards cards;
    int rc = cards_load(r->conn, r->arena, &cards, &r->err);

    if (rc < 0)
        return rc;
    out->groups = ARENA_ARRAY(r->arena, cards.maturity->n_groups, struct rating_group);
    for (size_t g = 0; g < cards.maturity->n_groups; g++)
        add_ratings(&cards.maturity->groups[g], r->arena, out);
    return 0;
}

const struct endpoint card_endpoints[] = {
    {"GET", "/api/v1/cards", "All scorecards in all versions", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(card_list), .fn = cards_get_call},
    {"GET", "/api/v1/cards/{key}", "A scorecard in its published or any other version",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(card_query), .out = SHAPE(card),
     .fn = card_get_call},
    {"GET", "/api/v1/ratings", "The maturity ratings, with their questions and described ends",
     .tag = "scores", .role = ROLE_VIEWER, .out = SHAPE(ratings), .fn = ratings_get_call},
    ENDPOINT_END,
};
