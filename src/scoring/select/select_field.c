#include "scoring/select/select_field.h"

#include "base/day.h"
#include "base/str.h"
#include "facts/kind/custom.h"
#include "scoring/metric/dictionary.h"
#include "scoring/select/custom_column.h"
#include "scoring/select/segments.h"
#include "scoring/select/segments_make.h"

#include <math.h>
#include <string.h>

#define CUSTOM_PREFIX "custom."
#define CENTS         100

static const char *const lifecycles[] = {"prospect", "onboarding", "active", "churned", NULL};
const char *const prospect_verdicts[] = {"qualified", "nurture", "unqualified", "unknown", NULL};
static const char *const bands[] = {"low", "medium", "high", NULL};

static const struct select_field built_in[] = {
    {"key", "Key", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_KEY},
    {"name", "Name", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_NAME},
    {"owner", "Owner", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_OWNER},
    {"lifecycle", "Lifecycle", FIELD_T_ENUM, lifecycles, FROM_LIFECYCLE, 0},
    {"stage", "Stage", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_STAGE},
    {"size_band", "Size", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_SIZE_BAND},
    {"location", "Location", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_LOCATION},
    {"industry", "Industry", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_INDUSTRY},
    {"use_case", "Use case", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_USE_CASE},
    {"adopter_type", "Adopter type", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_ADOPTER_TYPE},
    {"plan", "Plan", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_PLAN},
    {"parent", "Parent account", FIELD_T_STR, NULL, FROM_ATTRIBUTE, ATTR_PARENT},
    {"health_band", "Health", FIELD_T_ENUM, bands, FROM_WORD, WORD_HEALTH_BAND},
    {"maturity_band", "Maturity", FIELD_T_ENUM, bands, FROM_WORD, WORD_MATURITY_BAND},
    {"health_card", "Health card", FIELD_T_STR, NULL, FROM_WORD, WORD_HEALTH_CARD},
    {"maturity_card", "Maturity card", FIELD_T_STR, NULL, FROM_WORD, WORD_MATURITY_CARD},
    {"verdict", "Verdict on a prospect", FIELD_T_ENUM, prospect_verdicts, FROM_WORD, WORD_VERDICT},
    {"cell", "Cell", FIELD_T_ENUM, NULL, FROM_CELL, 0},
    {"health", "Health", FIELD_T_F64, NULL, FROM_KEPT, KEPT_HEALTH},
    {"health_coverage_pct", "Coverage of health", FIELD_T_F64, NULL, FROM_COVERAGE,
     KEPT_HEALTH_COVERAGE},
    {"health_freshness_days", "Oldest input of health", FIELD_T_F64, NULL, FROM_KEPT,
     KEPT_HEALTH_FRESHNESS},
    {"maturity", "Maturity", FIELD_T_F64, NULL, FROM_KEPT, KEPT_MATURITY},
    {"maturity_coverage_pct", "Coverage of maturity", FIELD_T_F64, NULL, FROM_COVERAGE,
     KEPT_MATURITY_COVERAGE},
    {"maturity_freshness_days", "Oldest rating of maturity", FIELD_T_F64, NULL, FROM_KEPT,
     KEPT_MATURITY_FRESHNESS},
    {"qualification", "Qualification", FIELD_T_F64, NULL, FROM_KEPT, KEPT_QUALIFICATION},
    {"arr", "ARR", FIELD_T_F64, NULL, FROM_KEPT, KEPT_ARR},
    {"arr_cents", "ARR in cents", FIELD_T_F64, NULL, FROM_ARR_CENTS, 0},
    {"days_to_renewal", "Days to renewal", FIELD_T_F64, NULL, FROM_KEPT, KEPT_RENEWAL_DAYS},
    {"renewal_days", "Days to renewal", FIELD_T_F64, NULL, FROM_KEPT, KEPT_RENEWAL_DAYS},
    {"ltv_3y", "Lifetime value, 3 years", FIELD_T_F64, NULL, FROM_LTV, 0},
    {"gross_margin_pct", "Gross margin", FIELD_T_F64, NULL, FROM_MARGIN, 0},
    {"employees", "Employees", FIELD_T_F64, NULL, FROM_EMPLOYEES, 0},
    {"start", "Start", FIELD_T_DAY, NULL, FROM_START, 0},
    {"churned", "Churned", FIELD_T_DAY, NULL, FROM_CHURNED, 0},
};

