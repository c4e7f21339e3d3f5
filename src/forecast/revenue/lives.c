#include "forecast/revenue/lives.h"

#include "scoring/metric/known.h"
#include "scoring/segment/segment_store.h"

int lives_check_kept(const struct select_field *f, const char *of, struct err *err)
{
    if (f->source == FROM_SEGMENT || select_is_undated(f))
        return 0;
    return err_set(err, ERR_INVALID, of,
                   "%.60s has another value on each day, and by that of today those who stayed "
                   "would be chosen; name what accounts keep, such as industry or plan",
                   f->name);
}

/* NOLINTNEXTLINE(misc-no-recursion): depth is limited */
int lives_check_tree(const struct filter *f, const char *of, struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < f->n_of; k++)
        rc = lives_check_tree(f->of[k], of, err);
    if (rc < 0 || f->n_of > 0)
        return rc;
    const struct select_field *field = f->field.ref;
    rc = lives_check_kept(field, of, err);
    for (size_t v = 0; rc >= 0 && field->source == FROM_SEGMENT && v < f->n_values; v++) {
        const struct segment *s = select_segment(f, v);
        rc = s->tree ? lives_check_tree(s->tree, of, err) : 0;
        if (rc < 0)
            err_prefix(err, "segment %.40s", s->row.key);
    }
    return rc;
}

static int choose(const struct portfolio_source *source, const struct lives_ask *ask,
                  struct lives *ret, struct err *err)
{
    const struct filter *tree;
    struct select_needs needs = {0};
    struct segment_parts parts = {0};
    int rc = segments_load_strict(source->conn, source->arena, &ret->segments, err);

    if (rc < 0)
        return rc;
    const struct filter_names names = select_names(&ret->segments->fields);
    rc = filter_parse(ask->filter ? ask->filter : "", &names, source->arena, &tree, err);
    if (rc >= 0)
        rc = select_needs(tree, &needs, err);
    if (rc >= 0 && tree && ask->is_history)
        rc = lives_check_tree(tree, "filter", err);
    if (rc < 0)
        return rc;
    if (tree)
        segment_parts(tree, ret->segments, &parts);
    ret->undated = parts.undated;
    ret->n_undated = parts.n_undated;
    needs.is_of_all = true;
    /* What accounts keep is the same on every day, and today's snapshot is at hand. */
    return segment_evaluate(source, ask->is_history ? source->today : ask->day, tree, &needs,
                            &ret->members, err);
}

static void free_book(void *book)
{
    factbook_free(book);
}

static int load_book(const struct portfolio_source *source, const char *currency, struct lives *ret,
                     struct err *err)
{
    const struct factbook_options options = {
        .to_id = INT64_MAX, .is_life_only = true, .currency = currency};
    struct factbook *book;
    int rc = factbook_load(source->conn, &options, &book, err);

    if (rc < 0)
        return rc;
    arena_defer(source->arena, free_book, book);
    ret->book = book;
    return 0;
}

/* Both are by rising id. */
static void join(struct lives *l, struct arena *arena)
{
    const struct account_table *table = l->members.s->accounts;
    bool *is_in = ARENA_ARRAY(arena, l->book->n, bool);
    uint32_t *rows = ARENA_ARRAY(arena, l->book->n, uint32_t);
    size_t row = 0;

    for (size_t i = 0; i < l->book->n; i++) {
        while (row < table->n && table->ids[row] < l->book->accounts[i].id)
            row++;
        bool is_there = row < table->n && table->ids[row] == l->book->accounts[i].id;
        rows[i] = is_there ? (uint32_t)row : LIVES_NO_ROW;
        is_in[i] = is_there && l->members.is_member[row];
        l->n += is_in[i];
    }
    l->is_in = is_in;
    l->rows = rows;
}

int lives_day(const struct portfolio_source *source, int32_t asked, int32_t *ret, struct err *err)
{
    *ret = asked;
    return asked == DAY_NONE ? known_day(source->conn, source->today, ret, err) : 0;
}

int lives_load(const struct portfolio_source *source, const struct lives_ask *ask,
               struct lives *ret, struct err *err)
{
    *ret = (struct lives){.day = ask->day};
    if (ask->day > source->today)
        return err_set(err, ERR_INVALID, "to", "must not be in the future");
    int rc = choose(source, ask, ret, err);
    if (rc >= 0)
        rc = load_book(source, ret->members.s->settings.currency, ret, err);
    if (rc >= 0)
        join(ret, source->arena);
    return rc;
}
