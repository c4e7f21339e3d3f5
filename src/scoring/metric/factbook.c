#include "scoring/metric/factbook.h"

#include "factbook_sql.h"
#include "facts/account/account.h"
#include "facts/interaction/interaction.h"
#include "json/parse.h"
#include "scoring/metric/book_loader.h"
#include "scoring/metric/book_own.h"
#include "scoring/metric/book_usage.h"

#include <math.h>
#include <string.h>

#define HOUR_MS 3600000.0

static int32_t code_of(struct strmap *codes, const char *text)
{
    if (!text || !*text)
        return -1;
    int64_t code = strmap_get(codes, text);
    if (code == MAP_NONE) {
        code = (int64_t)strmap_len(codes);
        strmap_put(codes, text, code);
    }
    return (int32_t)code;
}

static void add_subscription(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t start = db_col_day(q, 1);
    int64_t term = db_col_i64(q, 4), interval = db_col_i64(q, 5);
    bool is_ours = loader_is_ours(l, db_col_str(q, 9));

    vec_push(&l->book->subscriptions,
             (struct book_subscription){
                 .id = db_col_i64(q, 10),
                 .seen = later_of(start, db_col_day(q, 3)),
                 .start = start,
                 .ended = db_col_day(q, 2),
                 .term_months = (int32_t)(term > 0 ? term : interval),
                 .product = code_of(l->products, db_col_str(q, 6)),
                 .seats = db_col_f64(q, 7),
                 .mrr_cents = is_ours ? db_col_f64(q, 8) / (double)interval : NAN,
             });
}

static void add_churn(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t day = db_col_day(q, 1);

    vec_push(&l->book->churns, (struct book_churn){.id = db_col_i64(q, 4),
                                                   .seen = later_of(day, db_col_day(q, 2)),
                                                   .day = day,
                                                   .is_reactivation = db_col_i64(q, 3) == 1});
}

static void add_invoice(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t issued = db_col_day(q, 1);

    vec_push(&l->book->invoices, (struct book_invoice){.id = db_col_i64(q, 5),
                                                       .seen = later_of(issued, db_col_day(q, 4)),
                                                       .issued = issued,
                                                       .due = db_col_day(q, 2),
                                                       .paid = db_col_day(q, 3)});
}

static double hours_between(int64_t from_ms, int64_t to_ms)
{
    return from_ms == TIME_NONE || to_ms == TIME_NONE || to_ms < from_ms
               ? NAN
               : (double)(to_ms - from_ms) / HOUR_MS;
}

static void add_ticket(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int64_t opened = db_col_i64(q, 1), answered = db_col_i64(q, 2);
    int64_t solved = db_col_i64(q, 3), closed = db_col_i64(q, 4);
    /* The earlier one: the other may lie in the future of the day asked for. */
    int64_t done =
        closed == TIME_NONE || (solved != TIME_NONE && solved < closed) ? solved : closed;
    struct book_ticket t = {
        .id = db_col_i64(q, 8),
        .opened = day_of_time(opened),
        .answered = day_of_time(answered),
        .done = day_of_time(done),
        .closed = day_of_time(closed),
        .escalated = day_of_time(db_col_i64(q, 5)),
        .hours_to_answer = hours_between(opened, answered),
        .hours_to_solve = hours_between(opened, done),
        .hours_to_close = hours_between(opened, closed),
        .satisfaction = db_col_f64(q, 7),
    };

    t.seen = later_of(t.opened, db_col_day(q, 6));
    vec_push(&l->book->tickets, t);
}

/* Roles are stored as a JSON list of words from a fixed set, so that looking for the quoted word is
 * exact. */
static unsigned roles_of(const char *roles)
{
    static const struct {
        const char *word;
        unsigned bit;
    } words[] = {
        {"\"decision_maker\"", ROLE_BIT_DECIDES},
        {"\"executive_sponsor\"", ROLE_BIT_SPONSOR},
        {"\"champion\"", ROLE_BIT_CHAMPION},
    };
    unsigned bits = 0;

    for (size_t i = 0; roles && i < ARRAY_LEN(words); i++)
        if (strstr(roles, words[i].word))
            bits |= words[i].bit;
    return bits;
}

