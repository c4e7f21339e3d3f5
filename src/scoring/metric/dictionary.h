/* dictionary.h: the metrics of a database: the built-in ones, which are the same everywhere and
 * keep their indices (metric.h), and behind them the organisation's own.
 *
 *     const struct dictionary *d;
 *     rc = dictionary_load(c, arena, &d, err);
 *     int m = dictionary_index(d, "urgent_tickets_90d");
 *     use(d->items[m].label);
 *
 * Whoever computes numbers names the dictionary that they are to follow (factbook_options); the
 * columns of metrics_compute then have its order.
 *
 * Threads:   constant. Ownership: the arena; it must outlive the factbooks loaded with it.
 * Errors:    those of the database. */
#pragma once
#include "scoring/metric/metric.h"
#include "scoring/metric/own_metric.h"

struct dictionary {
    const struct metric *items;
    size_t n;
    const struct own_plan *const *own; /* of items[n − n_own + k] */
    size_t n_own;
    int32_t usage_days; /* that the own ones look back */
};

int dictionary_load(struct conn *c, struct arena *arena, const struct dictionary **ret,
                    struct err *err);
/* The built-in metrics alone. */
const struct dictionary *dictionary_builtin(void);
/* One of the organisation's own behind the built-in ones: for trying it. */
const struct dictionary *dictionary_with(const struct own_plan *plan, struct arena *arena);
/* −1 if there is none of the id. */
int dictionary_index(const struct dictionary *d, const char *id);
/* For str_nearest: all ids; ends with NULL. */
const char *const *dictionary_ids(const struct dictionary *d, struct arena *arena);
/* Appends the own metrics and their versions: dictionaries with equal texts compute the same. */
int dictionary_stamp(struct conn *c, struct buf *out, struct err *err);

/* A row as it is stored; dictionary_load passes over one that makes no sense any more. */
struct own_metric_row {
    const char *id;
    int64_t version;
    json_t *definition;
    int64_t created, updated;
    const char *updated_by;
};
extern const struct field own_metric_row_fields[];
/* Reads the definition of a row. */
int own_metric_read(const struct own_metric_row *row, struct arena *arena, struct own_metric *ret,
                    struct err *err);
int own_metric_rows(struct conn *c, struct arena *arena, struct own_metric_row **ret, size_t *ret_n,
                    struct err *err);
