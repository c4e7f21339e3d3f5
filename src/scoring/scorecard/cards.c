#include "scoring/scorecard/cards.h"

#include "base/buf.h"
#include "base/str.h"
#include "cards_sql.h"

/* Made by tools/text2c.py from the files beside this one. */
extern const char default_health_json[], default_maturity_json[], default_qualification_json[];

static const char *const built_in[] = {default_health_json, default_maturity_json,
                                       default_qualification_json};

static int seed(struct conn *c, const char *definition, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct card *card;
    int rc = card_parse(definition, 1, dictionary_builtin(), arena, &card, err);
    int64_t id = 0, now_ms = clock_now_ms();

    if (rc >= 0)
        rc = db_i64(c, sql_card_next_id, DB_ARGS(), &id, err);
    if (rc >= 0)
        rc = db_exec(c, sql_card_seed,
                     DB_ARGS(DB_I64("id", id), DB_STR("key", card->key), DB_STR("kind", card->kind),
                             DB_STR("name", card->name), DB_STR("definition", definition),
                             DB_I64("published", now_ms)),
                     err);
    /* The fields that hold what is set by hand, if the card is new here. */
    for (size_t m = 0, n = rc > 0 ? card->math.n_measures : 0; rc >= 0 && m < n; m++)
        if (card->metrics[m] == CARD_VALUE)
            rc = db_exec(c, sql_card_seed_value,
                         DB_ARGS(DB_STR("name", card->values[m]),
                                 DB_STR("label", arena_printf(arena, "Qualification: %s",
                                                              card_measure_at(card, m)->label)),
                                 DB_I64("created", now_ms)),
                         err);
    return rc < 0 ? rc : 0;
}

/* Most starts find them there and need not wait for the writer. */
static int is_seeded(struct db *db, bool *ret, struct err *err)
{
    int64_t n = 0;
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db_i64(c, sql_card_count_built_in, DB_ARGS(), &n, err);
    db_read_end(c);
    *ret = n >= (int64_t)ARRAY_LEN(built_in);
    return rc;
}

int cards_seed(struct db *db, struct err *err)
{
    bool is_done;
    struct conn *c;
    int rc = is_seeded(db, &is_done, err);

    if (rc < 0 || is_done)
        return rc;
    rc = db_write_begin(db, &c, err);
    if (rc < 0)
        return rc;
    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(built_in); k++)
        rc = seed(c, built_in[k], err);
    return db_write_end(c, rc, err);
}

/* A published card as its row has it. */
struct row {
    int64_t id, version, position;
    const char *key, *segment, *definition;
};
static const struct field row_fields[] = {
    FIELD_I64(struct row, id),
    FIELD_I64(struct row, version),
    FIELD_I64(struct row, position),
    FIELD_STR(struct row, key),
    FIELD_STR(struct row, segment),
    FIELD_STR(struct row, definition),
    FIELD_END,
};

static bool is_default(const struct card *card)
{
    return str_eq(card->key, card->kind);
}

static struct card_chain *chain_of(struct cards *cards, const struct card *card)
{
    return card->kind_index == CARD_OTHER ? &cards->others : &cards->chains[card->kind_index];
}

static void note(struct cards *cards, const struct card *card)
{
    const struct metric *all = card->dictionary->items;

    if (is_default(card) && card->kind_index == CARD_HEALTH)
        cards->health = card;
    if (is_default(card) && card->kind_index == CARD_MATURITY)
        cards->maturity = card;
    if (is_default(card) && card->kind_index == CARD_QUALIFICATION)
        cards->qualification = card;
    cards->needs_accounts |= card->has_values || card->segment;
    for (size_t m = 0; m < card->math.n_measures; m++)
        cards->needs_retention |=
            card->metrics[m] != CARD_VALUE && all[card->metrics[m]].needs_retention;
}

/* Cards come by position; the default goes behind all. */
static void add(struct cards *cards, const struct card *card)
{
    struct card_chain *chain = chain_of(cards, card);
    size_t at = chain->n++;

    if (at > 0 && is_default(chain->cards[at - 1])) {
        chain->cards[at] = chain->cards[at - 1];
        at--;
    }
    chain->cards[at] = card;
    note(cards, card);
}

static void room(struct cards *cards, size_t n, struct arena *arena)
{
    for (int k = 0; k < CARD_CHAINS; k++)
        cards->chains[k].cards = ARENA_ARRAY(arena, n, const struct card *);
    cards->others.cards = ARENA_ARRAY(arena, n, const struct card *);
}

/* Those of the organisation's own metrics that cards or segments name, with their versions. */
static int stamp_own_metrics(struct conn *c, struct buf *out, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_card_own_metrics, DB_ARGS(), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        buf_printf(out, " %s=%lld", db_col_str(q, 0), (long long)db_col_i64(q, 1));
    return rc;
}

