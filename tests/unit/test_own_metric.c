/* Metrics that organisations define: values worked out by hand, what is refused, and the first law.
 */
#include "facts/usage/usage_sum_writer.h"
#include "own_test.h"
#include "scoring/metric/grounds.h"
#include "stats/random.h"

/* Quotes as in JSON are a nuisance in C: ' stands for \" here, ` for a quote inside a text. */
static const char *json_of(struct metric_test *t, const char *text)
{
    AUTO_BUF out = {0};

    for (const char *c = text; *c; c++) {
        if (*c == '`')
            buf_str(&out, "\\\"");
        else if (*c == '\'')
            buf_char(&out, '"');
        else
            buf_char(&out, *c);
    }
    return arena_strdup(t->arena, buf_text(&out));
}

struct own_case {
    const char *day, *json;
    double first, second; /* of two accounts; NaN: missing */
};

static void check_cases(struct metric_test *t, const struct own_case *cases, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        compute_own(t, cases[k].day, json_of(t, cases[k].json));
        for (size_t i = 0; i < 2; i++) {
            double expected = i ? cases[k].second : cases[k].first, got = own_of(t, i);
            if (isnan(expected) != isnan(got) || (!isnan(got) && fabs(got - expected) > 1e-9))
                fail_msg("%s on %s: account %zu is %g, not %g", cases[k].json, cases[k].day, i, got,
                         expected);
        }
    }
}

static void over_tickets(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z priority=urgent vehicle=email satisfaction=5 "
         "solved=2024-03-05T08:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-10T08:00:00Z priority=urgent vehicle=phone satisfaction=2 "
         "solved=2024-04-02T08:00:00Z reopened_count=3");
    fact(t, "ticket", "account_id=1 opened=2024-03-20T08:00:00Z priority=low vehicle=email");
    fact(t, "ticket", "account_id=1 opened=2024-01-20T08:00:00Z priority=low known=2024-04-10");
    fact(t, "ticket", "account_id=1 opened=2024-02-05T08:00:00Z");
    const struct own_case cases[] = {
        {"2024-03-31", "{'function':'count','fact':'ticket','window_days':30}", 2, 0},
        {"2024-03-31", "{'function':'count','fact':'ticket','window_days':31}", 3, 0},
        {"2024-03-31", "{'function':'count','fact':'ticket'}", 4, 0},
        {"2024-04-10", "{'function':'count','fact':'ticket'}", 5, 0},
        {"2023-12-31", "{'function':'count','fact':'ticket'}", NAN, NAN},
        {"2024-03-31", "{'function':'count','fact':'ticket','filter':'priority = `urgent`'}", 2, 0},
        {"2024-03-31", "{'function':'count','fact':'ticket','filter':'priority != `urgent`'}", 2,
         0},
        {"2024-03-31",
         "{'function':'count','fact':'ticket','filter':'not (priority = `urgent` or vehicle = "
         "`email`)'}",
         1, 0},
        /* A rating counts from the day the ticket was solved. */
        {"2024-03-04", "{'function':'count','fact':'ticket','filter':'satisfaction >= 1'}", 0, 0},
        {"2024-03-05", "{'function':'count','fact':'ticket','filter':'satisfaction >= 1'}", 1, 0},
        {"2024-03-31", "{'function':'count','fact':'ticket','filter':'satisfaction < 3'}", 0, 0},
        {"2024-04-02", "{'function':'count','fact':'ticket','filter':'satisfaction < 3'}", 1, 0},
        {"2024-03-31", "{'function':'count','fact':'ticket','filter':'solved is missing'}", 3, 0},
        {"2024-04-02", "{'function':'count','fact':'ticket','filter':'solved is missing'}", 2, 0},
        {"2024-03-31", "{'function':'count','fact':'ticket','day_field':'solved'}", 1, 0},
        {"2024-04-10", "{'function':'count','fact':'ticket','day_field':'solved','window_days':10}",
         1, 0},
        {"2024-04-10", "{'function':'sum','fact':'ticket','field':'reopened_count'}", 3, 0},
        {"2024-04-01", "{'function':'sum','fact':'ticket','field':'reopened_count'}", 0, 0},
        {"2024-03-31", "{'function':'distinct','fact':'ticket','field':'vehicle'}", 2, 0},
        {"2024-04-10", "{'function':'distinct','fact':'ticket','field':'satisfaction'}", 2, 0},
        {"2024-03-31", "{'function':'distinct','fact':'ticket','field':'satisfaction'}", 1, 0},
        {"2024-03-31", "{'function':'ratio','fact':'ticket','filter':'priority = `urgent`'}", 50,
         NAN},
        {"2024-04-10",
         "{'function':'ratio','fact':'ticket','filter':'satisfaction >= 4','base_filter':"
         "'satisfaction is not missing'}",
         50, NAN},
        {"2024-03-31", "{'function':'days_since','fact':'ticket','filter':'priority = `urgent`'}",
         21, NAN},
        {"2024-03-31", "{'function':'trend','fact':'ticket','window_days':30}", 0, NAN},
        {"2024-03-31", "{'function':'trend','fact':'ticket','window_days':31}", 200, NAN},
    };
    check_cases(t, cases, ARRAY_LEN(cases));
}

