/* kind.h: what a kind of fact is. One struct kind each (account, contact, ticket, …), and from it
 * come the table's SQL (kind_store.h), writing many rows (kind_writer.h), the API (kind_api.h) and
 * what CSV intake knows of it.
 *
 * A kind's struct begins with `const char *key`, and its field table with KIND_KEY. One name
 * everywhere: member = JSON field = SQL column = CSV header; only a reference, whose field holds
 * the other's key ("account"), is a column with its id ("account_id").
 *
 * Units: days in DAY fields, times in TIME fields, money in whole cents (names end in _cents),
 *        percentages in names that end in _pct. Synonyms of _cents fields name columns that hold
 *        whole units of the currency, as other systems export them: 12.50 is 1250 cents. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "json/field.h"

struct kind;

/* The field that holds the key of another fact; required if the field is. */
struct kind_ref {
    const char *field;  /* "account" */
    const char *column; /* "account_id" */
    const struct kind *to;
};

/* Other systems' spellings of values: {"priority", "medium", "normal"}. Compared by letters and
 * digits, in any case. `value` is in Ripen's spelling; "" is missing. */
struct kind_alias {
    const char *field, *spelling, *value;
};

/* Beyond the dates, which count from themselves on: a field that counts only once one of these DAY
 * or TIME fields has come ("satisfaction" from "solved" or "closed"). */
struct kind_later {
    const char *field;
    const char *from[2];
    bool or_always; /* it counts at once if none of them is given; else it never does */
};

struct kind {
    const char *name, *plural; /* "ticket", "tickets": in paths, filters, audit, intake */
    const char *label;         /* "Ticket", for forms */
    const char *table;
    struct shape shape;
    const char *key_prefix;           /* of keys that Ripen makes: "T-" */
    const char *happened;             /* the DAY or TIME field when it happened; NULL: not dated */
    const char *sort;                 /* default order of lists: "-opened" */
    const char *const *search;        /* text fields that a search looks into; ends with NULL */
    const struct kind_ref *refs;      /* ends with {NULL}; NULL: none */
    const struct kind_alias *aliases; /* ends with {NULL}; NULL: none */
    const struct kind_later *later;   /* ends with {NULL}; NULL: none */
    const char *const *plans; /* DAY and TIME fields that are known before they come ("due");
                               * ends with NULL; NULL: none */
    /* Entered by hand, it is known from the day of entry on, not from the earlier day that it tells
     * about. */
    bool is_known_when_entered;
    /* What a new row starts with besides all-missing; may be NULL. */
    void (*init)(void *row);
    /* Rules across fields; may also fill in what follows from them. id is 0 for a new row. May be
     * NULL. */
    int (*check)(const struct act *act, int64_t id, void *row, struct err *err);
    /* Runs when a row is written and its account is known, for facts that follow from it; may be
     * NULL. */
    int (*after_write)(const struct act *act, const void *row, struct err *err);
    /* Runs before a row is deleted, for what foreign keys cannot say; may be NULL. */
    int (*before_delete)(const struct act *act, int64_t id, struct err *err);
};

#define KIND_KEY_MAX 120
#define KIND_KEY(T, ...) \
    FIELD_STR(T, key, .min = 1, .max = KIND_KEY_MAX, .required = true, __VA_ARGS__)
/* The reference to the account that all kinds but account have. */
#define KIND_ACCOUNT(T, ...)                                                                       \
    FIELD_STR(                                                                                     \
        T, account, .min = 1, .max = KIND_KEY_MAX, .required = true, .help = "Key of the account", \
        .synonyms = "account id|account key|account number|customer id|customer key|customer|"     \
                    "client id|client|company id|company|organization id|organisation id|"         \
                    "organization|organisation|org id|tenant id|workspace id|associated "          \
                    "company id|associated company ids|primary company id",                        \
        __VA_ARGS__)
#define KIND_CURRENCY(T)                                                          \
    FIELD_STR(T, currency, .min = 3, .max = 3,                                    \
              .help = "ISO 4217 code, such as EUR; left out, the organisation's", \
              .synonyms = "currency code|currency iso code|iso currency|billing currency")
/* Of the kinds that carry the day on which they became known. */
#define KIND_KNOWN(T)                                                                           \
    FIELD_DAY(T, known,                                                                         \
              .help = "The day on which this became known, if not when it happened; it counts " \
                      "from then on",                                                           \
              .synonyms = "known since|recorded on")
#define KIND_STAMPS(T)                                                                        \
    FIELD_TIME(T, created, .required = true, .read_only = true, .help = "When Ripen got it"), \
        FIELD_TIME(T, updated, .required = true, .read_only = true,                           \
                   .help = "When it last changed")

static inline const char *kind_key(const void *row)
{
    return *(const char *const *)row;
}

/* The reference that a field is, or NULL. */
const struct kind_ref *kind_ref_of(const struct kind *kind, const char *field);
/* How a field counts later, or NULL. */
const struct kind_later *kind_later_of(const struct kind *kind, const char *field);
/* Does a DAY or TIME field say what is planned, and so counts before it comes? */
bool kind_is_plan(const struct kind *kind, const char *field);
/* The field when a fact of this kind happened, or NULL. */
const struct field *kind_happened(const struct kind *kind);
/* A cell's text in Ripen's spelling: by the aliases, or by an enumeration's values written in
 * another way ("Two Way" is two_way); NULL when nothing is known of it, and it is to be read as it
 * stands. For a list of texts, give one element. */
const char *kind_value(const struct kind *kind, const struct field *f, const char *text);
