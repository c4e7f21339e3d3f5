/* cmd_survey_results.h: ripen survey results KEY. Inside cmd_survey.c only. */
#pragma once
#include "app/action.h"

/* As a table the numbers, by question, and what people wrote; as JSON what the API has; as CSV the
 * answers. */
int survey_results_print(struct command_call *call, const struct act *act, const char *format);
