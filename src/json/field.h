/* field.h: tables that say which JSON fields fill which struct members, and within which bounds.
 *
 * One table does five jobs: it validates a request (fields_read), writes a reply (fields_write),
 * fills a struct from a SQL row and binds one to a statement (db/row.h), describes itself in
 * OpenAPI (fields_schema), and so gives the TypeScript types; CSV intake matches columns by the
 * same names and synonyms. The macros check at compile time that the member has the type that the
 * field writes into.
 *
 *     struct note { const char *body; int64_t at; };
 *     const struct field note_fields[] = {
 *         FIELD_STR(struct note, body, .min = 1, .max = 10000, .required = true),
 *         FIELD_TIME(struct note, at, .help = "When it was written"),
 *         FIELD_END,
 *     };
 *
 * Missing: a text or object that is missing is NULL, an integer I64_NONE, a number NaN, a day
 *          DAY_NONE, a time TIME_NONE. A boolean is never missing; it is false. A list that is
 *          missing is empty (n 0). fields_init sets a struct to all-missing. Missing members are
 *          written as null, lists as [].
 * Ownership: texts read from JSON belong to that JSON value and live as long as it; lists and
 *          objects are allocated in the arena.
 * Errors:  err.field is the field's path, err.text a sentence that has the field as its subject:
 *          "must be from 1 to 5". */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define I64_NONE INT64_MIN

enum field_type {
    FIELD_T_END,
    FIELD_T_STR,  /* const char *       JSON string                                        */
    FIELD_T_ENUM, /* const char *       JSON string, one of .values                        */
    FIELD_T_I64,  /* int64_t            JSON integer                                       */
    FIELD_T_F64,  /* double             JSON number                                        */
    FIELD_T_BOOL, /* bool               JSON boolean                                       */
    FIELD_T_DAY,  /* int32_t            JSON string "YYYY-MM-DD"; SQL BIGINT day number    */
    FIELD_T_TIME, /* int64_t            JSON string RFC 3339;     SQL BIGINT milliseconds  */
    FIELD_T_JSON, /* json_t *           JSON object, free form;   SQL TEXT                 */
    FIELD_T_OBJ,  /* struct x *         JSON object by .of                                 */
    FIELD_T_LIST, /* struct x *, size_t n_<member>      JSON array of objects by .of       */
    FIELD_T_STRS, /* const char **, size_t n_<member>   JSON array of strings              */
    FIELD_T_NUMS, /* double *, size_t n_<member>        JSON array of numbers, NaN is null */
};

struct field {
    const char *name;
    size_t offset;
    size_t n_offset;           /* LIST, STRS, NUMS: where the count is (a size_t) */
    int64_t min, max;          /* text: bytes; integer, day, time: value; list: length */
    double fmin, fmax;         /* F64, NUMS: value */
    const char *const *values; /* ENUM, STRS: what is allowed, NULL-terminated */
    const struct field *of;    /* OBJ, LIST: table of the element */
    size_t of_size;
    const char *of_name;  /* its name in OpenAPI */
    const char *help;     /* one sentence, for OpenAPI, CSV templates and forms */
    const char *unit;     /* "cents", "ms", "%": shown by forms and tables */
    const char *synonyms; /* CSV column names besides the own one: "client|customer name" */
    enum field_type type;
    bool required;  /* in: must be there; out: is never null */
    bool read_only; /* out only: giving it is refused */
};

/* A member's offset, refused at compile time unless the member has exactly the type. */
#define FIELD_AT(T, m, ctype) \
    (offsetof(T, m) +         \
     0 * sizeof(char[__builtin_types_compatible_p(__typeof__(((T *)0)->m), ctype) ? 1 : -1]))
#define FIELD_OF_TYPE(T, m, ftype, ctype, ...)                                  \
    {                                                                           \
        .name = #m, .type = ftype, .offset = FIELD_AT(T, m, ctype), __VA_ARGS__ \
    }

#define FIELD_STR(T, m, ...) FIELD_OF_TYPE(T, m, FIELD_T_STR, const char *, .max = 255, __VA_ARGS__)
#define FIELD_ENUM(T, m, list, ...) \
    FIELD_OF_TYPE(T, m, FIELD_T_ENUM, const char *, .values = (list), __VA_ARGS__)
#define FIELD_I64(T, m, ...)                                                                     \
    FIELD_OF_TYPE(T, m, FIELD_T_I64, int64_t, .min = -9007199254740991, .max = 9007199254740991, \
                  __VA_ARGS__)
#define FIELD_F64(T, m, ...) \
    FIELD_OF_TYPE(T, m, FIELD_T_F64, double, .fmin = -1e15, .fmax = 1e15, __VA_ARGS__)
#define FIELD_BOOL(T, m, ...) FIELD_OF_TYPE(T, m, FIELD_T_BOOL, bool, __VA_ARGS__)
#define FIELD_DAY(T, m, ...) \
    FIELD_OF_TYPE(T, m, FIELD_T_DAY, int32_t, .min = DAY_MIN, .max = DAY_MAX, __VA_ARGS__)
