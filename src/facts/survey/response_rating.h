/* response_rating.h: the assessment that a response to a maturity instrument is. Inside
 * facts/survey only. */
#pragma once
#include "facts/survey/response.h"

/* Writes it, changes it, or takes it away when no rating was answered. */
int response_rate(const struct act *act, const struct response *row, struct err *err);
int response_unrate(const struct act *act, const char *response_key, struct err *err);