static void over_money_and_kinds_without_a_feed(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "opportunity",
         "account_id=1 opened=2024-01-10 amount_cents=300050 closed=2024-03-01 is_won=1");
    fact(t, "opportunity", "account_id=1 opened=2024-02-10 amount_cents=100000 kind=renewal");
    fact(t, "opportunity", "account_id=2 opened=2024-02-10 amount_cents=100000 currency=EUR");
    fact(t, "contact", "account_id=1 joined=2024-01-05 roles=[\"champion\"]");
    fact(t, "contact", "account_id=1 left_day=2024-02-01");
    const struct own_case cases[] = {
        {"2024-03-31", "{'function':'sum','fact':'opportunity','field':'amount_cents'}", 4000.5,
         NAN},
        {"2024-03-31",
         "{'function':'sum','fact':'opportunity','field':'amount_cents','filter':'is_won = true'}",
         3000.5, 0},
        {"2024-02-28",
         "{'function':'sum','fact':'opportunity','field':'amount_cents','filter':'is_won = true'}",
         0, 0},
        {"2024-03-31", "{'function':'count','fact':'opportunity','filter':'is_won = false'}", 0, 0},
        {"2024-03-31", "{'function':'count','fact':'opportunity','filter':'closed is missing'}", 1,
         1},
        {"2024-03-31", "{'function':'count','fact':'contact'}", 2, NAN},
        {"2024-01-04", "{'function':'count','fact':'contact'}", 1, NAN},
        {"2024-01-31", "{'function':'count','fact':'contact','filter':'left_day is missing'}", 2,
         NAN},
        {"2024-03-31", "{'function':'count','fact':'contact','filter':'left_day is missing'}", 1,
         NAN},
        {"2024-03-31", "{'function':'count','fact':'contact','filter':'roles contains `champion`'}",
         1, NAN},
    };
    check_cases(t, cases, ARRAY_LEN(cases));
}

static void over_usage(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    int64_t open = fact(t, "usage_event", "key=open first_day=2024-01-01");
    int64_t export = fact(t, "usage_event", "key=export first_day=2024-01-01 is_advanced=1");
    used(t, 1, open, 1, "2024-03-30", 6);
    used(t, 1, export, 2, "2024-03-30", 2);
    used(t, 1, export, 1, "2024-03-25", 1);
    used(t, 1, open, 3, "2024-03-20", 4);
    used(t, 1, export, 1, "2023-09-01", 7); /* far beyond the built-in windows */
    used(t, 1, open, 1, "2024-04-02", 99);
    const struct own_case cases[] = {
        {"2024-03-31",
         "{'function':'count','fact':'usage','filter':'event = `export`','window_days':7}", 3, NAN},
        {"2024-03-31",
         "{'function':'count','fact':'usage','filter':'is_advanced = true','window_days':365}", 10,
         NAN},
        {"2024-03-31", "{'function':'distinct','fact':'usage','field':'user','window_days':28}", 3,
         NAN},
        {"2024-03-31", "{'function':'distinct','fact':'usage','field':'day','window_days':28}", 3,
         NAN},
        {"2024-03-31", "{'function':'distinct','fact':'usage','field':'event','window_days':7}", 2,
         NAN},
        {"2024-03-31",
         "{'function':'ratio','fact':'usage','filter':'event = `export`','window_days':7}",
         100 * 3 / 9.0, NAN},
        {"2024-03-31", "{'function':'days_since','fact':'usage','filter':'event = `export`'}", 1,
         NAN},
        {"2024-03-24", "{'function':'days_since','fact':'usage','filter':'event = `export`'}", 205,
         NAN},
        {"2024-03-31", "{'function':'trend','fact':'usage','window_days':7}", 125, NAN},
    };
    check_cases(t, cases, ARRAY_LEN(cases));
}

