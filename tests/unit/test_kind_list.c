#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/custom.h"
#include "facts/kind/kind_list.h"
#include "facts/kind/kind_writer.h"
#include "facts/ticket/ticket.h"
#include "facts_test.h"
#include "json/parse.h"
#include "stats/random.h"

#define TICKETS 300

/* Tickets of three accounts with many ties and missing values. */
static void tickets_make(struct facts_test *t)
{
    AUTO_STRUCT(kind_writer) *accounts = kind_writer_new(&t->act, &account_kind);
    AUTO_STRUCT(kind_writer) *tickets = kind_writer_new(&t->act, &ticket_kind);
    enum kind_outcome outcome;
    struct rng rng;

    rng_init(&rng, 7, 0);
    for (int i = 0; i < 3; i++) {
        struct account a;
        fields_init(account_fields, &a);
        a.key = arena_printf(t->act.arena, "A-%d", i);
        a.name = "Acme";
        ASSERT_OK(kind_upsert(accounts, &a, KIND_ALL, &outcome, &t->err), t->err);
    }
    for (int i = 0; i < TICKETS; i++) {
        struct ticket k;
        fields_init(ticket_fields, &k);
        k.key = arena_printf(t->act.arena, "T-%03d", i);
        k.account = arena_printf(t->act.arena, "A-%d", (int)rng_below(&rng, 3));
        k.opened = t->act.now_ms - rng_below(&rng, 20) * DAY_MS;
        k.priority = rng_chance(&rng, 0.5) ? NULL : ticket_priorities[rng_below(&rng, 4)];
        k.subject = rng_chance(&rng, 0.5) ? NULL : rng_chance(&rng, 0.5) ? "100% Done" : "to_do";
        k.satisfaction = rng_chance(&rng, 0.5) ? I64_NONE : rng_between(&rng, 1, 5);
        ASSERT_OK(kind_upsert(tickets, &k, KIND_ALL, &outcome, &t->err), t->err);
    }
}

static struct kind_page page(struct facts_test *t, const struct kind *kind,
                             const struct kind_query *query)
{
    struct kind_page p = {0};

    ASSERT_OK(kind_list(t->act.conn, kind, query, t->act.arena, &p, &t->err), t->err);
    return p;
}

/* How two rows stand by a field, missing ones last; 0 when equal. */
static int order_of(const struct field *f, bool is_down, const void *a, const void *b)
{
    bool no_a = field_is_missing(f, a), no_b = field_is_missing(f, b);

    if (no_a || no_b)
        return no_a - no_b;
    const void *x = field_in(f, a), *y = field_in(f, b);
    int order;
    if (f->type == FIELD_T_STR || f->type == FIELD_T_ENUM)
        order = strcmp(*(const char *const *)x, *(const char *const *)y);
    else if (f->type == FIELD_T_DAY)
        order = (*(const int32_t *)x > *(const int32_t *)y) -
                (*(const int32_t *)x < *(const int32_t *)y);
    else
        order = (*(const int64_t *)x > *(const int64_t *)y) -
                (*(const int64_t *)x < *(const int64_t *)y);
    return is_down ? -order : order;
}

static void walk(struct facts_test *t, const struct field *f, bool is_down, int64_t limit)
{
    bool is_seen[TICKETS] = {0};
    struct kind_query query = {
        .limit = limit, .sort = arena_printf(t->act.arena, "%s%s", is_down ? "-" : "", f->name)};
    const struct ticket *before = NULL;
    size_t n = 0;

    do {
        struct kind_page p = page(t, &ticket_kind, &query);
        const struct ticket *rows = p.items;
        assert_int_equal(p.total, query.after ? I64_NONE : TICKETS);
        for (size_t i = 0; i < p.n_items; i++) {
            long number = strtol(rows[i].key + 2, NULL, 10);
            assert_false(is_seen[number]);
            is_seen[number] = true;
            int order = before ? order_of(f, is_down, before, &rows[i]) : -1;
            assert_true(order < 0 || (order == 0 && strcmp(before->key, rows[i].key) < 0));
            before = &rows[i];
        }
        n += p.n_items;
        query.after = p.next;
    } while (query.after);
    assert_int_equal(n, TICKETS);
}

