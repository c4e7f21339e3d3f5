/* action.h: commands that consist of several: `ripen user list`, `ripen user add EMAIL`. The first
 * word names the action, a second one what it is done to. */
#pragma once
#include "access/audit.h"
#include "app/command.h"
#include "app/workspace.h"

struct action {
    const char *name;
    bool needs_word, is_write; /* a second word; a write transaction instead of a read one */
    int (*run)(struct command_call *call, const struct act *act);
};

/* Runs the one that the command's first word names, in a transaction on the data directory, as the
 * person at the keyboard. mode: may the directory be made? `actions` ends with {0}. */
int action_run(struct command_call *call, const char *data, enum workspace_mode mode,
               const struct action *actions);
