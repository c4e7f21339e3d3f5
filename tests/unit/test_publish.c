#include "metric_test.h"
#include "scoring/publish/compare_job.h"
#include "scoring/publish/diff.h"

#define TODAY "2024-06-30"

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
    struct arena *arena;
    struct act act;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct metric_test *t = &f.t;
    struct err err = {0};

    metric_test_init(t);
    for (int i = 0; i < 4; i++) {
        int64_t a =
            fact(t, "account",
                 i < 2 ? "industry=Tools start=2023-01-01" : "industry=Ships start=2023-01-01");
        fact(t, "subscription",
             arena_printf(t->arena, "account_id=%lld start=2023-01-01 amount_cents=%d",
                          (long long)a, 10000 * (i + 1)));
        fact(t, "assessment",
             arena_printf(t->arena,
                          "account_id=%lld day=2023-02-01 charter_clarity=3 charter_influence=3 "
                          "charter_head=3 people_skill=%d process_quality=3 process_knowledge=3",
                          (long long)a, i + 1));
    }
    put_sql(t, "INSERT INTO segment (id, key, name, filter, created, updated) VALUES (1, 'tools', "
               "'Tools', 'industry = \"Tools\"', 0, 0)");
    put_sql(t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
    f.cache = snapshots_new();
    f.arena = arena_new();
    f.act = (struct act){.by = &who_command_line, .now_ms = 1000, .arena = f.arena};
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

static void begin(struct fixture *f)
{
    struct err err = {0};

    ASSERT_OK(db_write_begin(f->t.base.db, &f->act.conn, &err), err);
}

static void commit(struct fixture *f)
{
    struct err err = {0};

    ASSERT_OK(db_commit(f->act.conn, &err), err);
}

static const struct snapshot *get(struct fixture *f, const char *day, enum snapshot_depth depth)
{
    const struct snapshot *s = NULL;
    struct conn *c;
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    ASSERT_OK(snapshot_get(f->cache, c, day_at(day), depth, f->arena, &s, &err), err);
    db_read_end(c);
    return s;
}

/* The default maturity card under another key, for the segment, worth more from the team. */
static struct card *for_tools(struct fixture *f)
{
    struct card *card;
    struct err err = {0};

    ASSERT_OK(card_version(f->act.conn, "maturity", 0, f->arena, &card, &err), err);
    card->key = "tools-maturity";
    card->segment = "tools";
    card->groups[0].weight_pct = 20;
    card->groups[1].weight_pct = 40;
    ASSERT_OK(card_compile(card, f->arena, &err), err);
    return card;
}

static void publish_for_tools(struct fixture *f)
{
    struct err err = {0};

    begin(f);
    ASSERT_OK(card_draft_create(&f->act, for_tools(f), &err), err);
    ASSERT_OK(card_publish(&f->act, "tools-maturity", 1, "for them", &err), err);
    commit(f);
}

static void an_account_is_scored_by_the_card_of_its_segment(void **state)
{
    struct fixture *f = *state;
    const struct snapshot *before = get(f, TODAY, SNAPSHOT_METRICS);

    publish_for_tools(f);
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);
    for (size_t row = 0; row < s->n; row++) {
        bool is_tools = str_eq(s->accounts->text[ATTR_INDUSTRY][row], "Tools");
        const struct card *card = snapshot_card(s, CARD_MATURITY, row);
        assert_string_equal(card->key, is_tools ? "tools-maturity" : "maturity");
        double was = before->kept[KEPT_MATURITY][row], is = s->kept[KEPT_MATURITY][row];
        if (is_tools && row == 0)
            assert_true(is < was); /* the team is weak, and counts for more */
        if (!is_tools)
            assert_close(is, was, 0);
        assert_string_equal(snapshot_card(s, CARD_HEALTH, row)->key, "health");
    }
}

