/* campaign_touch.h: that a campaign (a newsletter, an invitation) reached somebody at a customer,
 * and what came of it. */
#pragma once
#include "facts/kind/kind.h"

struct campaign_touch {
    const char *key;
    const char *account;
    const char *contact;
    const char *campaign;
    int64_t sent, opened, clicked, unsubscribed;
    int32_t known;
    int64_t created, updated;
};
extern const struct field campaign_touch_fields[];
extern const struct kind campaign_touch_kind;
