#include "intake/csv/mapping.h"

#include "base/str.h"
#include "intake/csv/value_date.h"
#include "json/parse.h"

#include <fnmatch.h>
#include <string.h>
#include <strings.h>

/* mappings/ravenstack.json */
extern const char ravenstack_json[];
const char *const mapping_builtin[] = {ravenstack_json, NULL};

static const char *const decimal_names[] = {".", ",", NULL};
static const char *const unit_names[] = {"seconds", "minutes", "hours", "days", NULL};

static const struct field map_rule_fields[] = {
    FIELD_STR(struct map_rule, field, .min = 1),
    FIELD_STR(struct map_rule, ignore, .max = 500),
    FIELD_F64(struct map_rule, factor),
    FIELD_JSON(struct map_rule, values),
    FIELD_ENUM(struct map_rule, date_order, date_order_names + 1),
    FIELD_ENUM(struct map_rule, decimal, decimal_names),
    FIELD_STR(struct map_rule, after),
    FIELD_ENUM(struct map_rule, unit, unit_names),
    FIELD_STRS(struct map_rule, if_true, .min = 1, .max = 10),
    FIELD_END,
};

/* The parts of a file's mapping as they stand in JSON. */
struct map_file_text {
    const char *match, *kind;
    json_t *columns, *constants;
    const char **ignore;
    size_t n_ignore;
};
static const struct field map_file_text_fields[] = {
    FIELD_STR(struct map_file_text, match),
    FIELD_STR(struct map_file_text, kind, .min = 1, .required = true),
    FIELD_JSON(struct map_file_text, columns, .max = 65536, .required = true),
    FIELD_JSON(struct map_file_text, constants),
    FIELD_STRS(struct map_file_text, ignore),
    FIELD_END,
};

struct mapping_text {
    const char *name;
    struct map_file_text *files;
    size_t n_files;
};
static const struct field mapping_text_fields[] = {
    FIELD_STR(struct mapping_text, name, .min = 1, .max = 80, .required = true),
    FIELD_LIST(struct mapping_text, files, map_file_text, .min = 1, .max = 100, .required = true),
    FIELD_END,
};

struct parse {
    struct arena *arena;
    const struct map_file_text *text;
    struct map_file *file;
    struct err *err;
};

static int check_field_type(struct parse *p, const char *name, const char *where, bool needs_day)
{
    const struct field *f = fields_find(p->file->subject.shape.fields, name);

    if (f && (f->type == FIELD_T_TIME || (f->type == FIELD_T_DAY && !needs_day)))
        return 0;
    return err_set(p->err, ERR_INVALID, where, "\"%.60s\" is not a time of %s", name,
                   p->file->subject.name);
}

/* What a rule computes has to fit the field that it goes to. */
static int check_rule(struct parse *p, const struct map_rule *r)
{
    int rc = 0;

    if (!r->after != !r->unit)
        return err_set(
            p->err, ERR_INVALID, r->after ? "unit" : "after",
            "\"after\" and \"unit\" belong together: a duration and what it counts from");
    if (r->after && r->n_if_true)
        return err_set(p->err, ERR_INVALID, "if_true", "cannot stand beside \"after\"");
    if (r->after || r->n_if_true)
        rc = check_field_type(p, r->target.field->name, "field", true);
    if (rc == 0 && r->after)
        rc = check_field_type(p, r->after, "after", false);
    for (size_t i = 0; rc == 0 && i < r->n_if_true; i++)
        rc = check_field_type(p, r->if_true[i], "if_true", true);
    return rc;
}

static int read_rule(struct parse *p, const char *header, const json_t *v)
{
    struct map_rule r;

    fields_init(map_rule_fields, &r);
    r.header = header;
    r.constant = NULL;
    int rc = 0;
    if (json_is_string(v))
        r.field = json_string_value(v);
    else
        rc = fields_read(map_rule_fields, v, FIELDS_WHOLE, p->arena, &r, p->err);
    if (rc == 0 && !r.field == !r.ignore)
        rc = err_set(p->err, ERR_INVALID, "field",
                     "say either the field that the column fills, or why to \"ignore\" it");
    if (rc == 0 && r.ignore) {
        p->file->ignores[p->file->n_ignores++] = (struct map_ignore){header, r.ignore};
        return 0;
    }
    if (rc == 0)
        rc = target_find(&p->file->subject, r.field, p->arena, &r.target, p->err);
    if (rc == 0)
        rc = check_rule(p, &r);
    if (rc == 0)
        p->file->rules[p->file->n_rules++] = r;
    return rc;
}

static int read_columns(struct parse *p)
{
    const char *header;
    json_t *v;

    json_object_foreach (p->text->columns, header, v) {
        int rc = 0;
        if (!json_is_array(v))
            rc = read_rule(p, header, v);
        for (size_t i = 0; rc == 0 && json_is_array(v) && i < json_array_size(v); i++)
            rc = read_rule(p, header, json_array_get(v, i));
        if (rc < 0)
            return err_prefix(p->err, "columns.%s", header);
    }
    return 0;
}