static void add_built_in(struct select_fields *fields, const struct select_cells *cells)
{
    for (size_t k = 0; k < ARRAY_LEN(built_in); k++) {
        struct select_field *f = &fields->items[fields->n++];
        *f = built_in[k];
        if (f->source == FROM_CELL) {
            f->values = cells->ids;
            f->labels = cells->labels;
        }
    }
}

/* A segment's own fields are these, but for the cells, which are those of the settings. */
static void set_fields_of_segments(struct select_fields *fields, const struct select_cells *cells,
                                   struct arena *arena)
{
    struct select_fields *own = &fields->segments->fields;

    *own = *fields;
    own->items = arena_memdup(arena, fields->items, fields->n * sizeof(*fields->items));
    for (size_t k = 0; k < own->n; k++)
        if (own->items[k].source == FROM_CELL) {
            own->items[k].values = cells->ids_of_settings;
            own->items[k].labels = cells->labels_of_settings;
            own->items[k].index = CELLS_OF_SETTINGS;
        }
}

/* The field `segment`, which comes last. */
static int add_segments(struct conn *c, struct select_fields *fields,
                        const struct select_cells *cells, struct arena *arena, struct err *err)
{
    int rc = segments_rows(c, arena, &fields->segments, err);

    if (rc < 0)
        return rc;
    fields->items[fields->n++] = (struct select_field){.name = "segment",
                                                       .label = "Segment",
                                                       .type = FIELD_T_ENUM,
                                                       .values = fields->segments->keys,
                                                       .source = FROM_SEGMENT,
                                                       .segments = fields->segments};
    for (size_t k = 0; k < fields->n; k++)
        fields->names[k] = fields->items[k].name;
    set_fields_of_segments(fields, cells, arena);
    return 0;
}

int select_fields_load(struct conn *c, const struct select_cells *cells, struct arena *arena,
                       struct select_fields *ret, struct err *err)
{
    struct custom_field *custom;
    size_t n_custom;
    const struct dictionary *d;
    int rc = custom_list(c, "account", arena, &custom, &n_custom, err);

    if (rc >= 0)
        rc = dictionary_load(c, arena, &d, err);
    if (rc < 0)
        return rc;
    size_t most = ARRAY_LEN(built_in) + d->n + n_custom + 1;
    *ret = (struct select_fields){ARENA_ARRAY(arena, most, struct select_field), 0,
                                  ARENA_ARRAY(arena, most + 1, const char *), NULL};
    add_built_in(ret, cells);
    for (size_t k = 0; k < d->n; k++)
        if (!select_field(ret, d->items[k].id)) /* what is kept anyway is there already */
            ret->items[ret->n++] = (struct select_field){
                d->items[k].id, d->items[k].label, FIELD_T_F64, NULL, FROM_METRIC, (int)k};
    for (size_t k = 0; k < n_custom; k++)
        ret->items[ret->n++] =
            (struct select_field){arena_printf(arena, CUSTOM_PREFIX "%s", custom[k].name),
                                  custom[k].label,
                                  custom_field_type(&custom[k]),
                                  NULL,
                                  FROM_CUSTOM,
                                  0};
    return add_segments(c, ret, cells, arena, err);
}

const struct select_field *select_field(const struct select_fields *fields, const char *name)
{
    for (size_t k = 0; k < fields->n; k++)
        if (strcmp(fields->items[k].name, name) == 0)
            return &fields->items[k];
    return NULL;
}

int select_field_named(const struct select_fields *fields, const char *name, const char *of,
                       const struct select_field **ret, struct err *err)
{
    *ret = select_field(fields, name);
    if (*ret && (*ret)->source == FROM_SEGMENT)
        return err_set(err, ERR_INVALID, of,
                       "an account may be in several segments; filter by them: segment = \"…\"");
    if (*ret)
        return 0;
    const char *nearest = str_nearest(fields->names, name);
    if (nearest)
        return err_set(err, ERR_INVALID, of, "there is no field %.60s; did you mean %.60s?", name,
                       nearest);
    return err_set(err, ERR_INVALID, of, "there is no field %.60s", name);
}

static bool find_name(void *ctx, const char *name, struct filter_field *ret)
{
    const struct select_field *f = select_field(ctx, name);

    if (!f)
        return false;
    *ret = (struct filter_field){.name = f->name,
                                 .type = f->type,
                                 .values = f->values,
                                 .is_never_missing = f->source == FROM_SEGMENT,
                                 .ref = f};
    return true;
}

