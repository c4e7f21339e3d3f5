/* custom.h: fields that an organisation declares for itself. Their values lie in the `custom`
 * object of an account; filters name them custom.NAME.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows and values are made in the arena. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

struct custom_field {
    const char *kind;  /* custom_kinds */
    const char *name;  /* lower-case letters, digits and _ */
    const char *label; /* for people */
    const char *type;  /* custom_types */
    int64_t created;
};
extern const struct field custom_field_fields[];
extern const char *const custom_kinds[]; /* account: the only kind with custom fields so far */
extern const char *const custom_types[]; /* text number day boolean */

#define CUSTOM_FIELDS_MAX 200 /* of a kind */
#define CUSTOM_NAME_MAX   60
#define CUSTOM_TEXT_MAX   1000

/* All of a kind, by name; kind NULL: of all kinds. */
int custom_list(struct conn *c, const char *kind, struct arena *arena, struct custom_field **ret,
                size_t *ret_n, struct err *err);
/* ERR_NOT_FOUND, with what to do. */
int custom_get(struct conn *c, const char *kind, const char *name, struct arena *arena,
               struct custom_field *ret, struct err *err);
/* Without a label, the name is the label; created is filled in. When it is declared already with
 * this type nothing changes, and *field is what is there; with another type it is ERR_CONFLICT. */
int custom_declare(const struct act *act, struct custom_field *field, struct err *err);
/* Of *field only kind, name and label are read; the rest is filled in. */
int custom_relabel(const struct act *act, struct custom_field *field, struct err *err);
/* Takes the values out of all facts, too. */
int custom_remove(const struct act *act, const char *kind, const char *name, struct err *err);

/* How a value of a type is read and shown as a field of its own: text is STR, day is DAY … */
enum field_type custom_field_type(const struct custom_field *field);
/* Are these values those of declared fields, by their types? values NULL is right.
 * ERR_INVALID on "custom.NAME". */
int custom_check(const struct act *act, const char *kind, const json_t *values, struct err *err);
/* A text in Ripen's own spelling (2026-01-31, 12.5, true) as a value; "" gives JSON null. The
 * caller owns *ret. ERR_INVALID on "custom.NAME". */
int custom_value(const struct custom_field *field, const char *text, json_t **ret, struct err *err);