static void days_scored_with_other_cards_are_scored_anew(void **state)
{
    struct fixture *f = *state;
    struct score_day d;
    struct err err = {0};
    struct conn *c;
    double kept;
    const int64_t id = 1;

    ASSERT_OK(history_refresh(f->t.base.db, day_at(TODAY), NULL, &err), err);
    double old = get(f, "2024-06-24", SNAPSHOT_KEPT)->kept[KEPT_MATURITY][0];
    publish_for_tools(f);
    /* At once by computing, and after the job by what is kept. */
    double now = get(f, "2024-06-24", SNAPSHOT_KEPT)->kept[KEPT_MATURITY][0];
    assert_true(now < old);
    ASSERT_OK(history_refresh(f->t.base.db, day_at(TODAY), NULL, &err), err);
    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    ASSERT_OK(history_day(c, day_at("2024-06-24"), f->arena, &d, &err), err);
    assert_non_null(strstr(d.cards, "tools-maturity:1"));
    assert_non_null(strstr(d.cards, "industry = \"Tools\""));
    ASSERT_OK(history_column(c, day_at("2024-06-24"), KEPT_MATURITY, &id, 1, &kept, &err), err);
    assert_close(kept, now, 0);
    db_read_end(c);
}

static void drafts_notice_each_other_and_defaults_stay(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct card_draft draft;

    begin(f);
    ASSERT_OK(card_draft_begin(&f->act, "health", &err), err);
    assert_int_equal(card_draft_begin(&f->act, "health", &err), ERR_CONFLICT);
    ASSERT_OK(card_draft_load(f->act.conn, "health", f->arena, &draft, &err), err);
    draft.card->name = "Other";
    ASSERT_OK(card_draft_save(&f->act, "health", 1, draft.card, &err), err);
    assert_int_equal(card_draft_save(&f->act, "health", 1, draft.card, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "revision 2, you saw 1"));
    assert_int_equal(card_publish(&f->act, "health", 1, NULL, &err), ERR_CONFLICT);
    ASSERT_OK(card_publish(&f->act, "health", 2, NULL, &err), err);
    assert_int_equal(card_retire(&f->act, "health", &err), ERR_CONFLICT);
    assert_int_equal(card_retire(&f->act, "maturity", &err), ERR_CONFLICT);
    ASSERT_OK(card_retire(&f->act, "qualification", &err), err);
    commit(f);
    /* Seeding does not bring back what was retired. */
    ASSERT_OK(cards_seed(f->t.base.db, &err), err);
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);
    assert_null(s->cards.qualification);
    assert_true(isnan(s->kept[KEPT_QUALIFICATION_CARD][0]));
    assert_int_equal(s->cards.health->version, 2);
}

static void comparing_counts_who_moves_and_adds_up(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct comparison all;
    struct placing_plan plan;
    struct card_draft draft;
    struct compare_accounts moved;

    begin(f);
    struct card *card = for_tools(f);
    card->bands[1].to = card->bands[2].from = 3; /* from 3 on it is high */
    ASSERT_OK(card_compile(card, f->arena, &err), err);
    ASSERT_OK(card_draft_create(&f->act, card, &err), err);
    commit(f);
    ASSERT_OK(compare_run(f->t.base.db,
                          &(struct compare_request){"tools-maturity", 1, day_at(TODAY)}, NULL,
                          f->arena, &all, &err),
              err);
    assert_int_equal(all.n_days, COMPARE_MONTHS + 1);
    assert_int_equal(all.days[0].day, day_at("2023-06-30"));
    assert_int_equal(all.days[11].day, day_at("2024-05-31"));
    assert_int_equal(all.against, I64_NONE);
    const struct compare_day *today = &all.days[12];
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);
    assert_int_equal(today->accounts, s->n);
    int64_t in_flows = 0, changed = 0;
    for (size_t k = 0; k < today->n_flows; k++) {
        in_flows += today->flows[k].count;
        changed += str_eq(today->flows[k].from, today->flows[k].to) ? 0 : today->flows[k].count;
    }
    assert_int_equal(in_flows, today->accounts);
    assert_int_equal(changed, today->changed_band);
    assert_true(today->changed > 0);

    begin(f);
    ASSERT_OK(card_draft_load(f->act.conn, "tools-maturity", f->arena, &draft, &err), err);
    ASSERT_OK(placing_plan(f->act.conn, NULL, f->arena, &plan, &err), err);
    commit(f);
    ASSERT_OK(compare_accounts_make(s, &(struct compare_what){draft.card, &plan},
                                    &(struct compare_page){0, 50}, f->arena, &moved, &err),
              err);
    assert_int_equal(moved.total, today->changed);
    for (size_t i = 0; i < moved.n_items; i++) {
        double from = 0, to = 0;
        for (size_t k = 0; k < moved.items[i].n_parts; k++) {
            from += moved.items[i].parts[k].from_points;
            to += moved.items[i].parts[k].to_points;
        }
        assert_close(from, moved.items[i].from->score, 1e-9);
        assert_close(to, moved.items[i].to->score, 1e-9);
        assert_true(i == 0 || moved.items[i].arr_cents <= moved.items[i - 1].arr_cents);
    }
    assert_int_equal(compare_run(f->t.base.db,
                                 &(struct compare_request){"tools-maturity", 7, day_at(TODAY)},
                                 NULL, f->arena, &all, &err),
                     ERR_CONFLICT);
}

