/* contact.h: the people at a customer. */
#pragma once
#include "facts/kind/kind.h"

struct contact {
    const char *key;
    const char *account;
    const char *name;
    const char *email;
    const char *title;
    const char *stakeholder_group;
    const char **roles; /* contact_roles */
    size_t n_roles;
    int32_t joined, left_day;
    int32_t known;
    int64_t created, updated;
};
extern const struct field contact_fields[];
extern const struct kind contact_kind;

/* decision_maker executive_sponsor champion power_user detractor */
extern const char *const contact_roles[];
