#include "scoring/scorecard/card_store.h"

#include "base/buf.h"
#include "base/str.h"
#include "card_store_sql.h"

const char *const card_states[] = {"draft", "published", "retired", NULL};

const struct field card_summary_fields[] = {
    FIELD_STR(struct card_summary, key, .required = true),
    FIELD_STR(struct card_summary, name, .required = true),
    FIELD_ENUM(struct card_summary, kind, card_kinds, .required = true),
    FIELD_STR(struct card_summary, segment, .help = "Whom it serves; null: everybody else"),
    FIELD_I64(struct card_summary, version, .required = true),
    FIELD_ENUM(struct card_summary, state, card_states, .required = true),
    FIELD_I64(struct card_summary, position, .required = true,
              .help = "Published cards of a kind are asked by rising position, the default last"),
    FIELD_I64(struct card_summary, revision, .required = true,
              .help = "How often a draft was saved; to be sent back with the next change"),
    FIELD_STR(struct card_summary, note, .max = 1000),
    FIELD_TIME(struct card_summary, updated),
    FIELD_STR(struct card_summary, updated_by),
    FIELD_TIME(struct card_summary, published),
    FIELD_STR(struct card_summary, published_by),
    FIELD_TIME(struct card_summary, retired),
    FIELD_END,
};

int card_versions(struct conn *c, const char *key, struct arena *arena, struct card_summary **ret,
                  size_t *ret_n, struct err *err)
{
    return db_all(c, sql_card_summaries, DB_ARGS(DB_STR("key", key)),
                  DB_ROWS(card_summary_fields, ret, ret_n), arena, err);
}

int card_version(struct conn *c, const char *key, int64_t version, struct arena *arena,
                 struct card **ret, struct err *err)
{
    struct version_row {
        int64_t id, version;
        const char *definition;
    } row;
    const struct dictionary *dictionary;
    static const struct field fields[] = {FIELD_I64(struct version_row, id),
                                          FIELD_I64(struct version_row, version),
                                          FIELD_STR(struct version_row, definition), FIELD_END};
    int rc = db_one(c, sql_card_of_version, DB_ARGS(DB_STR("key", key), DB_I64("version", version)),
                    fields, &row, arena, err);

    if (rc == ERR_NOT_FOUND && version > 0)
        return err_set(err, rc, "version", "card %.60s has no version %lld", key,
                       (long long)version);
    if (rc == ERR_NOT_FOUND)
        return err_set(err, rc, "key", "there is no published card %.60s", key);
    if (rc >= 0)
        rc = dictionary_load(c, arena, &dictionary, err);
    if (rc < 0)
        return rc;
    if (card_parse(row.definition, row.version, dictionary, arena, ret, err) < 0)
        return err_prefix(err, "card %s version %lld", key, (long long)row.version);
    (*ret)->id = row.id;
    return 0;
}

static int load_summary(struct conn *c, const char *key, struct arena *arena,
                        struct card_summary *ret, struct err *err)
{
    int rc = db_one(c, sql_card_draft_summary, DB_ARGS(DB_STR("key", key)), card_summary_fields,
                    ret, arena, err);

    return rc == ERR_NOT_FOUND ? err_set(err, rc, "key", "card %.60s has no draft", key) : rc;
}

int card_draft_load(struct conn *c, const char *key, struct arena *arena, struct card_draft *ret,
                    struct err *err)
{
    ret->summary = ARENA_NEW(arena, struct card_summary);
    int rc = load_summary(c, key, arena, ret->summary, err);

    return rc < 0 ? rc : card_version(c, key, ret->summary->version, arena, &ret->card, err);
}

/* As it is stored, exported and put into the audit log. */
static const char *text_of(const struct card *card, struct arena *arena)
{
    AUTO_BUF text = {0};

    fields_write(card_fields, card, &text);
    return arena_strdup(arena, buf_text(&text));
}

