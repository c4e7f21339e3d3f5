#include "scoring/survey/survey_uses.h"

#include "scoring/select/select.h"
#include "survey_uses_sql.h"

#define AUDIENCE_MAX 4096

struct audience_row {
    const char *key, *name, *audience;
};
static const struct field audience_row_fields[] = {
    FIELD_STR(struct audience_row, key),
    FIELD_STR(struct audience_row, name),
    FIELD_STR(struct audience_row, audience, .max = AUDIENCE_MAX),
    FIELD_END,
};

int surveys_use_segment(struct conn *c, const char *segment, struct segment_uses *uses,
                        struct err *err)
{
    static const struct select_cells any = {0};
    struct select_fields fields;
    struct audience_row *rows;
    size_t n;
    int rc = db_all(c, sql_survey_audiences, DB_ARGS(), DB_ROWS(audience_row_fields, &rows, &n),
                    uses->arena, err);

    if (rc >= 0 && n > 0)
        rc = select_fields_load(c, &any, uses->arena, &fields, err);
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        const struct filter_names names = select_names(&fields);
        const struct filter *tree = NULL;
        if (filter_parse(rows[k].audience, &names, uses->arena, &tree, NULL) < 0 || !tree)
            continue; /* a filter that makes no sense any more names nothing */
        if (select_names_segment(tree, segment))
            segment_use_add(uses, (struct segment_use){"survey", rows[k].key, rows[k].name});
    }
    return rc < 0 ? rc : 0;
}