/* One sum of a day: so many numbers that come to so many thousandths. */
static void summed(struct metric_test *t, int64_t sum_id, const char *day_text, int64_t count,
                   int64_t thousandths)
{
    AUTO_STRUCT(usage_sum_writer) *w = usage_sum_writer_new(t->conn);
    struct err err = {0};

    usage_sum_writer_add(w, &(struct usage_sum_part){sum_id, 1, day_at(day_text), count,
                                                     (usage_amount)thousandths * 1000});
    ASSERT_OK(usage_sum_writer_flush(w, &err), err);
}

static void sum_asked(struct metric_test *t, const char *event, const char *property,
                      const char *since)
{
    const int32_t day = since ? day_at(since) : DAY_MIN;

    put_sql(t, arena_printf(t->arena,
                            "INSERT INTO usage_sum (id, event, property, segment, log_offset, "
                            "since, is_whole) SELECT COUNT(*) + 1, '%s', '%s', 0, 0, %d, TRUE "
                            "FROM usage_sum",
                            event, property, day));
}

static void over_numbers_in_events(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    int64_t open = fact(t, "usage_event", "key=open first_day=2024-01-01");
    int64_t export = fact(t, "usage_event", "key=export first_day=2024-01-01 is_advanced=1");
    sum_asked(t, "export", "amount", NULL);       /* 1 */
    sum_asked(t, "open", "amount", NULL);         /* 2 */
    sum_asked(t, "export", "rows", "2024-03-10"); /* 3 */
    sum_asked(t, "open", "order.total", NULL);    /* 4 */
    used(t, 1, export, 1, "2024-03-30", 3);
    used(t, 1, export, 1, "2024-03-20", 2);
    used(t, 1, open, 1, "2024-03-30", 5);
    used(t, 1, export, 1, "2024-04-02", 1);
    used(t, 2, open, 1, "2024-03-05", 1);
    summed(t, 1, "2024-03-30", 2, 12500);
    summed(t, 1, "2024-03-20", 2, -2500);
    summed(t, 1, "2024-02-21", 1, 50000);
    summed(t, 1, "2024-04-02", 1, 777000);
    summed(t, 2, "2024-03-30", 4, 100);
    summed(t, 3, "2024-03-30", 1, 8000);
#define EXPORTS(function, days, more)                                                           \
    "{'function':'" function "','fact':'usage','field':'properties.amount','window_days':" days \
    ",'filter':'event = `export`" more "'}"
    const struct own_case cases[] = {
        {"2024-03-31", EXPORTS("sum", "28", ""), 10, 0},
        {"2024-03-31", EXPORTS("sum", "7", ""), 12.5, 0},
        {"2024-03-31", EXPORTS("mean", "28", ""), 2.5, NAN},
        {"2024-03-31", EXPORTS("mean", "7", ""), 6.25, NAN},
        {"2024-03-31", EXPORTS("trend", "20", ""), -80, NAN},
        {"2024-03-31", EXPORTS("sum", "28", " and is_advanced = true"), 10, 0},
        {"2024-03-31", EXPORTS("sum", "28", " and is_advanced = false"), 0, 0},
        {"2024-03-31", EXPORTS("sum", "28", " or event = `open`"), 10.1, NAN},
        /* What comes later is not there yet. */
        {"2024-03-29", EXPORTS("sum", "28", ""), -2.5, 0},
        {"2024-04-02", EXPORTS("sum", "28", ""), 787, 0},
        /* Whole since 10 March, when a window of 22 days begins. */
        {"2024-03-31",
         "{'function':'sum','fact':'usage','field':'properties.rows','window_days':22,'filter':"
         "'event = `export`'}",
         8, 0},
        {"2024-03-31",
         "{'function':'sum','fact':'usage','field':'properties.rows','window_days':23,'filter':"
         "'event = `export`'}",
         NAN, NAN},
        /* It happened, and never with such a number. */
        {"2024-03-31",
         "{'function':'sum','fact':'usage','field':'properties.order.total','window_days':23,"
         "'filter':'event = `open`'}",
         NAN, 0},
        /* Nobody adds it up. */
        {"2024-03-31",
         "{'function':'sum','fact':'usage','field':'properties.weight','window_days':7,'filter':"
         "'event = `export`'}",
         NAN, NAN},
    };
    check_cases(t, cases, ARRAY_LEN(cases));
}