#define FIELD_TIME(T, m, ...)                                           \
    FIELD_OF_TYPE(T, m, FIELD_T_TIME, int64_t, .min = DAY_MIN * DAY_MS, \
                  .max = (DAY_MAX + 1) * DAY_MS - 1, __VA_ARGS__)
#define FIELD_JSON(T, m, ...) FIELD_OF_TYPE(T, m, FIELD_T_JSON, json_t *, .max = 16384, __VA_ARGS__)
/* of_tag: the element is struct of_tag, its table of_tag_fields. */
#define FIELD_OBJ(T, m, of_tag, ...)                                         \
    FIELD_OF_TYPE(T, m, FIELD_T_OBJ, struct of_tag *, .of = of_tag##_fields, \
                  .of_size = sizeof(struct of_tag), .of_name = #of_tag, __VA_ARGS__)
#define FIELD_LIST(T, m, of_tag, ...)                                                          \
    FIELD_OF_TYPE(T, m, FIELD_T_LIST, struct of_tag *, .n_offset = FIELD_AT(T, n_##m, size_t), \
                  .of = of_tag##_fields, .of_size = sizeof(struct of_tag), .of_name = #of_tag, \
                  .max = 10000, __VA_ARGS__)
#define FIELD_STRS(T, m, ...)                                                                \
    FIELD_OF_TYPE(T, m, FIELD_T_STRS, const char **, .n_offset = FIELD_AT(T, n_##m, size_t), \
                  .max = 1000, __VA_ARGS__)
#define FIELD_STRS_TEXT_MAX 255 /* bytes of each text */
#define FIELD_NUMS(T, m, ...)                                                           \
    FIELD_OF_TYPE(T, m, FIELD_T_NUMS, double *, .n_offset = FIELD_AT(T, n_##m, size_t), \
                  .fmin = -1e15, .fmax = 1e15, .max = 1000000, __VA_ARGS__)
#define FIELD_END           \
    {                       \
        .type = FIELD_T_END \
    }
#define FIELDS_EACH(f, table) for (const struct field *f = (table); f->type != FIELD_T_END; f++)

/* How a shape is named in an endpoint row: SHAPE(note) is struct note read by note_fields. */
struct shape {
    const struct field *fields;
    size_t size;
    const char *name;
};
#define SHAPE(tag)                             \
    {                                          \
        tag##_fields, sizeof(struct tag), #tag \
    }

const struct field *fields_find(const struct field *fields, const char *name);
size_t fields_count(const struct field *fields);

/* The member of f inside the struct at base. */
static inline void *field_at(const struct field *f, void *base)
{
    return (char *)base + f->offset;
}
static inline const void *field_in(const struct field *f, const void *base)
{
    return (const char *)base + f->offset;
}
static inline size_t *field_n_at(const struct field *f, void *base)
{
    return (size_t *)((char *)base + f->n_offset);
}
static inline size_t field_n(const struct field *f, const void *base)
{
    return *(const size_t *)((const char *)base + f->n_offset);
}

/* Sets every member of the table to missing (counts 0, booleans false). */
void fields_init(const struct field *fields, void *out);

enum fields_mode {
    FIELDS_WHOLE, /* every required field must be there                                        */
    FIELDS_PATCH, /* only what is there is read; null makes a field that is not required missing;
                   * lists and objects inside are replaced whole */
};
/* Reads obj into *out by the table. Members whose field is absent are left as they are (call
 * fields_init first). An unknown field, a wrong type or a value out of range is ERR_INVALID with
 * the field's name (with a path for nested ones: "groups[2].weight") and a sentence. */
int fields_read(const struct field *fields, const json_t *obj, enum fields_mode mode,
                struct arena *arena, void *out, struct err *err);
/* ERR_INVALID: the table has no such field; names the nearest one if it may be meant. */
int fields_unknown(const struct field *fields, const char *name, struct err *err);
/* Puts "outer." or "outer[index]." before the field that is in err, if code is an error's; returns
 * code. */
#define FIELD_NO_INDEX SIZE_MAX
int field_at_path(struct err *err, int code, const char *outer, size_t index);
/* The same as fields_read for one value given as text (query parameters, CSV cells in Ripen's own
 * spelling). An empty text is missing. Lists of texts are split at commas; other lists and objects
 * cannot be given as text. What is kept of the text is copied into the arena. */
int field_read_text(const struct field *f, const char *text, struct arena *arena, void *out,
                    struct err *err);

/* Writes {"…":…} by the table, every field, missing ones as null. */
void fields_write(const struct field *fields, const void *in, struct buf *out);
/* Writes one member as JSON. */
void field_write(const struct field *f, const void *in, struct buf *out);
/* Writes one member as plain text for CSV and tables ("" when missing; days and times as in JSON;
 * lists of texts and numbers with commas, other lists and objects as JSON). */
void field_write_text(const struct field *f, const void *in, struct buf *out);
/* Is the member missing? */
bool field_is_missing(const struct field *f, const void *in);
void field_set_missing(const struct field *f, void *out);

/* In quotes, escaped; NULL is null. */
void json_write_str(struct buf *out, const char *s);
/* Shortest text that reads back as the same number; null for NaN and infinities. */
void json_write_f64(struct buf *out, double v);
/* The same as plain text, "" for NaN. */
void text_write_f64(struct buf *out, double v);
