/* custom.h: fields that an organisation declares for itself. Their values lie in the `custom`
 * object of the fact; filters name them custom.NAME.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: lists are made in the arena. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

struct custom_field {
    const char *kind;  /* "account": the only kind that has custom fields so far */
    const char *name;  /* lower-case letters, digits and _ */
    const char *label; /* for people */
    const char *type;  /* custom_types */
    int64_t created;
};
extern const struct field custom_field_fields[];
extern const char *const custom_types[]; /* text number day boolean */

#define CUSTOM_FIELDS_MAX 200 /* of a kind */
#define CUSTOM_TEXT_MAX   1000

/* All of a kind, by name; kind NULL: of all kinds. */
int custom_list(struct conn *c, const char *kind, struct arena *arena, struct custom_field **ret,
                size_t *ret_n, struct err *err);
/* ERR_NOT_FOUND, with what to do. */
int custom_get(struct conn *c, const char *kind, const char *name, struct arena *arena,
               struct custom_field *ret, struct err *err);
/* Without a label, the name is the label. Nothing happens when it is declared with this type
 * already; with another it is ERR_CONFLICT. */
int custom_declare(const struct act *act, struct custom_field *field, struct err *err);
int custom_relabel(const struct act *act, const struct custom_field *field, struct err *err);
/* Takes the values out of all facts, too. */
int custom_remove(const struct act *act, const char *kind, const char *name, struct err *err);

/* Are these values those of declared fields, by their types? values NULL is right.
 * ERR_INVALID on "custom.NAME". */
int custom_check(const struct act *act, const char *kind, const json_t *values, struct err *err);
/* A CSV cell in Ripen's own spelling as a value of this type; "" gives JSON null. */
int custom_value(const struct custom_field *field, const char *text, json_t **ret, struct err *err);
