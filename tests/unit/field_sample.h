/* field_sample.h: a struct with a member of every type and its table of fields, for the unit test
 * and the fuzz target of json/field.h. */
#pragma once
#include "json/field.h"

struct part {
    const char *name;
    double weight;
};
static const struct field part_fields[] = {
    FIELD_STR(struct part, name, .min = 1, .required = true),
    FIELD_F64(struct part, weight, .fmin = 0, .fmax = 100),
    FIELD_END,
};

static const char *const colours[] = {"red", "green", "blue", NULL};

struct thing {
    const char *name;
    const char *colour;
    int64_t seats;
    double share;
    bool is_active;
    int32_t start;
    int64_t at;
    json_t *custom;
    struct part *owner;
    struct part *groups;
    size_t n_groups;
    const char **tags;
    size_t n_tags;
    const char **shades;
    size_t n_shades;
    double *points;
    size_t n_points;
    int64_t id;
};
static const struct field thing_fields[] = {
    FIELD_STR(struct thing, name, .min = 1, .max = 8, .required = true),
    FIELD_ENUM(struct thing, colour, colours),
    FIELD_I64(struct thing, seats, .min = 1, .max = 500),
    FIELD_F64(struct thing, share, .fmin = -1, .fmax = 1),
    FIELD_BOOL(struct thing, is_active),
    FIELD_DAY(struct thing, start),
    FIELD_TIME(struct thing, at),
    FIELD_JSON(struct thing, custom, .max = 30),
    FIELD_OBJ(struct thing, owner, part),
    FIELD_LIST(struct thing, groups, part, .max = 4),
    FIELD_STRS(struct thing, tags, .max = 3),
    FIELD_STRS(struct thing, shades, .values = colours),
    FIELD_NUMS(struct thing, points, .min = 1, .max = 3, .fmin = 0),
    FIELD_I64(struct thing, id, .read_only = true),
    FIELD_END,
};
