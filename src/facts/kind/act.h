/* act.h: who does what, of a request. */
#pragma once
#include "access/audit.h"
#include "http/endpoint.h"

static inline struct act act_of(const struct req *r)
{
    return (struct act){.conn = r->conn, .by = &r->who, .now_ms = r->now_ms, .arena = r->arena};
}
