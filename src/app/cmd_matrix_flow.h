/* cmd_matrix_flow.h: ripen matrix --flow and --fate. Only for cmd_matrix.c. */
#pragma once
#include "app/command.h"
#include "scoring/grid/flow.h"

/* "FROM..TO", or FROM alone for until today. ERR_INVALID on `option`. */
int flow_days(const char *text, const char *option, int32_t today, struct flow_ask *ret,
              struct err *err);
int print_flow(struct command_call *call, const struct matrix_source *source,
               const struct flow_ask *ask, const char *format);
int print_fate(struct command_call *call, const struct matrix_source *source,
               const struct flow_ask *ask, const char *format);
