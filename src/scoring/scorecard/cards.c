#include "scoring/scorecard/cards.h"

#include "cards_sql.h"

/* Made by tools/text2c.py from the files beside this one. */
extern const char default_health_json[], default_maturity_json[];

static const char *const card_states[] = {"draft", "published", "retired", NULL};

const struct field card_summary_fields[] = {
    FIELD_STR(struct card_summary, key, .required = true),
    FIELD_STR(struct card_summary, name, .required = true),
    FIELD_ENUM(struct card_summary, kind, card_kinds, .required = true),
    FIELD_I64(struct card_summary, version, .required = true),
    FIELD_ENUM(struct card_summary, state, card_states, .required = true),
    FIELD_TIME(struct card_summary, published),
    FIELD_END,
};

static int seed(struct conn *c, const char *definition, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct card *card;
    int rc = card_parse(definition, 1, arena, &card, err);

    if (rc < 0)
        return rc;
    return db_exec(c, sql_card_seed,
                   DB_ARGS(DB_STR("key", card->key), DB_STR("kind", card->kind),
                           DB_STR("name", card->name), DB_STR("definition", definition),
                           DB_I64("published", clock_now_ms())),
                   err);
}

/* Most starts find them there and need not wait for the writer. */
static int is_seeded(struct db *db, bool *ret, struct err *err)
{
    int64_t n = 0;
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db_i64(c, sql_card_count, DB_ARGS(), &n, err);
    db_read_end(c);
    *ret = n > 0;
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
    rc = seed(c, default_health_json, err);
    if (rc >= 0)
        rc = seed(c, default_maturity_json, err);
    if (rc >= 0)
        return db_commit(c, err);
    db_rollback(c);
    return rc;
}

int card_load(struct conn *c, const char *key, struct arena *arena, struct card **ret,
              struct err *err)
{
    struct row {
        int64_t version;
        const char *definition;
    } row;
    static const struct field fields[] = {FIELD_I64(struct row, version),
                                          FIELD_STR(struct row, definition), FIELD_END};
    int rc = db_one(c, sql_card_published, DB_ARGS(DB_STR("key", key)), fields, &row, arena, err);

    if (rc == ERR_NOT_FOUND)
        return err_set(err, rc, "key", "there is no published card %.60s", key);
    if (rc < 0)
        return rc;
    if (card_parse(row.definition, row.version, arena, ret, err) < 0)
        return err_prefix(err, "card %s version %lld", key, (long long)row.version);
    return 0;
}

int cards_load(struct conn *c, struct arena *arena, struct cards *ret, struct err *err)
{
    struct card *health = NULL, *maturity = NULL;
    int rc = card_load(c, "health", arena, &health, err);

    if (rc >= 0)
        rc = card_load(c, "maturity", arena, &maturity, err);
    *ret = (struct cards){health, maturity};
    return rc;
}

int cards_versions(struct conn *c, int64_t *ret_health, int64_t *ret_maturity, struct err *err)
{
    int rc = db_i64(c, sql_card_version, DB_ARGS(DB_STR("key", "health")), ret_health, err);

    return rc < 0
               ? rc
               : db_i64(c, sql_card_version, DB_ARGS(DB_STR("key", "maturity")), ret_maturity, err);
}

int cards_list(struct conn *c, struct arena *arena, struct card_summary **ret, size_t *ret_n,
               struct err *err)
{
    return db_all(c, sql_card_list, DB_ARGS(), DB_ROWS(card_summary_fields, ret, ret_n), arena,
                  err);
}
