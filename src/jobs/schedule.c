#include "jobs/schedule.h"

#include "base/str.h"
#include "schedule_sql.h"

#include <stdio.h>

#define MINUTE_MS 60000

struct schedule_row {
    const char *name, *kind, *args;
    int64_t every_ms, daily_minute, next_run;
};

static const struct field schedule_row_fields[] = {
    FIELD_STR(struct schedule_row, name),
    FIELD_STR(struct schedule_row, kind),
    FIELD_STR(struct schedule_row, args),
    FIELD_I64(struct schedule_row, every_ms),
    FIELD_I64(struct schedule_row, daily_minute),
    FIELD_TIME(struct schedule_row, next_run),
    FIELD_END,
};

int64_t schedule_next(const struct schedule *s, int64_t after_ms)
{
    if (s->every_ms > 0)
        return after_ms + s->every_ms;
    int32_t day = day_of_time(after_ms);
    int64_t at = time_of_day_start(day) + s->daily_minute * MINUTE_MS;
    return at > after_ms ? at : time_of_day_start(day + 1) + s->daily_minute * MINUTE_MS;
}

static struct schedule_row row_of(const struct schedule *s)
{
    return (struct schedule_row){
        .name = s->name,
        .kind = s->kind->name,
        .args = s->args ? s->args : "{}",
        .every_ms = s->every_ms > 0 ? s->every_ms : I64_NONE,
        .daily_minute = s->every_ms > 0 ? I64_NONE : s->daily_minute,
    };
}

static int set_one(struct conn *c, const struct schedule *s, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct schedule_row was, row = row_of(s);
    int rc = db_one(c, sql_schedule_get, DB_ARGS(DB_STR("name", s->name)), schedule_row_fields,
                    &was, arena, err);

    if (rc < 0 && rc != ERR_NOT_FOUND)
        return rc;
    bool is_same_rhythm =
        rc == 0 && was.every_ms == row.every_ms && was.daily_minute == row.daily_minute;
    row.next_run = is_same_rhythm ? was.next_run : schedule_next(s, now_ms);
    rc = db_exec(c, sql_schedule_put, DB_ARGS(DB_ROW(schedule_row_fields, &row)), err);
    return rc < 0 ? rc : 0;
}

static bool is_in(const struct schedule *list, const char *name)
{
    while (list && list->name && !str_eq(list->name, name))
        list++;
    return list && list->name;
}

int schedule_set(struct conn *c, const struct schedule *list, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct schedule_row *rows;
    size_t n;
    int rc = db_all(c, sql_schedule_list, DB_ARGS(), DB_ROWS(schedule_row_fields, &rows, &n), arena,
                    err);

    for (size_t i = 0; rc >= 0 && i < n; i++)
        if (!is_in(list, rows[i].name))
            rc = db_exec(c, sql_schedule_delete, DB_ARGS(DB_STR("name", rows[i].name)), err);
    for (const struct schedule *s = list; rc >= 0 && s && s->name; s++)
        rc = set_one(c, s, now_ms, err);
    return rc < 0 ? rc : 0;
}

const struct job_kind *job_kind_find(const struct job_kind *const *kinds, const char *name)
{
    while (*kinds && !str_eq((*kinds)->name, name))
        kinds++;
    return *kinds;
}

static int run_one(struct conn *c, const struct job_kind *kind, const struct schedule_row *row,
                   int64_t now_ms, struct err *err)
{
    struct schedule s = {
        .every_ms = row->every_ms == I64_NONE ? 0 : row->every_ms,
        .daily_minute = row->daily_minute,
    };
    char unique[128];
    int64_t id;
    int rc = 0;

    snprintf(unique, sizeof(unique), "schedule:%s", row->name);
    if (kind)
        rc = job_add(c,
                     &(struct job_request){
                         .kind = kind, .args = row->args, .unique = unique, .requested_by = unique},
                     now_ms, &id, err);
    if (rc < 0)
        return rc;
    rc = db_exec(c, sql_schedule_advance,
                 DB_ARGS(DB_STR("name", row->name), DB_I64("next_run", schedule_next(&s, now_ms))),
                 err);
    return rc < 0 ? rc : 0;
}

int schedule_run(struct conn *c, const struct job_kind *const *kinds, int64_t now_ms,
                 struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct schedule_row *rows;
    size_t n;
    int rc = db_all(c, sql_schedule_due, DB_ARGS(DB_I64("now", now_ms)),
                    DB_ROWS(schedule_row_fields, &rows, &n), arena, err);

    for (size_t i = 0; i < n && rc == 0; i++)
        rc = run_one(c, job_kind_find(kinds, rows[i].kind), &rows[i], now_ms, err);
    return rc;
}
