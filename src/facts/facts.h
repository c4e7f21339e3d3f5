/* facts.h: all kinds of facts. */
#pragma once
#include "facts/kind/kind.h"

/* In an order in which each stands behind those it refers to; ends with NULL. */
extern const struct kind *const facts_kinds[];
/* By name ("ticket") or plural ("tickets"); NULL if there is none. */
const struct kind *facts_kind(const char *name);
