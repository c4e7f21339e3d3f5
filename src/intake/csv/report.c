#include "intake/csv/report.h"

#include "base/str.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#define VALUE_BYTES 120   /* of an example */
#define TEXT_MAX    65536 /* nothing is longer; headers may be as long as a field */
/* Codes are few and columns at most 500; this only guards against a mistake. */
#define ISSUES_MAX 2000

const char *const import_severities[] = {"error", "warning", "info", NULL};
const char *const import_hows[] = {"name",    "synonym",   "mapping", "custom",
                                   "ignored", "unmatched", NULL};

const struct field import_example_fields[] = {
    FIELD_I64(struct import_example, line, .required = true, .help = "The row's first line"),
    FIELD_STR(struct import_example, column, .max = TEXT_MAX, .help = "The column's header"),
    FIELD_STR(struct import_example, value, .max = TEXT_MAX),
    FIELD_STR(struct import_example, reason, .max = TEXT_MAX),
    FIELD_END,
};

const struct field import_issue_fields[] = {
    FIELD_ENUM(struct import_issue, severity, import_severities, .required = true),
    FIELD_STR(struct import_issue, code, .required = true, .help = "What it is, for programs"),
    FIELD_STR(struct import_issue, text, .max = TEXT_MAX, .required = true,
              .help = "What it is, for people"),
    FIELD_I64(struct import_issue, count, .required = true),
    FIELD_LIST(struct import_issue, examples, import_example, .required = true),
    FIELD_END,
};

const struct field import_column_fields[] = {
    FIELD_STR(struct import_column, header, .max = TEXT_MAX, .required = true),
    FIELD_STR(struct import_column, field, .max = TEXT_MAX,
              .help = "Where its values go; null: nowhere"),
    FIELD_ENUM(struct import_column, how, import_hows, .required = true,
               .help = "By what the field was found"),
    FIELD_STR(struct import_column, note, .max = TEXT_MAX,
              .help = "Why it is ignored, or what it was taken for"),
    FIELD_STRS(struct import_column, sample, .required = true, .help = "The first values"),
    FIELD_STR(struct import_column, date_order, .help = "Of dates: ymd, dmy or mdy"),
    FIELD_END,
};

const struct field import_file_fields[] = {
    FIELD_STR(struct import_file, name, .max = TEXT_MAX, .required = true),
    FIELD_STR(struct import_file, kind, .help = "What its rows are; null: not known"),
    FIELD_STR(struct import_file, mapping, .help = "Null: columns were matched by their names"),
    FIELD_STR(struct import_file, encoding),
    FIELD_STR(struct import_file, delimiter),
    FIELD_I64(struct import_file, rows, .required = true),
    FIELD_I64(struct import_file, new, .required = true),
    FIELD_I64(struct import_file, changed, .required = true),
    FIELD_I64(struct import_file, unchanged, .required = true),
    FIELD_I64(struct import_file, rejected, .required = true),
    FIELD_I64(struct import_file, duplicates, .required = true,
              .help = "Of the rejected: the key stood on an earlier line"),
    FIELD_BOOL(struct import_file, is_refused, .required = true,
               .help = "Nothing of the file is taken; an issue says why"),
    FIELD_LIST(struct import_file, columns, import_column, .required = true),
    FIELD_LIST(struct import_file, issues, import_issue, .required = true),
    FIELD_DAY(struct import_file, from, .help = "First day that the rows tell of"),
    FIELD_DAY(struct import_file, to, .help = "Last day that the rows tell of"),
    FIELD_END,
};

const struct field import_report_fields[] = {
    FIELD_LIST(struct import_report, files, import_file, .required = true),
    FIELD_BOOL(struct import_report, is_dry_run, .required = true, .help = "Nothing was written"),
    FIELD_I64(struct import_report, rows, .required = true),
    FIELD_I64(struct import_report, new, .required = true),
    FIELD_I64(struct import_report, changed, .required = true),
    FIELD_I64(struct import_report, unchanged, .required = true),
    FIELD_I64(struct import_report, rejected, .required = true),
    FIELD_END,
};

struct found {
    struct import_issue issue;
    const char *column;
};

struct findings {
    struct arena *arena;
    VEC(struct found) found;
};

static void findings_forget(void *p)
{
    struct findings *f = p;
    vec_done(&f->found);
}

struct findings *findings_new(struct arena *arena)
{
    struct findings *f = ARENA_NEW(arena, struct findings);

    f->arena = arena;
    arena_defer(arena, findings_forget, f);
    return f;
}

static struct import_issue *issue_of(struct findings *f, const struct finding *finding)
{
    for (size_t i = 0; i < f->found.n; i++) {
        struct found *x = &f->found.items[i];
        if (str_eq(x->issue.code, finding->code) && str_eq(x->column, finding->column))
            return &x->issue;
    }
    if (f->found.n == ISSUES_MAX)
        return &f->found.items[ISSUES_MAX - 1].issue;
    struct found new = {.column = arena_strdup(f->arena, finding->column)};
    new.issue.severity = finding->severity;
    new.issue.code = finding->code;
    new.issue.text = arena_strdup(f->arena, finding->text);
    new.issue.examples = ARENA_ARRAY(f->arena, EXAMPLES_MAX, struct import_example);
    vec_push(&f->found, new);
    return &f->found.items[f->found.n - 1].issue;
}

static const char *copy_cut(struct arena *arena, const char *s)
{
    char text[VALUE_BYTES];

    if (!s)
        return NULL;
    str_copy(text, sizeof(text), s);
    return strlen(text) == strlen(s) ? arena_strdup(arena, text) : arena_printf(arena, "%s…", text);
}

void findings_add(struct findings *f, const struct finding *finding)
{
    struct import_issue *issue = issue_of(f, finding);

    issue->count++;
    if (finding->line == 0 || issue->n_examples == EXAMPLES_MAX)
        return;
    issue->examples[issue->n_examples++] = (struct import_example){
        finding->line, arena_strdup(f->arena, finding->column), copy_cut(f->arena, finding->value),
        copy_cut(f->arena, finding->reason)};
}

void findings_count(struct findings *f, const struct finding *finding, int64_t n)
{
    if (n > 0)
        issue_of(f, finding)->count += n;
}

static int compare_issues(const void *a, const void *b)
{
    const struct import_issue *x = a, *y = b;
    int by_severity =
        str_index(import_severities, x->severity) - str_index(import_severities, y->severity);

    if (by_severity)
        return by_severity;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->text, y->text);
}

void findings_list(const struct findings *f, struct import_issue **ret, size_t *ret_n)
{
    struct import_issue *list = ARENA_ARRAY(f->arena, f->found.n, struct import_issue);

    for (size_t i = 0; i < f->found.n; i++)
        list[i] = f->found.items[i].issue;
    if (f->found.n)
        qsort(list, f->found.n, sizeof(*list), compare_issues);
    *ret = list;
    *ret_n = f->found.n;
}
