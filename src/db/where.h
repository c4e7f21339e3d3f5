/* where.h: filters as SQL conditions with bound parameters.
 *
 * The resolver's filter_field.ref is a struct where_column. What a filter means when values are
 * missing is said in json/filter.h; the SQL keeps to it.
 *
 * Ownership: arguments and their names live in the arena. */
#pragma once
#include "db/db.h"
#include "json/filter.h"

/* Where a field's value is found. */
struct where_column {
    const char *sql;    /* an SQL expression: "t.industry" */
    const char *member; /* the expression is a JSON object, and this names the member (letters,
                           digits, _); else NULL */
};
/* As an expression to compare, sort and select by. */
void where_column_write(const struct where_column *column, struct buf *out);

/* The arguments of a statement that is put together, for db_query; starts as {0}. */
struct where_args {
    struct db_arg *items; /* NULL: none; else they end like DB_ARGS */
    size_t n, cap;
};
/* Adds an argument and returns its name with the $: "$p3". */
const char *where_arg(struct where_args *args, struct arena *arena, struct db_arg arg);

/* Appends the condition, so that AND can follow; TRUE for NULL. */
void where_write(const struct filter *filter, struct where_args *args, struct arena *arena,
                 struct buf *out);
/* Appends "text contains needle" as a filter means it. */
void where_contains(const char *sql, const char *needle, struct where_args *args,
                    struct arena *arena, struct buf *out);