static void paging_visits_each_row_once_by_every_sort(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    tickets_make(&t);
    FIELDS_EACH (f, ticket_fields) {
        if (f->max > 255 && f->type == FIELD_T_STR)
            continue; /* nothing to sort by */
        walk(&t, f, false, 7);
        walk(&t, f, true, 100);
        walk(&t, f, false, 300);
    }
    facts_test_done(&t);
}

static int64_t found(struct facts_test *t, const char *filter, const char *q)
{
    struct kind_query query = {.limit = 1, .filter = filter, .q = q};

    return page(t, &ticket_kind, &query).total;
}

/* Filter and the SQL condition over the bare table that must find as many. */
static const struct {
    const char *filter, *sql;
} conditions[] = {
    {"account = \"A-1\"", "account_id = (SELECT id FROM account WHERE key = 'A-1')"},
    {"not account = \"A-1\"", "account_id <> (SELECT id FROM account WHERE key = 'A-1')"},
    {"priority = \"high\"", "priority = 'high'"},
    {"priority != \"high\"", "priority IS NULL OR priority <> 'high'"},
    {"not priority = \"high\"", "priority IS NULL OR priority <> 'high'"},
    {"not (priority = \"high\" or satisfaction > 3)",
     "COALESCE(priority, '') <> 'high' AND COALESCE(satisfaction, 0) <= 3"},
    {"not not satisfaction > 3", "satisfaction > 3"},
    {"priority in (\"high\", \"low\")", "priority IN ('high', 'low')"},
    {"not priority in (\"high\", \"low\")", "priority IS NULL OR priority NOT IN ('high', 'low')"},
    {"priority is missing", "priority IS NULL"},
    {"not priority is missing and satisfaction is not missing",
     "priority IS NOT NULL AND satisfaction IS NOT NULL"},
    {"subject contains \"100%\"", "subject = '100% Done'"},
    {"subject contains \"O_D\"", "subject = 'to_do'"},
    {"subject contains \"%\"", "subject = '100% Done'"},
    {"not subject contains \"done\"", "subject IS NULL OR subject = 'to_do'"},
    {"opened >= 2026-03-10", "opened >= 1773100800000"},
    {"contact is missing", "TRUE"},
    {"priority = \"low\" and satisfaction = 1 or priority = \"high\"",
     "priority = 'low' AND satisfaction = 1 OR priority = 'high'"},
};

static void filters_find_what_sql_finds(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    tickets_make(&t);
    for (size_t i = 0; i < ARRAY_LEN(conditions); i++) {
        const char *sql =
            arena_printf(t.act.arena, "SELECT COUNT(*) FROM ticket WHERE %s", conditions[i].sql);
        int64_t n = found(&t, conditions[i].filter, NULL);
        if (n != test_count(&t, sql))
            fail_msg("%s: %d", conditions[i].filter, (int)n);
        assert_true(n > 0);
    }
    assert_int_equal(found(&t, NULL, "TO_D"), test_count(&t, "SELECT COUNT(*) FROM ticket WHERE "
                                                             "subject = 'to_do'"));
    assert_int_equal(found(&t, NULL, "t-00"), 10); /* keys are searched, too */
    facts_test_done(&t);
}

/* Account A-1 with custom values, A-2 without; a contact of A-1 with roles, one without. */
static void customs_make(struct facts_test *t)
{
    static const char *const customs[][2] = {
        {"tier", "text"}, {"points", "number"}, {"signed", "day"}, {"vip", "boolean"}};
    struct account a, b;
    struct contact c, d;
    const char *roles[] = {"power_user", "champion"};

    for (size_t i = 0; i < ARRAY_LEN(customs); i++) {
        struct custom_field f = {.kind = "account", .name = customs[i][0], .type = customs[i][1]};
        ASSERT_OK(custom_declare(&t->act, &f, &t->err), t->err);
    }
    fields_init(account_fields, &a);
    b = a;
    a.key = a.name = "A-1";
    b.key = b.name = "A-2";
    a.custom = json_keep(t->act.arena, json_pack("{s:s,s:f,s:s,s:b}", "tier", "gold", "points", 7.5,
                                                 "signed", "2026-01-31", "vip", 1));
    ASSERT_OK(kind_create(&t->act, &account_kind, &a, &t->err), t->err);
    ASSERT_OK(kind_create(&t->act, &account_kind, &b, &t->err), t->err);
    fields_init(contact_fields, &c);
    c.account = "A-1";
    d = c;
    c.roles = roles;
    c.n_roles = 2;
    ASSERT_OK(kind_create(&t->act, &contact_kind, &c, &t->err), t->err);
    ASSERT_OK(kind_create(&t->act, &contact_kind, &d, &t->err), t->err);
}

