/* ticket.h: requests for support, from heard over understood to solved. */
#pragma once
#include "facts/kind/kind.h"

struct ticket {
    const char *key;
    const char *account;
    const char *contact;
    const char *vehicle;
    const char *priority;
    const char *subject;
    int64_t opened, first_response, understood, solved, closed;
    int64_t reopened_count;
    int64_t escalated;
    int64_t satisfaction; /* 1 … 5 */
    int32_t known;
    int64_t created, updated;
};
extern const struct field ticket_fields[];
extern const struct kind ticket_kind;

extern const char *const ticket_vehicles[];   /* email phone portal community chat social */
extern const char *const ticket_priorities[]; /* low normal high urgent */
