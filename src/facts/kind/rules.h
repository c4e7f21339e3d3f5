/* rules.h: rules that several kinds share. Each returns 0 or ERR_INVALID on the field. */
#pragma once
#include "base/err.h"

#include <stdint.h>

/* `second` (the field) must not be before `first`, which is `what` in words. Missing ones pass. */
int rule_days_in_order(const char *field, int32_t first, int32_t second, const char *what,
                       struct err *err);
int rule_times_in_order(const char *field, int64_t first, int64_t second, const char *what,
                        struct err *err);
/* Three capital letters, or missing. */
int rule_currency(const char *currency, struct err *err);
