#include "intake/csv/plan.h"

#include "base/str.h"
#include "intake/csv/plan_parts.h"
#include "intake/csv/value_word.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

void plan_refuse(struct plan *p, const char *code, const char *column, const char *text)
{
    p->report.is_refused = true;
    findings_add(
        p->findings,
        &(struct finding){.severity = "error", .code = code, .column = column, .text = text});
}

static const char *delimiter_name(char delimiter)
{
    return delimiter == ','   ? "comma"
           : delimiter == ';' ? "semicolon"
           : delimiter == '|' ? "bar"
                              : "tab";
}

/* The mapping's part for this file: of the user's mapping by the file's name; else of the mapping
 * that names the file's columns, all of them and no other. */
static const struct map_file *choose_map(const struct plan_options *o, struct plan *p)
{
    const struct csv_shape *s = &p->shape;

    for (size_t i = 0; o->told && i < o->told->n_files; i++) {
        if (map_file_fits_name(&o->told->files[i], p->report.name)) {
            p->report.mapping = o->told->name;
            return &o->told->files[i];
        }
    }
    for (size_t k = 0; !o->told && k < o->n_known; k++) {
        const struct mapping *m = &o->known[k];
        for (size_t i = 0; i < m->n_files; i++) {
            if (map_file_covers(&m->files[i], s->headers, s->n_headers)) {
                p->report.mapping = m->name;
                return &m->files[i];
            }
        }
    }
    return NULL;
}

/* How well a kind fits the columns. */
struct fit {
    int score;           /* two for each field found, five if the file is called like the kind */
    const char *missing; /* a field that has to be there and is not */
};
#define LEAST_SCORE 4 /* one field in common is chance */

static bool needs_column(const struct field *f)
{
    return f->required && !f->read_only && f->type != FIELD_T_BOOL && strcmp(f->name, "key") != 0;
}

static bool is_implied(const struct field *f, const struct plan *p,
                       const struct header_match *matches)
{
    if (!str_eq(f->name, PLAN_INTERVAL))
        return false;
    for (size_t i = 0; i < p->shape.n_headers; i++)
        if (matches[i].target.field && str_eq(matches[i].target.field->name, PLAN_AMOUNT))
            return plan_interval_of(p->shape.headers[i]) != NULL;
    return false;
}

static struct fit fit_of(const struct plan *p, const struct subject *subject, struct arena *arena)
{
    size_t n_fields = fields_count(subject->shape.fields), n = p->shape.n_headers;
    bool *is_taken = ARENA_ARRAY(arena, n_fields, bool);
    struct header_match *matches = ARENA_ARRAY(arena, n, struct header_match);
    struct fit fit = {0};
    char file[256], word[64];

    target_match(subject, p->shape.headers, n, is_taken, matches);
    for (size_t i = 0; i < n; i++)
        fit.score += matches[i].target.field ? 2 : 0;
    for (size_t i = 0; i < n_fields && !fit.missing; i++) {
        const struct field *f = &subject->shape.fields[i];
        if (needs_column(f) && !is_taken[i] && !is_implied(f, p, matches))
            fit.missing = f->name;
    }
    word_fold(file, sizeof(file), p->report.name);
    if (strstr(file, word_fold(word, sizeof(word), subject->name)))
        fit.score += 5;
    return fit;
}

static void refuse_subject(struct plan *p, const struct subject *nearest, const struct fit *fit)
{
    char text[256];

    if (fit->score < LEAST_SCORE)
        snprintf(text, sizeof(text), "the columns are like no kind of fact; give a mapping");
    else
        snprintf(
            text, sizeof(text),
            "the file looks most like a list of %s, but no column is their \"%s\"; rename one, "
            "or give a mapping",
            nearest->plural, fit->missing);
    plan_refuse(p, "unknown_kind", NULL, text);
}

