#include "facts/revenue/invoice.h"

#include "facts/account/account.h"
#include "facts/kind/rules.h"

const struct field invoice_fields[] = {
    KIND_KEY(struct invoice, .help = "The invoice's number",
             .synonyms = "id|invoice id|invoice number|invoice no|invoice key|number|document "
                         "number|bill id|external id"),
    KIND_ACCOUNT(struct invoice),
    FIELD_DAY(struct invoice, issued, .required = true, .help = "Day of the invoice",
              .synonyms = "date|date utc|invoice date|issue date|issued at|issued on|billed on|"
                          "created at|created utc|finalized at"),
    FIELD_DAY(struct invoice, due, .help = "Day by which it was to be paid",
              .synonyms = "due date|due date utc|payment due|due on|due by"),
    FIELD_DAY(struct invoice, paid, .help = "Day on which it was paid; empty while it is open",
              .synonyms =
                  "paid at|paid on|paid at utc|payment date|paid date|date paid|settled on"),
    FIELD_I64(struct invoice, amount_cents, .required = true, .unit = "cents",
              .help = "Total; negative for a credit",
              .synonyms = "amount|total|amount due|invoice amount|total amount|grand total|value|"
                          "amount billed"),
    KIND_CURRENCY(struct invoice),
    KIND_KNOWN(struct invoice),
    KIND_STAMPS(struct invoice),
    FIELD_END,
};

static const struct kind_ref invoice_refs[] = {{"account", "account_id", &account_kind}, {NULL}};

static int invoice_check(const struct act *act __attribute__((unused)),
                         int64_t id __attribute__((unused)), void *row, struct err *err)
{
    const struct invoice *i = row;
    int rc = rule_days_in_order("due", i->issued, i->due, "the day of the invoice", err);

    /* It may well be paid before it is issued. */
    return rc < 0 ? rc : rule_currency(i->currency, err);
}

static const char *const invoice_search[] = {"key", NULL};

static const char *const invoice_plans[] = {"due", NULL};

const struct kind invoice_kind = {
    .name = "invoice",
    .plural = "invoices",
    .label = "Invoice",
    .table = "invoice",
    .shape = SHAPE(invoice),
    .key_prefix = "I-",
    .happened = "issued",
    .plans = invoice_plans,
    .sort = "-issued",
    .search = invoice_search,
    .refs = invoice_refs,
    .check = invoice_check,
};