static void add_contact(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    strmap_put(l->contacts, db_col_str(q, 1), (int64_t)l->book->contacts.n);
    vec_push(&l->book->contacts, (struct book_contact){
                                     .id = db_col_i64(q, 7),
                                     .seen = later_of(db_col_day(q, 2), db_col_day(q, 4)),
                                     .left = db_col_day(q, 3),
                                     .stakeholder_group = code_of(l->groups, db_col_str(q, 5)),
                                     .roles = roles_of(db_col_str(q, 6)),
                                 });
}

/* Adds those of the named contacts that this account has; contacts are loaded before. */
static void add_people(struct loader *l, const char *keys, size_t account)
{
    struct factbook *b = l->book;
    size_t i;
    json_t *key, *list;

    if (!keys || json_parse(keys, strlen(keys), &list, NULL) < 0)
        return;
    AUTO(json_t) owned = list;
    json_array_foreach (owned, i, key) {
        const char *text = json_string_value(key);
        int64_t at = text ? strmap_get(l->contacts, text) : MAP_NONE;
        if (at == MAP_NONE || (size_t)at < b->contacts.first[account] ||
            (size_t)at >= b->contacts.first[account + 1])
            continue;
        vec_push(&b->people, (uint32_t)at);
    }
}

/* Both sides spoke when it says so, or when it is of a kind that needs both and nothing else is
 * said. */
static bool is_two_way(const char *kind, const char *direction)
{
    static const char *const needs_both[] = {"meeting", "call", "check_in", "business_review",
                                             NULL};

    if (direction && *direction)
        return str_eq(direction, "two_way");
    return str_index(needs_both, kind) >= 0;
}

static void add_interaction(struct loader *l, struct cursor *q, size_t account)
{
    int32_t day = day_of_time(db_col_i64(q, 1));
    struct book_interaction x = {
        .id = db_col_i64(q, 7),
        .seen = later_of(day, db_col_day(q, 2)),
        .day = day,
        .is_two_way = is_two_way(db_col_str(q, 3), db_col_str(q, 4)),
        .sentiment = db_col_f64(q, 5),
        .first_person = l->book->people.n,
    };

    add_people(l, db_col_str(q, 6), account);
    x.n_people = l->book->people.n - x.first_person;
    vec_push(&l->book->interactions, x);
}

/* The columns of an assessment behind its ratings. */
enum { ASSESSMENT_IS = 4 + ASSESSMENT_ALL, ASSESSMENT_CONTACT, ASSESSMENT_ASSESSOR };
#define RATINGS_OF_GROUP (ASSESSMENT_RATINGS / ASSESSMENT_GROUPS)

/* A contact by its id; somebody who is only a name, by a code below zero. */
static int64_t who_rated(struct loader *l, struct cursor *q)
{
    int32_t name = code_of(l->assessors, db_col_str(q, ASSESSMENT_ASSESSOR));
    int64_t contact = db_col_i64(q, ASSESSMENT_CONTACT);

    return contact != I64_NONE ? contact : -1 - (int64_t)name;
}

static void add_assessment(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t day = db_col_day(q, 1);
    struct book_assessment a = {.id = db_col_i64(q, ASSESSMENT_IS),
                                .seen = later_of(day, db_col_day(q, 2)),
                                .day = day,
                                .is_self = str_eq(db_col_str(q, 3), "survey"),
                                .who = who_rated(l, q)};

    for (int r = 0; r < ASSESSMENT_RATINGS; r++) {
        double own = db_col_f64(q, 4 + r);
        double group = db_col_f64(q, 4 + ASSESSMENT_RATINGS + r / RATINGS_OF_GROUP);
        a.ratings[r] = isnan(own) ? group : own;
        a.by_group |= isnan(own) && !isnan(group) ? 1u << r : 0;
    }
    vec_push(&l->book->assessments, a);
}

static size_t *first_new(const struct factbook *b)
{
    return mem_zalloc(mem_product(b->n + 1, sizeof(size_t)));
}

int loader_list(struct loader *l, const char *sql,
                void (*add)(struct loader *, struct cursor *, size_t account), const size_t *n,
                size_t **ret_first, struct err *err)
{
    const struct factbook *b = l->book;
    size_t *first = *ret_first = first_new(b), i = 0;
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(l->conn, sql, l->args, &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        int64_t id = db_col_i64(q, 0);
        while (i < b->n && b->accounts[i].id < id)
            first[++i] = *n;
        if (i < b->n && b->accounts[i].id == id)
            add(l, q, i);
    }
    while (i < b->n)
        first[++i] = *n;
    return rc;
}

