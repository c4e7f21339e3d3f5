/* interaction.h: what was said between vendor and customer: meetings, calls, mails, notes. */
#pragma once
#include "facts/kind/kind.h"

struct interaction {
    const char *key;
    const char *account;
    const char **contacts; /* keys of contacts; they need not exist (any more) */
    size_t n_contacts;
    const char *kind;
    int64_t at;
    const char *direction;
    const char *summary;
    int64_t sentiment; /* -2 … 2 */
    const char *author;
    int32_t known;
    int64_t created, updated;
};
extern const struct field interaction_fields[];
extern const struct kind interaction_kind;

/* meeting call email check_in business_review note */
extern const char *const interaction_kinds[];
extern const char *const interaction_directions[]; /* inbound outbound two_way */
