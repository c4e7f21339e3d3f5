/* The matrices that there are: what the matrix page chooses from and Settings edit. */
#include "base/str.h"
#include "http/service.h"
#include "scoring/matrix/matrices.h"
#include "scoring/scoring.h"
#include "scoring/setting/settings.h"

struct matrix_summary {
    const char *key, *name, *help, *segment;
    const char *y, *x; /* the cards */
    int64_t y_bands, x_bands;
    bool is_default;
};
static const struct field matrix_summary_fields[] = {
    FIELD_STR(struct matrix_summary, key, .required = true),
    FIELD_STR(struct matrix_summary, name, .required = true),
    FIELD_STR(struct matrix_summary, help, .max = 1000),
    FIELD_STR(struct matrix_summary, segment, .help = "Its accounts; null: all customers"),
    FIELD_STR(struct matrix_summary, y, .required = true, .help = "The card upwards"),
    FIELD_STR(struct matrix_summary, x, .required = true, .help = "The card to the right"),
    FIELD_I64(struct matrix_summary, y_bands, .required = true),
    FIELD_I64(struct matrix_summary, x_bands, .required = true),
    FIELD_BOOL(struct matrix_summary, is_default, .required = true,
               .help = "The one that the settings name"),
    FIELD_END,
};
struct matrix_list {
    struct matrix_summary *items;
    size_t n_items;
};
static const struct field matrix_list_fields[] = {
    FIELD_LIST(struct matrix_list, items, matrix_summary, .required = true, .help = "By name"),
    FIELD_END,
};

HANDLER(matrices_get, nothing, matrix_list)
{
    struct settings settings;
    struct matrix_def **all;
    size_t n;
    int rc = settings_load(r->conn, r->arena, &settings, &r->err);

    if (rc >= 0)
        rc = matrices_load(r->conn, r->arena, &all, &n, &r->err);
    if (rc < 0)
        return rc;
    out->items = ARENA_ARRAY(r->arena, n, struct matrix_summary);
    out->n_items = n;
    for (size_t i = 0; i < n; i++)
        out->items[i] = (struct matrix_summary){
            .key = all[i]->key,
            .name = all[i]->name,
            .help = all[i]->help,
            .segment = all[i]->segment,
            .y = all[i]->y->card,
            .x = all[i]->x->card,
            .y_bands = all[i]->y->bands,
            .x_bands = all[i]->x->bands,
            .is_default = str_eq(all[i]->key, settings.matrix),
        };
    return 0;
}

const struct endpoint matrices_endpoints[] = {
    {"GET", "/api/v1/matrices", "List the matrices", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(matrix_list), .fn = matrices_get_call},
    ENDPOINT_END,
};
