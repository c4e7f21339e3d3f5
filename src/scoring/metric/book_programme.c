/* What a customer wants and gives back, as arrays. */
#include "base/str.h"
#include "book_programme_sql.h"
#include "facts/advocacy/advocacy.h"
#include "facts/survey/instrument.h"
#include "scoring/metric/book_loader.h"

#include <math.h>

static void add_goal(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    idmap_put(l->goals, db_col_i64(q, 1), (int64_t)l->book->goals.n);
    vec_push(&l->book->goals,
             (struct book_goal){.id = db_col_i64(q, 1),
                                .seen = later_of(db_col_day(q, 2), db_col_day(q, 7)),
                                .due = db_col_day(q, 3),
                                .met = db_col_day(q, 4),
                                .baseline = db_col_f64(q, 5),
                                .target = db_col_f64(q, 6)});
}

/* Goals are loaded before; one of another account, which the rules do not let in, is passed over.
 */
static void add_measurement(struct loader *l, struct cursor *q, size_t account)
{
    const struct factbook *b = l->book;
    int64_t goal = idmap_get(l->goals, db_col_i64(q, 1));
    int32_t day = db_col_day(q, 2);

    if (goal == MAP_NONE || (size_t)goal < b->goals.first[account] ||
        (size_t)goal >= b->goals.first[account + 1])
        return;
    vec_push(&l->book->measurements,
             (struct book_measurement){.id = db_col_i64(q, 5),
                                       .seen = later_of(day, db_col_day(q, 3)),
                                       .day = day,
                                       .goal = (uint32_t)goal,
                                       .value = db_col_f64(q, 4)});
}

static void add_touch(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t sent = day_of_time(db_col_i64(q, 1));

    vec_push(&l->book->touches, (struct book_touch){.id = db_col_i64(q, 4),
                                                    .seen = later_of(sent, db_col_day(q, 3)),
                                                    .sent = sent,
                                                    .clicked = day_of_time(db_col_i64(q, 2))});
}

static void add_advocacy(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t day = db_col_day(q, 1);

    vec_push(&l->book->advocacy,
             (struct book_advocacy){.id = db_col_i64(q, 4),
                                    .seen = later_of(day, db_col_day(q, 2)),
                                    .day = day,
                                    .kind = str_index(advocacy_kinds, db_col_str(q, 3))});
}

static void add_opportunity(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int32_t opened = db_col_day(q, 1);
    double amount = db_col_is_null(q, 5) ? 0 : db_col_f64(q, 5);

    vec_push(&l->book->opportunities,
             (struct book_opportunity){
                 .id = db_col_i64(q, 7),
                 .seen = later_of(opened, db_col_day(q, 3)),
                 .opened = opened,
                 .closed = db_col_day(q, 2),
                 .is_expansion = str_eq(db_col_str(q, 4), "expansion"),
                 .amount_cents = loader_is_ours(l, db_col_str(q, 6)) ? amount : NAN,
             });
}

static void add_response(struct loader *l, struct cursor *q, size_t account)
{
    (void)account;
    int64_t invited = db_col_i64(q, 1), answered = db_col_i64(q, 2), contact = db_col_i64(q, 4);
    int32_t asked = day_of_time(invited);

    vec_push(&l->book->responses,
             (struct book_response){
                 .id = db_col_i64(q, 8),
                 .contact = contact == I64_NONE ? 0 : contact,
                 .seen = later_of(asked, db_col_day(q, 3)),
                 .invited = asked,
                 .answered = day_of_time(answered),
                 /* A file of answers alone says that they were asked when they answered. */
                 .is_asked = invited != answered && !str_eq(db_col_str(q, 7), "interview"),
                 .kind = str_index(instrument_kinds, db_col_str(q, 5)),
                 .score = db_col_f64(q, 6),
             });
}

int book_programme_load(struct loader *l, struct err *err)
{
    int rc = LOAD(sql_book_goals, add_goal, goals);

    if (rc >= 0)
        rc = LOAD(sql_book_measurements, add_measurement, measurements);
    if (rc >= 0)
        rc = LOAD(sql_book_touches, add_touch, touches);
    if (rc >= 0)
        rc = LOAD(sql_book_advocacy, add_advocacy, advocacy);
    if (rc >= 0)
        rc = LOAD(sql_book_opportunities, add_opportunity, opportunities);
    return rc < 0 ? rc : LOAD(sql_book_responses, add_response, responses);
}
