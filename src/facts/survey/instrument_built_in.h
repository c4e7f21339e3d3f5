/* instrument_built_in.h: the instruments that come with Ripen. Inside facts/survey only. */
#pragma once
#include <stddef.h>

#define BUILT_INS        7
#define BUILT_IN_VERSION 1

extern const char *const instrument_built_in_ids[BUILT_INS];
/* Its JSON; NULL: none of that id came with Ripen. */
const char *instrument_built_in(const char *id);