/* As it would stand in a file; NULL for what could not. */
static const char *constant_text(const json_t *v, struct arena *arena)
{
    AUTO_BUF text = {0};

    if (json_is_string(v))
        return json_string_value(v);
    if (json_is_boolean(v))
        return json_is_true(v) ? "true" : "false";
    if (!json_is_number(v))
        return NULL;
    text_write_f64(&text, json_number_value(v));
    return arena_strdup(arena, buf_text(&text));
}

static int read_constants(struct parse *p)
{
    const char *field;
    json_t *v;

    json_object_foreach (p->text->constants, field, v) {
        struct map_rule r;
        fields_init(map_rule_fields, &r);
        r.header = NULL;
        r.field = field;
        r.constant = constant_text(v, p->arena);
        int rc = r.constant ? target_find(&p->file->subject, field, p->arena, &r.target, p->err)
                            : err_set(p->err, ERR_INVALID, field,
                                      "must be a text, a number, true or false");
        if (rc < 0)
            return err_prefix(p->err, "constants.%s", field);
        p->file->rules[p->file->n_rules++] = r;
    }
    return 0;
}

/* Two columns may not fill one field: which would count? */
static int check_once(struct parse *p)
{
    const struct map_file *m = p->file;

    for (size_t i = 0; i < m->n_rules; i++) {
        const struct map_rule *a = &m->rules[i];
        for (size_t k = 0; k < i; k++) {
            const struct map_rule *b = &m->rules[k];
            if (a->target.field == b->target.field && str_eq(a->target.custom, b->target.custom))
                return err_set(p->err, ERR_INVALID, a->field,
                               "the field \"%.60s\" is filled twice, by \"%.60s\" and \"%.60s\"",
                               a->field, b->header ? b->header : "a constant",
                               a->header ? a->header : "a constant");
        }
    }
    return 0;
}

static size_t count_rules(const struct map_file_text *text)
{
    size_t n = json_object_size(text->constants);
    const char *header;
    json_t *v;

    json_object_foreach (text->columns, header, v)
        n += json_is_array(v) ? json_array_size(v) : 1;
    return n;
}

static int read_file(struct parse *p)
{
    const struct map_file_text *text = p->text;
    struct map_file *m = p->file;

    if (!subject_find(text->kind, &m->subject))
        return err_set(p->err, ERR_INVALID, "kind", "there is no kind of fact called \"%.60s\"",
                       text->kind);
    m->match = text->match;
    m->rules = ARENA_ARRAY(p->arena, count_rules(text), struct map_rule);
    m->ignores = ARENA_ARRAY(p->arena, text->n_ignore + count_rules(text), struct map_ignore);
    for (size_t i = 0; i < text->n_ignore; i++)
        m->ignores[m->n_ignores++] = (struct map_ignore){text->ignore[i], NULL};
    int rc = read_constants(p);
    if (rc == 0)
        rc = read_columns(p);
    return rc < 0 ? rc : check_once(p);
}

int mapping_read(json_t *json, struct arena *arena, struct mapping *ret, struct err *err)
{
    struct mapping_text text;

    fields_init(mapping_text_fields, &text);
    int rc = fields_read(mapping_text_fields, json, FIELDS_WHOLE, arena, &text, err);
    if (rc < 0)
        return rc;
    struct mapping m = {.name = text.name, .n_files = text.n_files, .json = json};
    m.files = ARENA_ARRAY(arena, text.n_files, struct map_file);
    for (size_t i = 0; i < text.n_files; i++) {
        struct parse p = {arena, &text.files[i], &m.files[i], err};
        rc = read_file(&p);
        if (rc < 0)
            return err_prefix(err, "files[%zu]", i);
    }
    *ret = m;
    return 0;
}

int mapping_parse(const char *text, size_t n, struct arena *arena, struct mapping *ret,
                  struct err *err)
{
    json_t *json;

    int rc = json_parse(text, n, &json, err);
    return rc < 0 ? rc : mapping_read(json_keep(arena, json), arena, ret, err);
}

bool map_file_fits_name(const struct map_file *m, const char *file_name)
{
    return !m->match || fnmatch(m->match, file_name, FNM_CASEFOLD) == 0;
}

static bool has_header(const char *const *headers, size_t n, const char *header)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(headers[i], header) == 0)
            return true;
    return false;
}

const char *map_file_missing_header(const struct map_file *m, const char *const *headers,
                                    size_t n_headers)
{
    for (size_t i = 0; i < m->n_rules; i++)
        if (m->rules[i].header && !has_header(headers, n_headers, m->rules[i].header))
            return m->rules[i].header;
    for (size_t i = 0; i < m->n_ignores; i++)
        if (!has_header(headers, n_headers, m->ignores[i].header))
            return m->ignores[i].header;
    return NULL;
}

static bool names_header(const struct map_file *m, const char *header)
{
    for (size_t i = 0; i < m->n_rules; i++)
        if (m->rules[i].header && strcasecmp(m->rules[i].header, header) == 0)
            return true;
    for (size_t i = 0; i < m->n_ignores; i++)
        if (strcasecmp(m->ignores[i].header, header) == 0)
            return true;
    return false;
}

bool map_file_covers(const struct map_file *m, const char *const *headers, size_t n_headers)
{
    for (size_t i = 0; i < n_headers; i++)
        if (!names_header(m, headers[i]))
            return false;
    return map_file_missing_header(m, headers, n_headers) == NULL;
}
