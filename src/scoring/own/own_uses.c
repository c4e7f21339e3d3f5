#include "scoring/own/own_uses.h"

#include "base/str.h"
#include "json/parse.h"
#include "own_store_sql.h"
#include "scoring/select/segments.h"
#include "scoring/select/select.h"
#include "scoring/view/view_uses.h"

#include <string.h>

struct card_row {
    const char *key, *name, *state, *definition;
};
static const struct field card_row_fields[] = {
    FIELD_STR(struct card_row, key),
    FIELD_STR(struct card_row, name),
    FIELD_STR(struct card_row, state),
    FIELD_STR(struct card_row, definition),
    FIELD_END,
};

static bool measure_names(const json_t *measure, const char *id)
{
    return str_eq(json_string_value(json_object_get(measure, "source")), "metric") &&
           str_eq(json_string_value(json_object_get(measure, "ref")), id);
}

static bool card_names(const char *definition, const char *id)
{
    size_t g, m;
    json_t *card, *group, *measure;
    bool is_named = false;

    if (json_parse(definition, strlen(definition), &card, NULL) < 0)
        return false;
    json_array_foreach (json_object_get(card, "groups"), g, group)
        json_array_foreach (json_object_get(group, "measures"), m, measure)
            is_named = is_named || measure_names(measure, id);
    json_decref(card);
    return is_named;
}

int own_uses(struct conn *c, const char *id, struct arena *arena, struct own_use **ret,
             size_t *ret_n, struct err *err)
{
    struct card_row *cards;
    struct segments *segments;
    struct segment_uses views = {.arena = arena};
    size_t n_cards, n = 0;
    int rc =
        db_all(c, sql_own_cards, DB_ARGS(), DB_ROWS(card_row_fields, &cards, &n_cards), arena, err);

    if (rc >= 0)
        rc = segments_load(c, arena, &segments, err);
    if (rc >= 0)
        rc = views_use_metric(c, id, &views, err);
    if (rc < 0)
        return rc;
    struct own_use *uses = ARENA_ARRAY(arena, n_cards + segments->n + views.n, struct own_use);
    for (size_t k = 0; k < n_cards; k++) {
        bool is_there = n > 0 && str_eq(uses[n - 1].key, cards[k].key);
        if (!is_there && card_names(cards[k].definition, id))
            uses[n++] = (struct own_use){"card", cards[k].key, cards[k].name, cards[k].state};
    }
    for (size_t k = 0; k < segments->n; k++) {
        struct segment *s = &segments->items[k];
        segment_read(segments, s, NULL); /* a broken one has a tree if it could be parsed */
        if (s->tree && select_names_field(s->tree, id))
            uses[n++] = (struct own_use){"segment", s->row.key, s->row.name, NULL};
    }
    for (size_t k = 0; k < views.n; k++)
        uses[n++] = (struct own_use){"view", views.items[k].key, views.items[k].name, NULL};
    *ret = uses;
    *ret_n = n;
    return 0;
}
