/* segment_view.h: segments as people see them: what they are made of, who uses them, how many
 * accounts they hold. The API and the command line show the same.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents. Errors: ERR_NOT_FOUND on "key"; ERR_INVALID on "day", "filter" or
 *            "filter_json". */
#pragma once
#include "scoring/portfolio/portfolio.h"
#include "scoring/segment/segment_store.h"

struct segment_user_view {
    const char *kind, *key, *name;
};
struct segment_view {
    const char *key, *name, *help, *filter;
    json_t *filter_json; /* NULL if the segment is broken */
    const char *problem; /* why it does not work; NULL: it does */
    const char **made_of;
    size_t n_made_of;
    const char **undated; /* fields that are not dated: they count for every day as they are now */
    size_t n_undated;
    bool needs_scores, is_of_all;
    struct segment_user_view *used_by;
    size_t n_used_by;
    int64_t accounts, arr_cents; /* missing if nobody counted */
    int64_t created, updated;
};
extern const struct field segment_view_fields[];

struct segment_list {
    int32_t day;
    struct segment_view *items;
    size_t n_items;
};
extern const struct field segment_list_fields[];

/* All, by key; counted as of the day unless is_counted is false. */
int segment_list_read(const struct portfolio_source *source, int32_t day, bool is_counted,
                      struct segment_list *ret, struct err *err);
int segment_view_read(const struct portfolio_source *source, int32_t day, const char *key,
                      bool is_counted, struct segment_view *ret, struct err *err);

/* A field's name among all fields: a band and its score have the same one elsewhere. */
const char *segment_field_label(const struct select_field *f, struct arena *arena);

/* What filters can be made of, as a builder offers it. */
struct filter_field_view {
    const char *name, *label;
    const char *type;              /* text choice segment number day boolean */
    const char *group;             /* segment account score money metric custom */
    const char **values, **labels; /* choices and segments */
    size_t n_values, n_labels;
    bool is_undated;
};
struct filter_field_list {
    struct filter_field_view *items;
    size_t n_items;
};
extern const struct field filter_field_list_fields[];
int filter_fields_read(const struct portfolio_source *source, struct filter_field_list *ret,
                       struct err *err);

/* What a filter would choose, before it is saved. */
struct segment_preview_in {
    int32_t day;
    const char *key; /* of the segment that is being changed */
    const char *filter;
    json_t *filter_json;
};
struct segment_preview_row {
    const char *key, *name;
    int64_t arr_cents;
};
struct segment_preview {
    int32_t day;
    const char *filter;
    json_t *filter_json;
    int64_t accounts, arr_cents;
    int64_t of_accounts, of_arr_cents; /* the customers of the day */
    const char **made_of;
    size_t n_made_of;
    const char **undated;
    size_t n_undated;
    bool needs_scores, is_of_all;
    struct segment_preview_row *largest;
    size_t n_largest;
};
extern const struct field segment_preview_in_fields[], segment_preview_fields[];
int segment_preview_make(const struct portfolio_source *source, const struct segment_preview_in *in,
                         struct segment_preview *ret, struct err *err);

/* The snapshot that a segment needs, and who is in it: members[row]. */
struct segment_members_of {
    const struct snapshot *s;
    struct placing placing; /* by the matrix of the settings */
    struct select_table table;
    const bool *is_member;
    size_t n;
    double arr; /* in units of currency */
};
/* tree: of a filter or a segment that has been read. ERR_INVALID on "day" if it is to come. */
int segment_evaluate(const struct portfolio_source *source, int32_t day, const struct filter *tree,
                     const struct select_needs *needs, struct segment_members_of *ret,
                     struct err *err);
struct select_needs segment_needs(const struct segment *s);
/* What a filter is made of, each thing once: fields that are not dated, in it and in the segments
 * it names, and those segments. Segments must have been read. */
struct segment_parts {
    const char **undated;
    size_t n_undated;
    const char **made_of;
    size_t n_made_of;
};
void segment_parts(const struct filter *tree, const struct segments *segments,
                   struct segment_parts *ret);
