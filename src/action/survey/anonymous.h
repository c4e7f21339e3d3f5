/* anonymous.h: keeping answers so that nobody can find out whose they are. Inside respondent.c
 * only. */
#pragma once
#include "action/survey/respondent.h"

/* Checked answers. */
int anonymous_add(const struct act *act, const struct respondent *r, const json_t *answers,
                  struct err *err);