/* Which columns are kept, and what they mean: days that were scored with fewer are scored anew. */
#define KEPT_FORM 3

/* Segments are loaded only where a card serves one; what they say is a part of the stamp. */
static int stamp_of(struct conn *c, const struct row *rows, size_t n, struct arena *arena,
                    const char **ret, struct err *err)
{
    struct segments *segments = NULL;
    AUTO_BUF text = {0};
    int rc = 0;

    buf_printf(&text, "%d", KEPT_FORM);
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        buf_printf(&text, " %s:%lld:%lld", rows[k].key, (long long)rows[k].version,
                   (long long)rows[k].position);
        if (!rows[k].segment)
            continue;
        if (!segments)
            rc = segments_load(c, arena, &segments, err);
        buf_char(&text, ' ');
        if (rc >= 0)
            segment_stamp(segments, rows[k].segment, &text);
    }
    if (rc >= 0)
        rc = stamp_own_metrics(c, &text, err);
    *ret = arena_strdup(arena, buf_text(&text));
    return rc;
}

int cards_stamp(struct conn *c, struct arena *arena, const char **ret, struct err *err)
{
    struct row *rows;
    size_t n;
    int rc = db_all(c, sql_card_stamps, DB_ARGS(), DB_ROWS(row_fields, &rows, &n), arena, err);

    return rc < 0 ? rc : stamp_of(c, rows, n, arena, ret, err);
}

/* After this nobody changes them any more. A broken one has no members. */
static int load_segments(struct conn *c, struct arena *arena, struct segments **ret,
                         struct err *err)
{
    int rc = segments_load(c, arena, ret, err);

    for (size_t k = 0; rc >= 0 && k < (*ret)->n; k++)
        segment_read(*ret, &(*ret)->items[k], NULL);
    return rc;
}

static int add_rows(struct cards *cards, const struct row *rows, size_t n, struct arena *arena,
                    struct err *err)
{
    for (size_t k = 0; k < n; k++) {
        struct card *card;
        if (card_parse(rows[k].definition, rows[k].version, cards->dictionary, arena, &card, err) <
            0)
            return err_prefix(err, "card %s version %lld", rows[k].key, (long long)rows[k].version);
        card->id = rows[k].id;
        add(cards, card);
    }
    if (cards->health && cards->maturity)
        return 0;
    return err_set(err, ERR_INTERNAL, NULL, "there is no published card %s",
                   cards->health ? "maturity" : "health");
}

int cards_load(struct conn *c, struct arena *arena, struct cards *ret, struct err *err)
{
    struct row *rows;
    size_t n;
    int rc = db_all(c, sql_card_in_force, DB_ARGS(), DB_ROWS(row_fields, &rows, &n), arena, err);

    *ret = (struct cards){0};
    if (rc >= 0)
        rc = dictionary_load(c, arena, &ret->dictionary, err);
    if (rc < 0)
        return rc;
    room(ret, n, arena);
    rc = add_rows(ret, rows, n, arena, err);
    if (rc >= 0)
        rc = stamp_of(c, rows, n, arena, &ret->stamp, err);
    return rc < 0 ? rc : load_segments(c, arena, &ret->segments, err);
}

static void add_chain(struct cards *to, const struct card_chain *from, const struct card *card,
                      bool *is_in)
{
    for (size_t k = 0; k < from->n; k++) {
        bool is_it = str_eq(from->cards[k]->key, card->key);
        add(to, is_it ? card : from->cards[k]);
        *is_in |= is_it;
    }
}

void cards_with(const struct cards *cards, const struct card *card, struct arena *arena,
                struct cards *ret)
{
    size_t n = cards->others.n + 1;
    bool is_in = false;

    for (int k = 0; k < CARD_CHAINS; k++)
        n += cards->chains[k].n;
    *ret = (struct cards){.segments = cards->segments, .dictionary = cards->dictionary};
    room(ret, n, arena);
    for (int k = 0; k < CARD_CHAINS; k++)
        add_chain(ret, &cards->chains[k], card, &is_in);
    add_chain(ret, &cards->others, card, &is_in);
    if (!is_in)
        add(ret, card);
}

const struct card *cards_find(const struct cards *cards, enum card_kind kind, double id)
{
    const struct card_chain *chain = &cards->chains[kind];

    for (size_t k = 0; k < chain->n; k++)
        if ((double)chain->cards[k]->id == id)
            return chain->cards[k];
    return NULL;
}

int cards_count_accounts(struct conn *c, int64_t *ret, struct err *err)
{
    return db_i64(c, sql_card_accounts, DB_ARGS(), ret, err);
}
