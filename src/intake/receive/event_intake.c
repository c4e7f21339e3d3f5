#include "intake/receive/event_intake.h"

#include "base/mem.h"
#include "intake/apply/apply.h"
#include "intake/receive/receive.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_BYTES 4096

struct event_intake {
    struct receive *receive;
    struct evlog *log;
    struct apply *apply;
};

static int make_folder(const char *path, struct err *err)
{
    char why[64];

    if (mkdir(path, 0700) && errno != EEXIST)
        return err_set(err, ERR_IO, NULL, "%.160s cannot be made: %s", path,
                       strerror_r(errno, why, sizeof(why)));
    return 0;
}

static int start(struct event_intake *i, const struct event_intake_options *o,
                 const struct event_rules *rules, struct err *err)
{
    char log_dir[PATH_BYTES], ids_dir[PATH_BYTES];

    snprintf(log_dir, sizeof(log_dir), "%s/log", o->dir);
    snprintf(ids_dir, sizeof(ids_dir), "%s/ids", o->dir);
    i->receive = receive_new(o->keys, rules);
    struct evlog_options log = {
        .dir = log_dir,
        .in_flight_bytes = o->in_flight_bytes,
        .committed = receive_committed,
        .ctx = i->receive,
    };
    int rc = apply_position(o->db, &log.after, err);
    if (rc == 0)
        rc = make_folder(o->dir, err);
    if (rc == 0)
        rc = evlog_open(&log, &i->log, err);
    if (rc == 0)
        rc = apply_start(
            &(struct apply_options){
                .db = o->db, .log = i->log, .log_dir = log_dir, .ids_dir = ids_dir},
            &i->apply, err);
    if (rc == 0)
        receive_connect(i->receive, i->log, i->apply);
    return rc;
}

int event_intake_start(const struct event_intake_options *o, struct event_intake **ret,
                       struct err *err)
{
    struct event_rules rules;
    int rc = event_rules_load(o->db, &rules, err);

    if (rc < 0)
        return rc;
    struct event_intake *i = mem_zalloc(sizeof(*i));
    rc = start(i, o, &rules, err);
    if (rc < 0) {
        event_intake_stop(i, NULL);
        return rc;
    }
    *ret = i;
    return 0;
}

const struct direct *event_intake_direct(const struct event_intake *i)
{
    return receive_direct(i->receive);
}

void event_intake_measure(struct event_intake *i, struct metrics *m)
{
    receive_measure(i->receive, m);
}

struct apply *event_intake_apply(const struct event_intake *i)
{
    return i->apply;
}

int event_intake_stop(struct event_intake *i, struct err *err)
{
    if (!i)
        return 0;
    receive_drain(i->receive);
    int rc = apply_stop(i->apply, err);
    evlog_close(i->log);
    receive_free(i->receive);
    mem_free(i);
    return rc;
}
