/* How those whose ARR moved are asked for, and how they are written. */
#include "forecast/revenue/movers.h"
#include "forecast/revenue/wording.h"

/* The kinds that move something: without the one that does not. */
#define KINDS (movement_names + MOVED_NEW)

#define CHOICE(T)                                                                             \
    FIELD_DAY(T, from,                                                                        \
              .help = "As of the bridge: from the month of this day on; if left out, "        \
                      "24 months with the last"),                                             \
        FIELD_DAY(T, to, .help = "Up to this day, by what was known then; " UNTIL_KNOWN),     \
        FIELD_STR(T, filter, .max = FILTER_TEXT_MAX,                                          \
                  .help = "Only these accounts, by what they keep: `industry = \"EdTech\"`"), \
        FIELD_ENUM(T, kind, KINDS, .help = "Only movements of this kind; all if left out"),   \
        FIELD_DAY(T, in_month,                                                                \
                  .help = "Only movements of the month of this day, of those from "           \
                          "`from` to `to`")

const struct field movers_query_fields[] = {
    CHOICE(struct movers_query),
    FIELD_I64(struct movers_query, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct movers_query, limit, .min = 1, .max = MOVERS_PAGE_MAX,
              .help = "How many at most; 100 if left out"),
    FIELD_END,
};
const struct field movers_csv_query_fields[] = {CHOICE(struct movers_query), FIELD_END};

const struct field mover_fields[] = {
    FIELD_STR(struct mover, key, .required = true),
    FIELD_STR(struct mover, name, .required = true),
    FIELD_STR(struct mover, owner),
    FIELD_ENUM(struct mover, kind, KINDS, .required = true),
    FIELD_I64(struct mover, change_cents, .required = true, .unit = "cents",
              .help = "Of ARR, over all its months of this kind; less is below zero"),
    FIELD_I64(struct mover, before_cents, .unit = "cents",
              .help = "ARR before the first of these months; null in another currency"),
    FIELD_I64(struct mover, after_cents, .unit = "cents",
              .help = "ARR at the end of the last of them; null in another currency"),
    FIELD_DAY(struct mover, first_month, .required = true,
              .help = "The first day of the first month in which it moved so"),
    FIELD_DAY(struct mover, last_month, .required = true),
    FIELD_I64(struct mover, months, .required = true, .help = "In how many it moved so"),
    FIELD_END,
};
const struct field movers_fields[] = {
    FIELD_DAY(struct movers, from, .required = true),
    FIELD_DAY(struct movers, to, .required = true),
    FIELD_STR(struct movers, currency, .required = true),
    FIELD_ENUM(struct movers, kind, KINDS, .help = "null: of all kinds"),
    FIELD_I64(struct movers, total, .required = true, .help = "Rows in all pages"),
    FIELD_I64(struct movers, offset, .required = true),
    FIELD_I64(struct movers, change_cents, .required = true, .unit = "cents",
              .help = "Of the rows in all pages: the bridge's figure, with its sign"),
    FIELD_LIST(struct movers, rows, mover, .required = true,
               .help = "The largest change first, up or down"),
    UNDATED_FIELD(struct movers),
    FIELD_END,
};
