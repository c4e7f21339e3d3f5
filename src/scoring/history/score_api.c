#include "base/day.h"
#include "base/str.h"
#include "http/service.h"
#include "scoring/history/score_job.h"
#include "scoring/later.h"
#include "scoring/scoring.h"

struct score_days {
    int32_t first, last, today;
    const char **days;
    size_t n_days;
};
static const struct field score_days_fields[] = {
    FIELD_DAY(struct score_days, first, .help = "The first scored day"),
    FIELD_DAY(struct score_days, last, .help = "The last one"),
    FIELD_DAY(struct score_days, today, .required = true),
    FIELD_STRS(struct score_days, days, .required = true, .max = HISTORY_DAYS_MAX,
               .help = "All of them, rising"),
    FIELD_END,
};

HANDLER(days_list, nothing, score_days)
{
    struct score_day *days;
    int rc = history_days(r->conn, DAY_MIN, DAY_MAX, r->arena, &days, &out->n_days, &r->err);

    if (rc < 0)
        return rc;
    out->today = r->today;
    out->days = ARENA_ARRAY(r->arena, out->n_days, const char *);
    for (size_t k = 0; k < out->n_days; k++) {
        char text[16];
        out->days[k] = arena_strdup(r->arena, day_format(days[k].day, text));
    }
    if (out->n_days > 0) {
        out->first = days[0].day;
        out->last = days[out->n_days - 1].day;
    }
    return 0;
}

struct score_in {
    int32_t from, to;
    const char *every;
};
static const struct field score_in_fields[] = {
    FIELD_DAY(struct score_in, from, .help = "The first day to score; the last one if left out"),
    FIELD_DAY(struct score_in, to, .help = "The last day to score; today if left out"),
    FIELD_ENUM(struct score_in, every, history_step_names,
               .help = "Every day between them, or only Mondays, or firsts of the month"),
    FIELD_END,
};

HANDLER(score_start, score_in, job)
{
    struct job_request asked = {&score_job, .unique = SCORE_UNIQUE};
    AUTO_BUF args = {0};

    if (in->from != DAY_NONE || in->to != DAY_NONE) {
        int32_t to = in->to == DAY_NONE ? r->today : in->to;
        if (to > r->today)
            return err_set(&r->err, ERR_INVALID, "to", "must not be in the future");
        if (in->from != DAY_NONE && in->from > to)
            return err_set(&r->err, ERR_INVALID, "from", "must not be after the last day");
        fields_write(score_in_fields, in, &args);
        asked.args = arena_strdup(r->arena, buf_text(&args));
        asked.unique = NULL;
    }
    return later_add(r, r->conn, &asked, out);
}

const struct endpoint score_endpoints[] = {
    {"GET", "/api/v1/days", "The days that have scores", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(score_days), .fn = days_list_call},
    {"POST", "/api/v1/score", "Compute scores anew, as a job", .tag = "scores",
     .role = ROLE_MANAGER, .in = SHAPE(score_in), .out = SHAPE(job), .fn = score_start_call,
     .help =
         "Without days everything is brought up to date: the weeks since the first fact, today, "
         "and whatever changed. With days, these are computed."},
    ENDPOINT_END,
};