static const struct {
    const struct kind *kind;
    const char *filter;
    int n;
} custom_filters[] = {
    {&account_kind, "custom.tier = \"gold\"", 1},
    {&account_kind, "not custom.tier = \"gold\"", 1},
    {&account_kind, "custom.signed < 2026-02-01", 1},
    {&account_kind, "custom.vip = true", 1},
    {&account_kind, "custom.points >= 7.5", 1},
    {&account_kind, "custom.points is missing", 1},
    {&contact_kind, "roles contains \"champion\"", 1},
    {&contact_kind, "roles contains \"detractor\"", 0},
    {&contact_kind, "not roles contains \"champion\"", 1},
    {&contact_kind, "roles is missing", 1},
};

static void custom_fields_and_lists_are_filtered(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    customs_make(&t);
    for (size_t i = 0; i < ARRAY_LEN(custom_filters); i++) {
        struct kind_query query = {.limit = 10, .filter = custom_filters[i].filter};
        if (page(&t, custom_filters[i].kind, &query).total != custom_filters[i].n)
            fail_msg("%s", custom_filters[i].filter);
    }
    facts_test_done(&t);
}

static void custom_fields_sort_and_page(void **state)
{
    static const char *const sorts[] = {"custom.tier", "-custom.points", "custom.signed",
                                        "-custom.vip"};
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    customs_make(&t);
    for (size_t i = 0; i < ARRAY_LEN(sorts); i++) {
        struct kind_query query = {.limit = 1, .sort = sorts[i]};
        struct kind_page p = page(&t, &account_kind, &query);
        assert_string_equal(((struct account *)p.items)->key, "A-1");
        query.after = p.next;
        p = page(&t, &account_kind, &query);
        assert_string_equal(((struct account *)p.items)->key, "A-2");
        assert_null(p.next);
    }
    facts_test_done(&t);
}

static const struct {
    struct kind_query query;
    const char *field, *part;
} refused[] = {
    {{.limit = 5, .sort = "nope"}, "sort", "no field \"nope\""},
    {{.limit = 5, .sort = "subject"}, "sort", "nothing to sort by"},
    {{.limit = 5, .filter = "prioritty = \"x\""}, "filter", "did you mean \"priority\""},
    {{.limit = 5, .after = "garbage"}, "after", "must be the next"},
    /* ["-key","1",null], ["-opened","x",null], ["-opened","1","x"] */
    {{.limit = 5, .after = "WyIta2V5IiwiMSIsbnVsbF0"}, "after", "sorted by -opened"},
    {{.limit = 5, .after = "WyItb3BlbmVkIiwieCIsbnVsbF0"}, "after", "sorted by -opened"},
    {{.limit = 5, .after = "WyItb3BlbmVkIiwiMSIsIngiXQ"}, "after", "sorted by -opened"},
};

static void what_makes_no_sense_is_refused(void **state)
{
    struct facts_test t;
    (void)state;
    facts_test_init(&t);
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        struct kind_page p;
        t.err = (struct err){0};
        int rc = kind_list(t.act.conn, &ticket_kind, &refused[i].query, t.act.arena, &p, &t.err);
        assert_int_equal(rc, ERR_INVALID);
        assert_string_equal(t.err.field, refused[i].field);
        if (!strstr(t.err.text, refused[i].part))
            fail_msg("case %zu: %s", i, t.err.text);
    }
    facts_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paging_visits_each_row_once_by_every_sort),
        cmocka_unit_test(filters_find_what_sql_finds),
        cmocka_unit_test(custom_fields_and_lists_are_filtered),
        cmocka_unit_test(custom_fields_sort_and_page),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