static bool guess_subject(struct plan *p, struct arena *arena)
{
    struct subject s, best = {0};
    struct fit best_fit = {.missing = ""};

    for (size_t i = 0; subject_at(i, &s); i++) {
        struct fit fit = fit_of(p, &s, arena);
        if (fit.score > best_fit.score ||
            (fit.score == best_fit.score && best_fit.missing && !fit.missing)) {
            best_fit = fit;
            best = s;
        }
    }
    if (best_fit.missing || best_fit.score < LEAST_SCORE) {
        refuse_subject(p, &best, &best_fit);
        return false;
    }
    p->subject = best;
    return true;
}

static void start_report(struct plan *p, const struct plan_options *o)
{
    const struct csv_shape *s = &p->shape;
    struct import_file *r = &p->report;

    r->encoding = encoding_names[s->encoding];
    r->delimiter = delimiter_name(s->delimiter);
    r->columns = ARENA_ARRAY(o->arena, s->n_headers, struct import_column);
    r->n_columns = s->n_headers;
    for (size_t i = 0; i < s->n_headers; i++)
        r->columns[i] = (struct import_column){.header = s->headers[i], .how = "unmatched"};
}

static void check_headers(struct plan *p)
{
    const struct csv_shape *s = &p->shape;
    char text[256];

    for (size_t i = 0; i < s->n_headers; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!*s->headers[i] || strcasecmp(s->headers[i], s->headers[k]) != 0)
                continue;
            snprintf(text, sizeof(text),
                     "columns %zu and %zu have the same header \"%.60s\"; rename one", k + 1, i + 1,
                     s->headers[i]);
            plan_refuse(p, "same_header", NULL, text);
            return;
        }
    }
}

/* What the file must have, once it is known what fills what. */
static void check_required(struct plan *p)
{
    const struct field *fields = p->subject.shape.fields;
    char text[256];
    bool has_owner = p->subject.kind != NULL;

    p->makes_keys = p->subject.kind != NULL;
    for (size_t i = 0; fields[i].type != FIELD_T_END; i++) {
        bool is_bound = false;
        for (size_t k = 0; k < p->n_bindings; k++)
            is_bound |= p->bindings[k].field_index == i;
        if (is_bound && strcmp(fields[i].name, "key") == 0)
            p->makes_keys = false;
        has_owner |= is_bound && (strcmp(fields[i].name, "account") == 0 ||
                                  strcmp(fields[i].name, "subscription") == 0);
        if (!needs_column(&fields[i]) || is_bound)
            continue;
        snprintf(
            text, sizeof(text),
            "no column is the %s's \"%s\" (%s), which it must have; map one, or give a constant",
            p->subject.name, fields[i].name, fields[i].help);
        plan_refuse(p, "missing_column", NULL, text);
    }
    if (!has_owner)
        plan_refuse(p, "missing_column", NULL,
                    "no column says whose usage it is; map one to \"account\" or \"subscription\"");
}

static int plan_known_file(const struct plan_options *o, struct plan *p, struct err *err)
{
    start_report(p, o);
    check_headers(p);
    const struct map_file *map = choose_map(o, p);
    if (map)
        p->subject = map->subject;
    else if (p->report.is_refused || !guess_subject(p, o->arena))
        return 0;
    p->report.kind = p->subject.name;
    plan_bind(p, map, o->arena);
    check_required(p);
    return p->report.is_refused ? 0 : plan_profile(p, o, err);
}

int plan_file(const struct plan_options *o, const char *path, const char *name, struct plan *ret,
              struct err *err)
{
    struct plan p = {.path = path, .findings = findings_new(o->arena)};
    struct err why = {0};

    fields_init(import_file_fields, &p.report);
    p.report.name = name;
    p.report.rows = p.report.new = p.report.changed = p.report.unchanged = 0;
    p.report.rejected = p.report.duplicates = 0;
    int rc = csv_file_look(path, o->arena, &p.shape, &why);
    if (rc == 0)
        rc = plan_known_file(o, &p, &why);
    if (rc == ERR_INVALID || rc == ERR_TOO_LARGE)
        plan_refuse(&p, "unreadable", NULL, why.text);
    else if (rc < 0)
        return err_set(err, rc, why.field, "%s", why.text);
    *ret = p;
    return 0;
}
