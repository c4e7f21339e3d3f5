/* parse.h: JSON text into a Jansson value, for text that a stranger wrote.
 *
 * Ownership: json_parse gives the caller a reference; json_keep hands one to an arena.
 * Errors:    ERR_INVALID with the line and column and what is wrong there. */
#pragma once
#include "base/arena.h"
#include "base/auto.h"
#include "base/err.h"

#include <jansson.h>
#include <stddef.h>

/* Jansson reads, prints and frees by recursion; this keeps its stack small. */
#define JSON_DEPTH_MAX 32

/* Refuses what is not one JSON value, texts that are not UTF-8 or hold a NUL, the same key twice,
 * and nesting deeper than JSON_DEPTH_MAX. */
int json_parse(const char *text, size_t n, json_t **ret, struct err *err);

/* The arena gives up the reference when it is reset or freed. Returns v. */
json_t *json_keep(struct arena *arena, json_t *v);

AUTO_DEFINE(json_t, json_decref)
