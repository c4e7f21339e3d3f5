#include "scoring/matrix/matrix_def.h"

#include "base/str.h"
#include "json/parse.h"

#include <stdio.h>
#include <string.h>

#define ID_MAX   60
#define TEXT_MAX 1000

static const char *const band_ids[] = {"low", "medium", "high", NULL};
const char *const matrix_off_cells[] = {"unknown", "left", "prospect", "outside", NULL};

const struct field axis_def_fields[] = {
    FIELD_STR(struct axis_def, card, .required = true, .min = 1, .max = ID_MAX,
              .help = "health, maturity or another kind: the card that serves each account; or "
                      "the key of one card"),
    FIELD_STR(struct axis_def, label, .max = 120, .help = "Left out: the name of the card"),
    FIELD_I64(struct axis_def, bands, .required = true, .min = 2, .max = MATRIX_BANDS_MAX),
    FIELD_NUMS(struct axis_def, edges, .max = MATRIX_BANDS_MAX - 1,
               .help = "Where the bands meet, rising; left out: three are the card's own bands, "
                       "two meet in the middle of its range"),
    FIELD_STRS(struct axis_def, labels, .max = MATRIX_BANDS_MAX,
               .help = "Names of the bands, from low to high; left out: the card's own"),
    FIELD_END,
};
const struct field cell_def_fields[] = {
    FIELD_STR(struct cell_def, id, .required = true, .min = 1, .max = MATRIX_KEY_MAX,
              .help = "What filters name it by: small letters, digits and _"),
    FIELD_ENUM(struct cell_def, y, band_ids, .required = true),
    FIELD_ENUM(struct cell_def, x, band_ids, .required = true),
    FIELD_STR(struct cell_def, label, .required = true, .min = 1, .max = 60),
    FIELD_STR(struct cell_def, action, .required = true, .min = 1, .max = TEXT_MAX,
              .help = "What to do with accounts that stand here"),
    FIELD_STR(struct cell_def, why, .max = TEXT_MAX, .help = "Why that is the thing to do"),
    FIELD_BOOL(struct cell_def, is_economic,
               .help = "Invest only in accounts whose LTV and gross margin reach the thresholds"),
    FIELD_END,
};
const struct field matrix_def_fields[] = {
    FIELD_STR(struct matrix_def, key, .required = true, .min = 1, .max = MATRIX_KEY_MAX,
              .help = "What addresses and filters name it by: small letters, digits, - and _"),
    FIELD_STR(struct matrix_def, name, .required = true, .min = 1, .max = 120),
    FIELD_STR(struct matrix_def, help, .max = TEXT_MAX),
    FIELD_STR(struct matrix_def, segment, .max = ID_MAX,
              .help = "The segment whose accounts stand in it; left out: all customers"),
    FIELD_OBJ(struct matrix_def, y, axis_def, .required = true, .help = "Upwards"),
    FIELD_OBJ(struct matrix_def, x, axis_def, .required = true, .help = "To the right"),
    FIELD_LIST(struct matrix_def, cells, cell_def, .required = true, .min = 4,
               .max = MATRIX_CELLS_MAX, .help = "One for each pair of bands"),
    FIELD_I64(struct matrix_def, ltv_threshold_cents, .min = 0, .unit = "cents",
              .help = "From this lifetime value over three years an account is worth investing "
                      "in; left out: what the settings say"),
    FIELD_F64(struct matrix_def, gross_margin_threshold_pct, .fmin = 0, .fmax = 100, .unit = "%",
              .help = "And from this gross margin; left out: what the settings say"),
    FIELD_END,
};

/* The id of a band: of two, low and high. */
static const char *band_id(int64_t bands, size_t b)
{
    return band_ids[bands == 2 && b == 1 ? 2 : b];
}

static int band_index(int64_t bands, const char *id)
{
    for (int b = 0; b < bands; b++)
        if (str_eq(band_id(bands, (size_t)b), id))
            return b;
    return -1;
}

static const char *path_of(const char *axis, const char *member, char room[48])
{
    snprintf(room, 48, "%.20s.%.20s", axis, member);
    return room;
}

static const char *entry_of(const char *axis, const char *member, size_t k, char room[48])
{
    snprintf(room, 48, "%.15s.%.15s[%zu]", axis, member, k);
    return room;
}

/* What needs no card to be told. */
static int check_axis(const struct axis_def *a, const char *path, struct err *err)
{
    char place[48];

    if (a->n_edges > 0 && (int64_t)a->n_edges != a->bands - 1)
        return err_set(err, ERR_INVALID, path_of(path, "edges", place),
                       "%d bands meet at %d edges, not at %zu; leave edges out to cut as the card "
                       "does",
                       (int)a->bands, (int)a->bands - 1, a->n_edges);
    for (size_t k = 0; k < a->n_edges; k++)
        if (isnan(a->edges[k]) || (k > 0 && a->edges[k] <= a->edges[k - 1]))
            return err_set(err, ERR_INVALID, entry_of(path, "edges", k, place),
                           "edges must be numbers that rise; this one does not");
    if (a->n_labels > 0 && (int64_t)a->n_labels != a->bands)
        return err_set(err, ERR_INVALID, path_of(path, "labels", place),
                       "must be %d, one for each band from low to high, are %zu", (int)a->bands,
                       a->n_labels);
    for (size_t k = 0; k < a->n_labels; k++)
        if (!*a->labels[k])
            return err_set(err, ERR_INVALID, entry_of(path, "labels", k, place),
                           "is empty; name the band");
    return 0;
}

