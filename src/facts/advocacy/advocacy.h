/* advocacy.h: what a customer did for the vendor besides paying: it vouched, referred, reviewed,
 * spoke, advised. */
#pragma once
#include "facts/kind/kind.h"

struct advocacy {
    const char *key;
    const char *account;
    const char *contact;
    const char *kind;
    int32_t day;
    int64_t worth_cents;
    const char *currency;
    const char *note;
    int32_t known;
    int64_t created, updated;
};
extern const struct field advocacy_fields[];
extern const struct kind advocacy_kind;

/* reference_call referral case_study public_review advisory_board talk product_feedback */
extern const char *const advocacy_kinds[];
