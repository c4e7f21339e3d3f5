/* cmd_source.c: ripen source: where events come from, from the command line. */
#include "app/action.h"
#include "app/commands.h"
#include "app/print.h"
#include "intake/source/source.h"

#define HOUR_MS 3600000LL

struct source_options {
    struct data_options common;
    const char *key, *kind, *unknown_accounts;
    const char **origins;
    size_t n_origins;
    int64_t grace_hours;
};
static const struct field source_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_STR(struct source_options, key, .help = "With add: its key; default made from the name"),
    FIELD_ENUM(struct source_options, kind, source_kinds,
               .help = "With add: what sends the events; default server"),
    FIELD_ENUM(struct source_options, unknown_accounts, source_unknowns,
               .help = "With add: what to do with events of accounts that are not there; default "
                       "park"),
    FIELD_STRS(struct source_options, origins, .unit = "URL,…",
               .help = "With add, of a browser: the sites whose pages may send; default any"),
    FIELD_I64(struct source_options, grace_hours, .min = 0, .max = 8784, .unit = "HOURS",
              .help = "With rotate: how long the old key is taken as well; default 24"),
    FIELD_END,
};

static int source_init(void *options)
{
    struct source_options *o = options;

    o->kind = "server";
    o->grace_hours = 24;
    return 0;
}

static void print(struct command_call *call, const struct source *sources, size_t n)
{
    const struct source_options *o = call->options;
    const struct shape shape = SHAPE(source);

    print_rows(call->out, o->common.format, &shape,
               "key name kind write_key old_until unknown_accounts events duplicates set_aside "
               "events_today waiting last_event revoked",
               sources, n);
}

static int list(struct command_call *call, const struct act *act)
{
    struct source *sources;
    size_t n;
    int rc = source_list(act->conn, act->arena, &sources, &n, &call->err);

    if (rc == 0)
        print(call, sources, n);
    return rc;
}

static int add(struct command_call *call, const struct act *act)
{
    const struct source_options *o = call->options;
    struct source s = {.key = o->key,
                       .name = call->words[1],
                       .kind = o->kind,
                       .unknown_accounts = o->unknown_accounts,
                       .origins = o->origins,
                       .n_origins = o->n_origins};
    int rc = source_create(act, &s, &call->err);

    if (rc == 0)
        print(call, &s, 1);
    return rc;
}

static int rotate(struct command_call *call, const struct act *act)
{
    const struct source_options *o = call->options;
    struct source s;
    int rc = source_rotate(act, call->words[1], o->grace_hours * HOUR_MS, &s, &call->err);

    if (rc == 0)
        print(call, &s, 1);
    return rc;
}

static int revoke(struct command_call *call, const struct act *act)
{
    struct source s;
    int rc = source_revoke(act, call->words[1], &s, &call->err);

    if (rc == 0)
        print(call, &s, 1);
    return rc;
}

static int source_run(struct command_call *call)
{
    static const struct action actions[] = {{"list", false, false, list},
                                            {"add", true, true, add},
                                            {"rotate", true, true, rotate},
                                            {"revoke", true, true, revoke},
                                            {0}};

    return action_run(call, ((const struct source_options *)call->options)->common.data,
                      WORKSPACE_CREATE, actions);
}

const struct command source_command = {
    .name = "source",
    .words = "list | add NAME | rotate KEY | revoke KEY",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists, makes, changes and revokes where events come from",
    .help =
        "Each has a write key, which goes with every call that sends events (docs/events.md). A\n"
        "running server knows of a change within two seconds.",
    .options = SHAPE(source_options),
    .init = source_init,
    .run = source_run};
