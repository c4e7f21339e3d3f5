/* router.h: from a method and a path to the endpoint row, and the {params} of its path.
 *
 * Where a path fits two rows, the one that says it literally wins over the one with a {param}.
 * Threads:   a router is only read after router_new.
 * Ownership: the rows outlive the router; texts of a match are in the arena. */
#pragma once
#include "http/endpoint.h"
#include "http/request.h"

#define ROUTER_PATH_MAX     1024
#define ROUTER_SEGMENTS_MAX 12
#define ROUTER_PARAMS_MAX   4

struct router;
/* Checks the rows too: a path twice, a {param} that is no field of .in, a row without a summary or
 * handler are ERR_INTERNAL with the row's name. */
int router_new(const struct endpoint_set *set, struct router **ret, struct err *err);
void router_free(struct router *r);

/* The rows are numbered from 0, in the order of the tables. */
size_t router_count(const struct router *r);
const struct endpoint *router_endpoint(const struct router *r, size_t i);

enum route {
    ROUTE_FOUND,
    ROUTE_NOT_FOUND,
    ROUTE_NO_METHOD, /* the path is there, but not for this method: see allow */
    ROUTE_BAD_PATH,  /* a wrong %XX, no UTF-8, control characters, "." or ".." */
    ROUTE_TOO_LONG,
};

struct route_match {
    const struct endpoint *endpoint;
    size_t index;
    struct pair params[ROUTER_PARAMS_MAX];
    size_t n_params;
    char allow[48]; /* ROUTE_NO_METHOD: "GET, HEAD, POST, OPTIONS" */
};
/* path is as sent, without the query string. HEAD finds the rows of GET. */
enum route router_match(const struct router *r, const char *method, const char *path,
                        struct arena *arena, struct route_match *ret);

AUTO_STRUCT_DEFINE(router, router_free)