static void means_of_facts(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z satisfaction=5 "
         "solved=2024-03-05T08:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z satisfaction=2 "
         "solved=2024-04-05T08:00:00Z");
    fact(t, "ticket", "account_id=1 opened=2024-03-01T08:00:00Z");
    fact(t, "opportunity", "account_id=1 opened=2024-01-10 amount_cents=300050");
    fact(t, "opportunity", "account_id=1 opened=2024-01-10 amount_cents=100050");
    fact(t, "opportunity", "account_id=2 opened=2024-01-10 amount_cents=100000 currency=EUR");
    const struct own_case cases[] = {
        {"2024-03-31", "{'function':'mean','fact':'ticket','field':'satisfaction'}", 5, NAN},
        {"2024-04-30", "{'function':'mean','fact':'ticket','field':'satisfaction'}", 3.5, NAN},
        {"2024-03-31", "{'function':'mean','fact':'opportunity','field':'amount_cents'}", 2000.5,
         NAN},
    };
    check_cases(t, cases, ARRAY_LEN(cases));
}

static void formulas_are_words(void **state)
{
    struct metric_test *t = *state;
    struct err err = {0};
    fact(t, "usage_event", "key=export first_day=2024-01-01");
    static const char *const cases[][3] = {
        {"{'function':'count','fact':'ticket','filter':'priority = `urgent`','window_days':90}",
         "Number of tickets with priority = \"urgent\", in the last 90 days. Missing while none of "
         "the kind is known of anybody.",
         "tickets"},
        {"{'function':'ratio','fact':'touch','filter':'clicked is not missing','window_days':30}",
         "Share of those with clicked is not missing among touches, in the last 30 days. Missing if "
         "there are none.",
         "%"},
        {"{'function':'sum','fact':'advocacy','field':'worth_cents'}",
         "Σ of \"worth_cents\" over advocacy. Missing while none of the kind is known of anybody. "
         "What is in another currency than the organisation's makes it missing.",
         "currency"},
        {"{'function':'mean','fact':'usage','field':'properties.amount','window_days':28,'filter':"
         "'event = `export`'}",
         "Mean of \"properties.amount\" over events with event = \"export\", in the last 28 days. "
         "Missing if there is none. What is no number is passed over. Missing as well if none of "
         "the events has one, and in windows that begin before they are added up.",
         "count"},
    };

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct own_plan *plan = NULL;
        ASSERT_OK(own_from(t, json_of(t, cases[k][0]), &plan, &err), err);
        assert_string_equal(own_formula(plan, t->arena), cases[k][1]);
        assert_string_equal(own_unit(plan), cases[k][2]);
    }
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct metric_test *t = *state;
    fact(t, "usage_event", "key=export first_day=2024-01-01");
    static const struct {
        const char *json, *field, *part;
    } cases[] = {
        {"{'function':'count','fact':'tikets'}", "fact", "did you mean \"ticket\""},
        {"{'function':'count','fact':'account'}", "fact", "no kind of dated fact"},
        {"{'function':'median','fact':'ticket'}", "function", "count"},
        {"{'id':'Urgent','function':'count','fact':'ticket'}", "id", "lower-case"},
        {"{'function':'count','fact':'ticket','filter':'priorty = `x`'}", "filter", "priority"},
        {"{'function':'count','fact':'ticket','filter':'known > 2024-01-01'}", "filter", "known"},
        {"{'function':'count','fact':'ticket','field':'priority'}", "field", "leave it out"},
        {"{'function':'sum','fact':'ticket'}", "field", "required"},
        {"{'function':'sum','fact':'ticket','field':'priority'}", "field", "no number"},
        {"{'function':'sum','fact':'ticket','field':'satisfacton'}", "field", "satisfaction"},
        {"{'function':'distinct','fact':'contact','field':'roles'}", "field", "list"},
        {"{'function':'trend','fact':'ticket'}", "window_days", "required"},
        {"{'function':'ratio','fact':'ticket'}", "filter", "required"},
        {"{'function':'count','fact':'ticket','base_filter':'priority = `low`'}", "base_filter",
         "ratio only"},
        {"{'function':'ratio','fact':'ticket','filter':'priority = `low`','base_filter':'x = 1'}",
         "base_filter", "\"x\""},
        {"{'function':'count','fact':'ticket','day_field':'priority'}", "day_field", "no date"},
        {"{'function':'ratio','fact':'ticket','filter':'priority = `low`','unit':'points'}", "unit",
         "always %"},
        {"{'function':'count','fact':'usage','window_days':30,'filter':'event = `exprot`'}",
         "filter", "did you mean \"export\""},
        {"{'function':'count','fact':'usage','window_days':30,'filter':'event in (`export`, "
         "`sing`)'}",
         "filter", "no event \"sing\""},
        {"{'function':'count','fact':'usage'}", "window_days", "required"},
        {"{'function':'sum','fact':'usage','window_days':30}", "field", "properties.amount"},
        {"{'function':'mean','fact':'usage','window_days':30}", "field", "required for mean"},
        {"{'function':'mean','fact':'ticket'}", "field", "required for mean"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'amount','filter':'event = "
         "`export`'}",
         "field", "path"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.','filter':'event "
         "= `export`'}",
         "field", "path"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.a..b','filter':"
         "'event = `export`'}",
         "field", "path"},
        {"{'function':'count','fact':'usage','window_days':30,'field':'properties.a'}", "field",
         "leave it out"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.a'}", "filter",
         "must name the events"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.a','filter':'event "
         "!= `export`'}",
         "filter", "must name the events"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.a','filter':'event "
         "= `export` or is_advanced = true'}",
         "filter", "must name the events"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.a','filter':'not "
         "(event = `export` and is_advanced = true)'}",
         "filter", "must name the events"},
        {"{'function':'sum','fact':'usage','field':'properties.a','filter':'event = `export`'}",
         "window_days", "required"},
        {"{'function':'sum','fact':'usage','window_days':30,'field':'properties.a','filter':'event "
         "= `exprot`'}",
         "filter", "did you mean \"export\""},
        {"{'function':'trend','fact':'usage','window_days':200}", "window_days", "at most 365"},
        {"{'function':'distinct','fact':'usage','window_days':30,'field':'label'}", "field",
         "user"},
        {"{'function':'distinct','fact':'usage','window_days':30,'field':'user','filter':'event = "
         "`export`'}",
         "filter", "left out"},
        {"{'function':'count','fact':'ticket','window_days':0}", "window_days", "from 1"},
    };

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        struct own_plan *plan;
        struct err err = {0};
        assert_int_equal(own_from(t, json_of(t, cases[k].json), &plan, &err), ERR_INVALID);
        if (!str_eq(err.field, cases[k].field) || !strstr(err.text, cases[k].part))
            fail_msg("%s: %s: %s", cases[k].json, err.field, err.text);
    }
}

