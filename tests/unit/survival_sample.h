/* survival_sample.h: R's aml, small enough to stand here: weeks in remission with and without
 * maintenance chemotherapy. Source: Miller (1981), Survival Analysis, page 49. */
#pragma once
#include "stats/survival.h"

static const double aml_maintained_time[] = {9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161};
static const bool aml_maintained_event[] = {1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0};
static const double aml_rest_time[] = {5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45};
static const bool aml_rest_event[] = {1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1};
static const struct survival_data aml_maintained = {11, aml_maintained_time, aml_maintained_event,
                                                    NULL},
                                  aml_rest = {12, aml_rest_time, aml_rest_event, NULL};
