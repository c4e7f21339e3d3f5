/* outside.h: what is different about pages for people outside (endpoint.h: is_page).
 * Threads: any. */
#pragma once
#include "http/endpoint.h"
#include "http/reply.h"

/* Reads the form that was sent into r->form. Forms with files (multipart) and other bodies, which
 * mail programs may send to unsubscribe, are taken and not looked at. */
int outside_form(struct req *r);
/* No other site gets to know the address or a part of the page, and no search engine keeps it. */
void outside_headers(struct reply *p);
/* A problem as a small page instead of JSON. */
void outside_problem(struct reply *p, int status, const struct err *err);
