#include "app/action.h"

#include "base/day.h"
#include "base/str.h"

static int in_transaction(struct command_call *call, struct workspace *w,
                          const struct action *action)
{
    struct act act = {.by = &who_command_line, .now_ms = clock_now_ms(), .arena = call->arena};
    int rc = action->is_write ? db_write_begin(w->db, &act.conn, &call->err)
                              : db_read_begin(w->db, &act.conn, &call->err);

    if (rc < 0)
        return rc;
    rc = action->run(call, &act);
    if (!action->is_write)
        db_read_end(act.conn);
    else if (rc == 0)
        rc = db_commit(act.conn, &call->err);
    else
        db_rollback(act.conn);
    return rc;
}

int action_run(struct command_call *call, const char *data, enum workspace_mode mode,
               const struct action *actions)
{
    const struct action *a = actions;
    struct workspace w;

    while (a->name && !str_eq(a->name, call->words[0]))
        a++;
    if (!a->name) {
        AUTO_BUF known = {0};
        for (a = actions; a->name; a++)
            buf_printf(&known, "%s%s", a == actions ? "" : ", ", a->name);
        return err_set(&call->err, ERR_INVALID, NULL, "there is no action \"%s\"; there are: %s",
                       call->words[0], buf_text(&known));
    }
    if (a->needs_word != (call->n_words == 2))
        return err_set(&call->err, ERR_INVALID, NULL,
                       a->needs_word ? "\"%s\" needs to be told who or which"
                                     : "\"%s\" takes no further word",
                       a->name);
    int rc = workspace_open(data, mode, &w, &call->err);
    if (rc == 0)
        rc = in_transaction(call, &w, a);
    if (rc == 0 || w.db)
        workspace_close(&w);
    return rc;
}
