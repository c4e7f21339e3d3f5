/* role.h: who is asking and what they may do. */
#pragma once
#include "json/field.h"

enum role {
    ROLE_NONE,    /* nobody is logged in; as an endpoint's role: anybody may */
    ROLE_VIEWER,  /* reads everything but people, keys and the audit log */
    ROLE_MANAGER, /* also changes facts, imports, rates maturity */
    ROLE_ADMIN,   /* also people, keys, settings, audit log */
};
extern const char *const role_names[]; /* "none" "viewer" "manager" "admin" NULL */
enum role role_from_name(const char *name); /* ROLE_NONE if unknown */

struct who {
    int64_t user_id;  /* 0: nobody, or the command line */
    const char *name; /* "ann@example.com", "key:import", "command line" */
    enum role role;
    int64_t key_id;     /* > 0 when an API key was used */
    const char *scopes; /* of the API key: "facts:read facts:write scores:read …"; NULL: all */
};
/* May this caller use an endpoint of this area, for writing or reading? */
bool who_may(const struct who *who, enum role need, const char *area, bool is_write);