static int audit(const struct act *act, const char *action, const struct card *card,
                 const char *before, const char *after, struct err *err)
{
    const struct audit_change change = {
        .action = action,
        .kind = "card",
        .key = arena_printf(act->arena, "%s %lld", card->key, (long long)card->version),
        .before = before,
        .after = after};

    return audit_log(act, &change, err);
}

/* The draft, if nobody changed it since `revision`. */
static int load_seen(const struct act *act, const char *key, int64_t revision,
                     struct card_draft *ret, struct err *err)
{
    int rc = card_draft_load(act->conn, key, act->arena, ret, err);

    if (rc < 0 || ret->summary->revision == revision)
        return rc;
    return err_set(
        err, ERR_CONFLICT, "revision",
        "the draft was changed meanwhile by %.60s (revision %lld, you saw %lld); look at "
        "it again before you change it",
        ret->summary->updated_by ? ret->summary->updated_by : "somebody",
        (long long)ret->summary->revision, (long long)revision);
}

static int check_room(const struct act *act, const char *key, int64_t last_version, struct err *err)
{
    struct card_summary there;
    int64_t n = 0;
    int rc = load_summary(act->conn, key, act->arena, &there, NULL);

    if (rc == 0)
        return err_set(err, ERR_CONFLICT, "key",
                       "card %.60s has a draft already, version %lld; change or delete that one",
                       key, (long long)there.version);
    if (rc != ERR_NOT_FOUND)
        return err_set(err, rc, "key", "the draft of card %.60s cannot be read", key);
    rc = db_i64(act->conn, sql_card_keys, DB_ARGS(), &n, err);
    if (rc >= 0 && last_version == 0 && n >= CARDS_MAX)
        return err_set(err, ERR_TOO_LARGE, "key", "there are %d cards already, which is the most",
                       CARDS_MAX);
    return rc;
}

int card_draft_create(const struct act *act, struct card *card, struct err *err)
{
    int64_t last = 0, id = 0;
    int rc =
        db_i64(act->conn, sql_card_last_version, DB_ARGS(DB_STR("key", card->key)), &last, err);

    if (rc >= 0)
        rc = check_room(act, card->key, last, err);
    if (rc >= 0)
        rc = card_check(act->conn, card, act->arena, err);
    if (rc >= 0)
        rc = db_i64(act->conn, sql_card_new_id, DB_ARGS(), &id, err);
    if (rc < 0)
        return rc;
    card->version = last + 1;
    const char *text = text_of(card, act->arena);
    rc = db_exec(act->conn, sql_card_draft_insert,
                 DB_ARGS(DB_I64("id", id), DB_STR("key", card->key),
                         DB_I64("version", card->version), DB_STR("kind", card->kind),
                         DB_STR("name", card->name), DB_STR("segment", card->segment),
                         DB_STR("definition", text), DB_I64("updated", act->now_ms),
                         DB_STR("updated_by", act->by->name)),
                 err);
    return rc < 0 ? rc : audit(act, "create", card, NULL, text, err);
}

int card_draft_begin(const struct act *act, const char *key, struct err *err)
{
    int64_t version = 0;
    struct card *card;
    int rc = db_i64(act->conn, sql_card_newest_public, DB_ARGS(DB_STR("key", key)), &version, err);

    if (rc < 0)
        return rc;
    if (version == 0)
        return err_set(err, ERR_NOT_FOUND, "key", "there is no card %.60s to begin with", key);
    rc = card_version(act->conn, key, version, act->arena, &card, err);
    return rc < 0 ? rc : card_draft_create(act, card, err);
}

int card_draft_save(const struct act *act, const char *key, int64_t revision, struct card *card,
                    struct err *err)
{
    struct card_draft old;
    int rc = load_seen(act, key, revision, &old, err);

