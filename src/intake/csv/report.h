/* report.h: what an import found and did: the same structs are printed by the command line and sent
 * as JSON.
 *
 * Threads:   one report belongs to one import.
 * Ownership: texts and lists live in the import's arena.
 * Units:     rows are records after the header. */
#pragma once
#include "base/arena.h"
#include "json/field.h"

#include <stdint.h>

#define EXAMPLES_MAX 5

struct import_example {
    int64_t line;
    const char *column, *value, *reason;
};
extern const struct field import_example_fields[];

/* One kind of finding in one file. */
struct import_issue {
    const char *severity; /* import_severities */
    const char *code;     /* for programs: "bad_value" "duplicate" … */
    const char *text;     /* for people: what it is and what to do */
    int64_t count;
    struct import_example *examples; /* the first EXAMPLES_MAX */
    size_t n_examples;
};
extern const struct field import_issue_fields[];
extern const char *const import_severities[]; /* error warning info */

struct import_column {
    const char *header;
    const char *field; /* where its values go; NULL: nowhere */
    const char *how;   /* import_hows */
    const char *note;  /* why it is ignored, or what is computed from it */
    const char **sample;
    size_t n_sample;
    const char *date_order; /* of dates: told, or found */
};
extern const struct field import_column_fields[];
extern const char *const import_hows[]; /* name synonym mapping custom ignored unmatched */

struct import_file {
    const char *name;
    const char *kind;    /* NULL: not known */
    const char *mapping; /* the mapping that was used; NULL: names and synonyms */
    const char *encoding, *delimiter;
    int64_t rows, new, changed, unchanged, rejected, duplicates;
    bool is_refused; /* nothing of the file is taken; an issue says why */
    struct import_column *columns;
    size_t n_columns;
    struct import_issue *issues;
    size_t n_issues;
    int32_t from, to; /* the first and last day of what the rows tell */
};
extern const struct field import_file_fields[];

struct import_report {
    struct import_file *files; /* in the order in which they are imported */
    size_t n_files;
    bool is_dry_run;
    int64_t rows, new, changed, unchanged, rejected; /* of all files */
};
extern const struct field import_report_fields[];

/* Where the findings of one file gather; findings of the same code and column are one issue. */
struct findings;
struct findings *findings_new(struct arena *arena);

struct finding {
    const char *severity, *code;
    const char *column; /* of the file; NULL: none, and not part of what makes issues the same */
    const char *text;   /* used when the issue is new; copied */
    int64_t line;       /* 0: no example */
    const char *value, *reason; /* of the example; copied, cut when long */
};
void findings_add(struct findings *f, const struct finding *finding);
/* Adds n to the count of an issue without an example. */
void findings_count(struct findings *f, const struct finding *finding, int64_t n);
/* Errors first, then warnings, then the rest; each by count. */
void findings_list(const struct findings *f, struct import_issue **ret, size_t *ret_n);