static void long_filters_are_refused(void **state)
{
    struct metric_test *t = *state;
    AUTO_BUF json = {0};
    struct own_plan *plan;
    struct err err = {0};

    buf_str(&json, "{'function':'count','fact':'ticket','filter':'priority = `low`");
    for (int k = 1; k <= OWN_TERMS_MAX; k++)
        buf_str(&json, " or vehicle = `email`");
    buf_str(&json, "'}");
    assert_int_equal(own_from(t, json_of(t, buf_text(&json)), &plan, &err), ERR_INVALID);
    assert_string_equal(err.field, "filter");
    assert_non_null(strstr(err.text, "12 comparisons"));
}

/* The very facts that count are marked, by the day asked for. */
static void facts_behind_a_value_are_marked(void **state)
{
    struct metric_test *t = *state;
    struct grounds g;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "ticket", "account_id=2 opened=2024-03-01T08:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z satisfaction=5 solved=2024-04-05T08:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-02T08:00:00Z satisfaction=5 solved=2024-03-05T08:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-03T08:00:00Z satisfaction=1 solved=2024-03-05T08:00:00Z");
    fact(t, "ticket", "account_id=1 opened=2023-03-03T08:00:00Z satisfaction=5");
    compute_own(t, "2024-03-31",
                json_of(t, "{'function':'ratio','fact':'ticket','filter':'satisfaction >= "
                           "4','base_filter':'satisfaction is not missing','window_days':60}"));
    assert_close(own_of(t, 0), 50, 0);
    const struct metric *m = &t->book->dictionary->items[dictionary_builtin()->n];
    metric_grounds(m, t->book, &t->context, 0, t->arena, &g);
    size_t marked = 0;
    assert_int_equal(g.n[GROUND_TICKET], 4);
    for (size_t k = 0; k < 4; k++) {
        const struct book_ticket *ticket = &t->book->tickets.items[t->book->tickets.first[0] + k];
        bool counts =
            ticket->opened == day_at("2024-03-02") || ticket->opened == day_at("2024-03-03");
        assert_int_equal(g.is_used[GROUND_TICKET][k], counts);
        marked += counts;
    }
    assert_int_equal(marked, 2);
    assert_int_equal(g.from, day_at("2024-02-01"));
    assert_int_equal(g.to, day_at("2024-03-31"));
}