    if (rc < 0)
        return rc;
    if (!str_eq(card->key, key))
        return err_set(err, ERR_INVALID, "key", "the draft of %.60s cannot become one of %.60s",
                       key, card->key);
    rc = card_check(act->conn, card, act->arena, err);
    if (rc < 0)
        return rc;
    card->version = old.card->version;
    const char *before = text_of(old.card, act->arena), *after = text_of(card, act->arena);
    if (str_eq(before, after))
        return 0;
    rc = db_exec(act->conn, sql_card_draft_update,
                 DB_ARGS(DB_STR("key", key), DB_STR("name", card->name),
                         DB_STR("segment", card->segment), DB_STR("definition", after),
                         DB_I64("updated", act->now_ms), DB_STR("updated_by", act->by->name)),
                 err);
    return rc < 0 ? rc : audit(act, "update", card, before, after, err);
}

int card_draft_delete(const struct act *act, const char *key, int64_t revision, struct err *err)
{
    struct card_draft old;
    int rc = load_seen(act, key, revision, &old, err);

    if (rc >= 0)
        rc = db_exec(act->conn, sql_card_draft_delete, DB_ARGS(DB_STR("key", key)), err);
    return rc < 0 ? rc : audit(act, "delete", old.card, text_of(old.card, act->arena), NULL, err);
}

/* A new version takes the place of the old one; a new card is asked after the others of its kind.
 */
static int find_position(const struct act *act, const struct card *card, int64_t *ret,
                         struct err *err)
{
    *ret = 0;
    int rc = db_i64(act->conn, sql_card_position, DB_ARGS(DB_STR("key", card->key)), ret, err);

    if (rc < 0 || *ret > 0 || str_eq(card->key, card->kind))
        return rc;
    rc = db_i64(act->conn, sql_card_last_position, DB_ARGS(DB_STR("kind", card->kind)), ret, err);
    ++*ret;
    return rc;
}

int card_publish(const struct act *act, const char *key, int64_t revision, const char *note,
                 struct err *err)
{
    struct card_draft draft;
    int64_t position;
    int rc = load_seen(act, key, revision, &draft, err);

    /* What it names may have gone since it was saved. */
    if (rc >= 0)
        rc = card_check(act->conn, draft.card, act->arena, err);
    if (rc >= 0)
        rc = find_position(act, draft.card, &position, err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_card_set_retired,
                     DB_ARGS(DB_STR("key", key), DB_I64("retired", act->now_ms)), err);
    if (rc >= 0)
        rc = db_exec(act->conn, sql_card_set_published,
                     DB_ARGS(DB_STR("key", key), DB_I64("position", position), DB_STR("note", note),
                             DB_I64("published", act->now_ms),
                             DB_STR("published_by", act->by->name)),
                     err);
    return rc < 0 ? rc
                  : audit(act, "publish", draft.card, NULL, text_of(draft.card, act->arena), err);
}

int card_retire(const struct act *act, const char *key, struct err *err)
{
    struct card *card;
    int rc = card_version(act->conn, key, 0, act->arena, &card, err);

    if (rc < 0)
        return rc;
    if (str_eq(key, "health") || str_eq(key, "maturity"))
        return err_set(err, ERR_CONFLICT, "key",
                       "the card %s scores everybody whom no other card serves, so there must be "
                       "one; publish another version instead",
                       key);
    rc = db_exec(act->conn, sql_card_set_retired,
                 DB_ARGS(DB_STR("key", key), DB_I64("retired", act->now_ms)), err);
    return rc < 0 ? rc : audit(act, "retire", card, text_of(card, act->arena), NULL, err);
}

struct order_row {
    const char *key;
};
static const struct field order_row_fields[] = {FIELD_STR(struct order_row, key), FIELD_END};

static size_t times_in(const char *const *keys, size_t n, const char *key)
{
    size_t times = 0;

    for (size_t k = 0; k < n; k++)
        times += str_eq(keys[k], key);
    return times;
}

/* The key at `at` must be that of a card that can be put in order, and not be there before. */
static int check_order_key(const struct order_row *rows, size_t n_rows, const char *const *keys,
                           size_t at, const char *kind, struct err *err)
{
    char place[32];
    size_t row = 0;

    snprintf(place, sizeof(place), "keys[%zu]", at);
    if (str_eq(keys[at], kind))
        return err_set(err, ERR_INVALID, place,
                       "%s is the default, which always comes last; leave it out", kind);
    while (row < n_rows && !str_eq(rows[row].key, keys[at]))
        row++;
    if (row == n_rows)
        return err_set(err, ERR_INVALID, place, "there is no published %s card %.60s", kind,
                       keys[at]);
    if (times_in(keys, at, keys[at]) > 0)
        return err_set(err, ERR_INVALID, place, "card %.60s is named twice", keys[at]);
    return 0;
}

