/* receive_answer.h: what the Segment protocol's clients are told: {"success":true}, an image, or
 * what is wrong and whether it is worth sending again.
 *
 * Any page may read the answers: they hold nothing, and which pages may send is a source's setting.
 * Threads: any. */
#pragma once
#include "http/direct.h"

struct receive_answers {
    struct direct_answer *thanks; /* exactly 200 with a JSON object */
    struct direct_answer *image;  /* a transparent gif of one pixel */
};
void receive_answers_init(struct receive_answers *a);
void receive_answers_done(struct receive_answers *a);

/* {"success":false,"code":…,"message":…}. code: one of those of docs/events.md. field may be "".
 * 429 and 503 say in Retry-After when to come again. */
void receive_refuse(struct direct_call *c, int status, const char *code, const struct err *err);
/* The status and code that an error has here. */
void receive_refuse_err(struct direct_call *c, const struct err *err);
/* What a browser asks before it sends: yes. */
void receive_preflight(struct direct_call *c);
/* A JSON text, which may be kept for some minutes. */
void receive_json(struct direct_call *c, const char *text, size_t n);