static void same_day(const struct compare_day *a, const struct compare_day *b)
{
    assert_int_equal(a->day, b->day);
    assert_int_equal(a->accounts, b->accounts);
    assert_int_equal(a->arr_cents, b->arr_cents);
    assert_int_equal(a->changed, b->changed);
    assert_int_equal(a->changed_cell, b->changed_cell);
    assert_int_equal(a->gained, b->gained);
    assert_true(a->mean_from == b->mean_from || isnan(a->mean_from));
    assert_true(a->mean_to == b->mean_to || isnan(a->mean_to));
    assert_int_equal(a->n_flows, b->n_flows);
    for (size_t k = 0; k < a->n_flows; k++) {
        assert_int_equal(a->flows[k].count, b->flows[k].count);
        assert_int_equal(a->flows[k].arr_cents, b->flows[k].arr_cents);
    }
}

/* All days in one pass over the facts, and each by a snapshot of its own as what-if makes it: also
 * where parents speak for their families. */
static void one_pass_says_what_snapshots_say(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct comparison all;
    struct placing_plan plan;
    struct card_draft draft;
    size_t changed = 0;

    begin(f);
    ASSERT_OK(db_exec(f->act.conn, "UPDATE account SET parent_id = 1 WHERE id IN (2, 3)", DB_ARGS(),
                      &err),
              err);
    ASSERT_OK(db_exec(f->act.conn,
                      "INSERT INTO setting (name, value) VALUES ('hierarchy', 'count')", DB_ARGS(),
                      &err),
              err);
    ASSERT_OK(card_draft_create(&f->act, for_tools(f), &err), err);
    ASSERT_OK(card_draft_load(f->act.conn, "tools-maturity", f->arena, &draft, &err), err);
    ASSERT_OK(placing_plan(f->act.conn, NULL, f->arena, &plan, &err), err);
    commit(f);
    const struct compare_request request = {"tools-maturity", 1, day_at(TODAY)};
    ASSERT_OK(compare_run(f->t.base.db, &request, NULL, f->arena, &all, &err), err);
    for (size_t k = 0; k < all.n_days; k++) {
        char day[16];
        struct compare_day alone;
        const struct snapshot *s = get(f, day_format(all.days[k].day, day), SNAPSHOT_METRICS);
        assert_int_equal(s->family.mode, HIERARCHY_COUNT);
        ASSERT_OK(compare_day_make(s, NULL, &(struct compare_what){draft.card, &plan}, f->arena,
                                   &alone, &err),
                  err);
        same_day(&alone, &all.days[k]);
        changed += (size_t)(alone.mean_from != alone.mean_to);
    }
    assert_true(changed > 0);
}

static void a_difference_is_one_line(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    struct card *from;
    struct card_diff diff;

    begin(f);
    ASSERT_OK(card_version(f->act.conn, "maturity", 0, f->arena, &from, &err), err);
    card_diff_make(from, from, f->arena, &diff);
    assert_int_equal(diff.n_items, 0);
    card_diff_make(from, for_tools(f), f->arena, &diff);
    db_rollback(f->act.conn);
    assert_int_equal(diff.n_items, 3);
    assert_string_equal(diff.items[0].path, "segment");
    assert_null(diff.items[0].from);
    assert_string_equal(diff.items[1].path, "charter / weight");
    assert_string_equal(diff.items[1].to, "20 %");
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(an_account_is_scored_by_the_card_of_its_segment),
        T(days_scored_with_other_cards_are_scored_anew),
        T(drafts_notice_each_other_and_defaults_stay),
        T(comparing_counts_who_moves_and_adds_up),
        T(one_pass_says_what_snapshots_say),
        T(a_difference_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