struct filter_names select_names(const struct select_fields *fields)
{
    return (struct filter_names){.find = find_name, .ctx = (void *)fields, .names = fields->names};
}

bool select_is_of_all(const struct select_field *f)
{
    switch (f->source) {
    case FROM_LIFECYCLE:
    case FROM_CELL:
    case FROM_CHURNED: return true;
    case FROM_WORD: return f->index == WORD_VERDICT; /* only prospects have one */
    case FROM_KEPT: return f->index == KEPT_QUALIFICATION;
    default: return false;
    }
}

bool select_needs_scores(const struct select_field *f)
{
    switch (f->source) {
    case FROM_WORD:
    case FROM_CELL:
    case FROM_COVERAGE: return true;
    case FROM_KEPT: return f->index != KEPT_ARR && f->index != KEPT_RENEWAL_DAYS;
    default: return false;
    }
}

bool select_is_undated(const struct select_field *f)
{
    switch (f->source) {
    case FROM_ATTRIBUTE:
    case FROM_EMPLOYEES:
    case FROM_START:
    case FROM_CHURNED:
    case FROM_MARGIN:
    case FROM_CUSTOM: return true;
    default: return false;
    }
}

bool select_needs_metrics(const struct select_field *f)
{
    return f->source == FROM_METRIC;
}

static const char *text_of(const struct select_table *t, const struct select_field *f, size_t row)
{
    switch (f->source) {
    case FROM_LIFECYCLE: return account_state_names[(int)t->kept[KEPT_STATE][row]];
    case FROM_WORD: return t->word(t->ctx, (enum score_word)f->index, row);
    default:
        return t->word(t->ctx, f->index == CELLS_OF_SETTINGS ? WORD_CELL_OF_SETTINGS : WORD_CELL,
                       row);
    }
}

static double day_number(int32_t day)
{
    return day == DAY_NONE ? NAN : day;
}

static double number_of(const struct select_table *t, const struct select_field *f, size_t row)
{
    switch (f->source) {
    case FROM_COVERAGE: return 100 * t->kept[f->index][row];
    case FROM_ARR_CENTS: return round(CENTS * t->kept[KEPT_ARR][row]);
    case FROM_START: return day_number(t->accounts->start[row]);
    default: return day_number(t->accounts->churned[row]);
    }
}

static struct select_column made_column(const struct select_table *t, const struct select_field *f,
                                        struct arena *arena)
{
    if (f->type == FIELD_T_ENUM || f->source == FROM_WORD) {
        const char **texts = ARENA_ARRAY(arena, t->n, const char *);
        for (size_t i = 0; i < t->n; i++)
            texts[i] = text_of(t, f, i);
        return (struct select_column){.texts = texts};
    }
    double *numbers = ARENA_ARRAY(arena, t->n, double);
    for (size_t i = 0; i < t->n; i++)
        numbers[i] = number_of(t, f, i);
    return (struct select_column){.numbers = numbers};
}

/* Whoever made the table does not know these numbers: then nobody has one. */
static struct select_column numbers(const double *known, size_t n, struct arena *arena)
{
    if (known)
        return (struct select_column){.numbers = known};
    double *missing = ARENA_ARRAY(arena, n, double);
    for (size_t i = 0; i < n; i++)
        missing[i] = NAN;
    return (struct select_column){.numbers = missing};
}

struct select_column select_column(const struct select_table *t, const struct select_field *f,
                                   struct arena *arena)
{
    switch (f->source) {
    case FROM_ATTRIBUTE: return (struct select_column){.texts = t->accounts->text[f->index]};
    case FROM_KEPT: return numbers(t->kept[f->index], t->n, arena);
    case FROM_METRIC: return numbers(t->metrics[f->index], t->n, arena);
    case FROM_LTV: return numbers(t->ltv_3y, t->n, arena);
    case FROM_MARGIN: return numbers(t->gross_margin_pct, t->n, arena);
    case FROM_CUSTOM: return custom_column(t, f->name + strlen(CUSTOM_PREFIX), f->type, arena);
    case FROM_EMPLOYEES: return (struct select_column){.numbers = t->accounts->employees};
    default: return made_column(t, f, arena);
    }
}