static int check_id(const char *id, const char *extra, const char *path, struct err *err)
{
    for (const char *s = id; *s; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || strchr(extra, *s)))
            return err_set(err, ERR_INVALID, path,
                           "\"%.60s\" may have small letters, digits and %s only", id,
                           strchr(extra, '-') ? "- and _" : "_");
    return 0;
}

static int check_cell(const struct matrix_def *m, size_t i, struct err *err)
{
    const struct cell_def *c = &m->cells[i];
    char path[32];

    snprintf(path, sizeof(path), "cells[%zu].id", i);
    if (str_index(matrix_off_cells, c->id) >= 0)
        return err_set(err, ERR_INVALID, path,
                       "\"%.60s\" is where accounts stand that are in no cell; take another id",
                       c->id);
    for (size_t k = 0; k < i; k++)
        if (str_eq(m->cells[k].id, c->id))
            return err_set(err, ERR_INVALID, path, "\"%.60s\" is the id of cells[%zu], too", c->id,
                           k);
    return check_id(c->id, "_", path, err);
}

/* Puts each cell where its bands say, so that its index is its place. */
static int order_cells(struct matrix_def *m, struct arena *arena, struct err *err)
{
    size_t n = (size_t)(m->y->bands * m->x->bands);
    struct cell_def *ordered = ARENA_ARRAY(arena, n, struct cell_def);
    char path[32];

    if (m->n_cells != n)
        return err_set(err, ERR_INVALID, "cells",
                       "must be %zu, one for each pair of %d and %d bands, are %zu", n,
                       (int)m->y->bands, (int)m->x->bands, m->n_cells);
    for (size_t i = 0; i < n; i++) {
        const struct cell_def *c = &m->cells[i];
        int y = band_index(m->y->bands, c->y), x = band_index(m->x->bands, c->x);
        snprintf(path, sizeof(path), "cells[%zu].%s", i, y < 0 ? "y" : "x");
        if (y < 0 || x < 0)
            return err_set(err, ERR_INVALID, path, "an axis of two bands has low and high only");
        struct cell_def *to = &ordered[y * m->x->bands + x];
        if (to->id)
            return err_set(err, ERR_INVALID, path,
                           "the place %s on y, %s on x is taken by cell \"%.40s\"", c->y, c->x,
                           to->id);
        *to = *c;
    }
    m->cells = ordered;
    return 0;
}

int matrix_def_check(struct matrix_def *m, struct arena *arena, struct err *err)
{
    AUTO_BUF text = {0};
    int rc = check_id(m->key, "-_", "key", err);

    if (rc >= 0)
        rc = check_axis(m->y, "y", err);
    if (rc >= 0)
        rc = check_axis(m->x, "x", err);
    if (rc >= 0 && str_eq(m->y->card, m->x->card))
        rc = err_set(err, ERR_INVALID, "x.card",
                     "is %.40s, as y.card is; a matrix crosses two different cards", m->x->card);
    for (size_t i = 0; rc >= 0 && i < m->n_cells; i++)
        rc = check_cell(m, i, err);
    if (rc >= 0)
        rc = order_cells(m, arena, err);
    if (rc < 0)
        return rc;
    if (m->segment && !*m->segment)
        m->segment = NULL;
    fields_write(matrix_def_fields, m, &text);
    m->text = arena_strdup(arena, buf_text(&text));
    return 0;
}

int matrix_def_parse(const char *json, struct arena *arena, struct matrix_def **ret,
                     struct err *err)
{
    struct matrix_def *m = ARENA_NEW(arena, struct matrix_def);
    json_t *v;
    int rc = json_parse(json, strlen(json), &v, err);

    if (rc < 0)
        return rc;
    json_keep(arena, v);
    fields_init(matrix_def_fields, m);
    rc = fields_read(matrix_def_fields, v, FIELDS_WHOLE, arena, m, err);
    if (rc >= 0)
        rc = matrix_def_check(m, arena, err);
    if (rc >= 0)
        *ret = m;
    return rc;
}

/* The edges between the bands. */
static void set_inner_edges(const struct axis_def *def, const struct card *card,
                            struct matrix_axis *ret)
{
    for (size_t b = 1; b < ret->n_bands; b++)
        ret->edges[b] = def->n_edges        ? def->edges[b - 1]
                        : ret->n_bands == 2 ? (card->low + card->high) / 2
                                            : card->edges[b];
}

static const char *band_label(const struct axis_def *def, const struct card *card, size_t b)
{
    if (def->n_labels)
        return def->labels[b];
    if (def->bands == CARD_BANDS)
        return card->bands[b].label;
    return b == 0 ? "Low" : "High";
}

int matrix_def_axis(const struct axis_def *def, const struct card *card, const char *path,
                    struct matrix_axis *ret, struct err *err)
{
    struct matrix_axis axis = {.card = def->card,
                               .label = def->label && *def->label ? def->label : card->name,
                               .n_bands = (size_t)def->bands};
    char place[48];

    axis.edges[0] = card->low;
    axis.edges[axis.n_bands] = card->high;
    set_inner_edges(def, card, &axis);
    for (size_t b = 0; b < axis.n_bands; b++) {
        /* Edges rise, so where a band is empty one of them lies outside of the card. */
        if (axis.edges[b] >= axis.edges[b + 1])
            return err_set(err, ERR_INVALID,
                           entry_of(path, "edges", def->n_edges && b > 0 ? b - 1 : 0, place),
                           "must lie between %g and %g, the ends of card %.40s", card->low,
                           card->high, card->key);
        axis.band_ids[b] = band_id(def->bands, b);
        axis.band_labels[b] = band_label(def, card, b);
    }
    *ret = axis;
    return 0;
}