static int load_accounts(struct loader *l, struct err *err)
{
    VEC(struct book_account) rows = {0};
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(l->conn, sql_book_accounts, l->args, &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        int lifecycle = str_index(account_lifecycles, db_col_str(q, 4));
        vec_push(&rows,
                 (struct book_account){
                     .id = db_col_i64(q, 0),
                     .start = db_col_day(q, 1),
                     .churned = db_col_day(q, 2),
                     .created = day_of_time(db_col_i64(q, 3)),
                     .lifecycle = lifecycle < 0 ? BOOK_ACTIVE : (enum book_lifecycle)lifecycle,
                     .seats = db_col_f64(q, 5),
                     .gross_margin_pct = db_col_f64(q, 6),
                     .acquisition_cents = db_col_f64(q, 7),
                 });
    }
    l->book->accounts = rows.items;
    l->book->n = rows.n;
    return rc;
}

static int load_events(struct loader *l, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(l->conn, sql_book_events, DB_ARGS(), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        vec_push(&l->book->events, (struct book_event){.id = db_col_i64(q, 0),
                                                       .first_day = db_col_day(q, 1),
                                                       .is_tracked = db_col_i64(q, 2) == 1,
                                                       .is_advanced = db_col_i64(q, 3) == 1});
    return rc;
}

static int load_all(struct loader *l, const struct factbook_options *options, struct err *err)
{
    int rc = load_accounts(l, err);

    if (rc >= 0)
        rc = LOAD(sql_book_subscriptions, add_subscription, subscriptions);
    if (rc >= 0)
        rc = LOAD(sql_book_churns, add_churn, churns);
    if (rc < 0 || options->is_life_only)
        return rc;
    rc = LOAD(sql_book_invoices, add_invoice, invoices);
    if (rc >= 0)
        rc = LOAD(sql_book_tickets, add_ticket, tickets);
    if (rc >= 0)
        rc = LOAD(sql_book_contacts, add_contact, contacts);
    if (rc >= 0)
        rc = LOAD(sql_book_interactions, add_interaction, interactions);
    if (rc >= 0)
        rc = LOAD(sql_book_assessments, add_assessment, assessments);
    if (rc >= 0)
        rc = book_programme_load(l, err);
    if (rc >= 0)
        rc = load_events(l, err);
    if (rc >= 0)
        rc = book_usage_load(l->conn, l->book, options, err);
    return rc < 0 ? rc : book_own_load(l->conn, l->book, options, err);
}

int factbook_load(struct conn *c, const struct factbook_options *options, struct factbook **ret,
                  struct err *err)
{
    AUTO_STRUCT(factbook) *book = mem_zalloc(sizeof(*book));
    struct loader l = {
        .book = book,
        .conn = c,
        .args = DB_ARGS(DB_I64("from_id", options->from_id), DB_I64("to_id", options->to_id)),
        .currency = options->currency,
        .products = strmap_new(),
        .groups = strmap_new(),
        .contacts = strmap_new(),
        .assessors = strmap_new(),
        .goals = idmap_new(),
    };
    int rc = load_all(&l, options, err);

    book->n_products = strmap_len(l.products);
    book->n_groups = strmap_len(l.groups);
    strmap_free(l.products);
    strmap_free(l.groups);
    strmap_free(l.contacts);
    strmap_free(l.assessors);
    idmap_free(l.goals);
    if (rc < 0)
        return rc;
    *ret = TAKE(book);
    return 0;
}

#define FREE_LIST(list)          \
    do {                         \
        mem_free((list)->items); \
        mem_free((list)->first); \
    } while (0)

void factbook_free(struct factbook *book)
{
    if (!book)
        return;
    book_own_free(book);
    mem_free(book->accounts);
    FREE_LIST(&book->subscriptions);
    FREE_LIST(&book->churns);
    FREE_LIST(&book->invoices);
    FREE_LIST(&book->tickets);
    FREE_LIST(&book->contacts);
    FREE_LIST(&book->interactions);
    FREE_LIST(&book->assessments);
    FREE_LIST(&book->goals);
    FREE_LIST(&book->measurements);
    FREE_LIST(&book->touches);
    FREE_LIST(&book->advocacy);
    FREE_LIST(&book->opportunities);
    FREE_LIST(&book->responses);
    FREE_LIST(&book->cells);
    FREE_LIST(&book->users);
    mem_free(book->used_before);
    vec_done(&book->people);
    vec_done(&book->events);
    mem_free(book);
}
