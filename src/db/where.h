/* where.h: filters as SQL conditions with bound parameters.
 *
 * The resolver's filter_field.ref is a struct where_column. What a filter means when values are
 * missing is said in json/filter.h; the SQL keeps to it.
 *
 * Ownership: the arguments live in the arena. */
#pragma once
#include "db/db.h"
#include "json/filter.h"

/* Where a field's value is found. */
struct where_column {
    const char *sql;    /* an SQL expression: "t.industry" */
    const char *member; /* the column holds a JSON object, and this names the member; else NULL */
};

/* The arguments of a statement that is put together; starts as {0} and ends with {0} in items. */
struct where_args {
    struct db_arg *items;
    size_t n, cap;
};
/* Adds an argument and returns its name with the $: "$p3". */
const char *where_arg(struct where_args *args, struct arena *arena, struct db_arg arg);
/* Appends the condition in parentheses; TRUE for NULL. */
void where_write(const struct filter *filter, struct where_args *args, struct arena *arena,
                 struct buf *out);
