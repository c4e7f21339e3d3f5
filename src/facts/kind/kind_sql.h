/* kind_sql.h: a kind's statements, put together from its field table. Inside facts/kind;
 * kind_sql_column and kind_sql_from also for who reads facts of any kind in a way of its own. */
#pragma once
#include "base/buf.h"
#include "facts/kind/kind.h"

/* "t.opened", or "r0.key" for the first reference. */
void kind_sql_column(const struct kind *kind, const struct field *f, struct buf *out);
/* ", t.key AS key, r0.key AS account, …": all fields. */
void kind_sql_columns(const struct kind *kind, struct buf *out);
/* " FROM ticket t JOIN account r0 ON … LEFT JOIN contact r1 ON …" */
void kind_sql_from(const struct kind *kind, struct buf *out);
/* The id and all fields of the row with $key. */
void kind_sql_get(const struct kind *kind, struct buf *out);
void kind_sql_get_by_id(const struct kind *kind, struct buf *out); /* … with $id */
void kind_sql_id(const struct kind *kind, struct buf *out);        /* the id of $key */
void kind_sql_insert(const struct kind *kind,
                     struct buf *out); /* $id, $<field>, $<reference column> */
void kind_sql_update(const struct kind *kind, struct buf *out); /* the same, but not created */
void kind_sql_delete(const struct kind *kind, struct buf *out); /* by $id */