static int check_order(const struct order_row *rows, size_t n_rows, const char *const *keys,
                       size_t n, const char *kind, struct err *err)
{
    AUTO_BUF missing = {0};
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < n; k++)
        rc = check_order_key(rows, n_rows, keys, k, kind, err);
    if (rc < 0)
        return rc;
    for (size_t k = 0; k < n_rows; k++)
        if (times_in(keys, n, rows[k].key) == 0)
            buf_printf(&missing, "%s%s", missing.len ? ", " : "", rows[k].key);
    if (missing.len == 0)
        return 0;
    return err_set(err, ERR_INVALID, "keys",
                   "must name every published %s card beside the default; missing: %.150s", kind,
                   buf_text(&missing));
}

int cards_order(const struct act *act, const char *kind, const char *const *keys, size_t n,
                struct err *err)
{
    struct order_row *rows;
    size_t n_rows;
    AUTO_BUF before = {0};
    AUTO_BUF after = {0};
    int rc = db_all(act->conn, sql_card_in_order, DB_ARGS(DB_STR("kind", kind)),
                    DB_ROWS(order_row_fields, &rows, &n_rows), act->arena, err);

    if (rc >= 0)
        rc = check_order(rows, n_rows, keys, n, kind, err);
    buf_str(&before, "{\"keys\":[");
    buf_str(&after, "{\"keys\":[");
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        buf_printf(&before, "%s\"%s\"", k ? "," : "", rows[k].key);
        buf_printf(&after, "%s\"%s\"", k ? "," : "", keys[k]);
        rc = db_exec(act->conn, sql_card_set_position,
                     DB_ARGS(DB_STR("key", keys[k]), DB_I64("position", (int64_t)k + 1)), err);
    }
    buf_str(&before, "]}");
    buf_str(&after, "]}");
    if (rc < 0)
        return rc;
    return audit_log(act,
                     &(struct audit_change){.action = "order",
                                            .kind = "card",
                                            .key = kind,
                                            .before = buf_text(&before),
                                            .after = buf_text(&after)},
                     err);
}

struct use_row {
    const char *key, *name, *segment;
};
static const struct field use_row_fields[] = {
    FIELD_STR(struct use_row, key),
    FIELD_STR(struct use_row, name),
    FIELD_STR(struct use_row, segment),
    FIELD_END,
};

static int load_uses(struct conn *c, struct arena *arena, struct use_row **ret, size_t *ret_n,
                     struct err *err)
{
    return db_all(c, sql_card_with_segment, DB_ARGS(), DB_ROWS(use_row_fields, ret, ret_n), arena,
                  err);
}

int cards_use_segment(struct conn *c, const char *segment, struct segment_uses *uses,
                      struct err *err)
{
    struct use_row *rows;
    size_t n = 0;
    int rc = load_uses(c, uses->arena, &rows, &n, err);

    for (size_t k = 0; rc >= 0 && k < n; k++)
        if (str_eq(rows[k].segment, segment))
            segment_use_add(uses, (struct segment_use){"card", rows[k].key, rows[k].name});
    return rc;
}

int cards_check_segments(struct conn *c, struct segments *segments, struct arena *arena,
                         struct err *err)
{
    struct use_row *rows;
    size_t n = 0;
    int rc = load_uses(c, arena, &rows, &n, err);

    for (size_t k = 0; rc >= 0 && k < n; k++)
        if (segment_needs_scores(segments, rows[k].segment))
            return err_set(err, ERR_CONFLICT, "filter",
                           "card %.60s serves segment %.60s, which therefore must not depend on "
                           "scores",
                           rows[k].key, rows[k].segment);
    return rc;
}