/* The first law: what comes later changes nothing. Tickets and opportunities as they were known on
 * a day, and as they are in the end. */
static void later_parts_change_nothing(void **state)
{
    struct metric_test *t = *state, other;
    static const char *const jsons[] = {
        "{'function':'count','fact':'ticket','filter':'not (solved is missing or satisfaction < 3)'}",
        "{'function':'count','fact':'ticket','filter':'closed is missing and priority != `low`'}",
        "{'function':'sum','fact':'ticket','field':'satisfaction','window_days':200}",
        "{'function':'distinct','fact':'ticket','field':'satisfaction','day_field':'solved'}",
        "{'function':'ratio','fact':'ticket','filter':'escalated is missing'}",
        "{'function':'days_since','fact':'ticket','day_field':'closed'}",
        "{'function':'trend','fact':'ticket','window_days':90,'filter':'first_response is missing'}",
    };
    const char *day = "2024-06-30";
    struct rng r;

    metric_test_init(&other);
    rng_init(&r, 11, 0);
    for (int i = 0; i < 2; i++) {
        fact(t, "account", "start=2022-01-01");
        fact(&other, "account", "start=2022-01-01");
    }
    for (int k = 0; k < 300; k++) {
        AUTO_BUF then = {0}, end = {0};
        char text[16];
        int32_t opened = day_at("2024-01-01") + (int32_t)rng_between(&r, 0, 300);
        static const char *const parts[] = {"first_response", "solved", "closed", "escalated"};
        buf_printf(&end, "account_id=%lld opened=%sT10:00:00Z satisfaction=%lld priority=%s",
                   (long long)rng_between(&r, 1, 2), day_format(opened, text),
                   (long long)rng_between(&r, 1, 5), rng_chance(&r, .5) ? "low" : "high");
        buf_str(&then, buf_text(&end));
        for (size_t p = 0; p < ARRAY_LEN(parts); p++) {
            int32_t at = opened + (int32_t)rng_between(&r, 0, 120);
            if (rng_chance(&r, .3))
                continue;
            buf_printf(&end, " %s=%sT12:00:00Z", parts[p], day_format(at, text));
            if (at <= day_at(day))
                buf_printf(&then, " %s=%sT12:00:00Z", parts[p], text);
        }
        fact(t, "ticket", buf_text(&end));
        if (opened <= day_at(day))
            fact(&other, "ticket", buf_text(&then));
    }
    for (size_t k = 0; k < ARRAY_LEN(jsons); k++) {
        compute_own(t, day, json_of(t, jsons[k]));
        compute_own(&other, day, json_of(t, jsons[k]));
        for (size_t i = 0; i < 2; i++) {
            assert_false(isnan(own_of(t, i)));
            assert_close(own_of(t, i), own_of(&other, i), 1e-9);
        }
    }
    metric_test_done(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, metric_set_up, metric_tear_down)
        T(over_tickets),
        T(over_money_and_kinds_without_a_feed),
        T(over_usage),
        T(over_numbers_in_events),
        T(means_of_facts),
        T(formulas_are_words),
        T(what_makes_no_sense_is_refused),
        T(long_filters_are_refused),
        T(facts_behind_a_value_are_marked),
        T(later_parts_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
