#include "http/outside.h"

#include "base/html_text.h"

#include <string.h>
#include <strings.h>

int outside_form(struct req *r)
{
    static const char type[] = "application/x-www-form-urlencoded";
    const char *given = req_header(r, "Content-Type");
    size_t n = sizeof(type) - 1;

    /* The NUL is found by strchr too. */
    if (!given || strncasecmp(given, type, n) != 0 || !strchr("; \t", given[n]))
        return 0;
    return form_read(r->request->body, r->request->body_bytes, r->arena, &r->form, &r->err);
}

void outside_headers(struct reply *p)
{
    reply_header(p, "Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
                 "form-action 'self'; frame-ancestors 'none'");
    reply_header(p, "Referrer-Policy", "no-referrer");
    reply_header(p, "X-Robots-Tag", "noindex, nofollow");
    reply_header(p, "Cache-Control", "no-store");
}

void outside_problem(struct reply *p, int status, const struct err *err)
{
    bool is_ours = status == 500;

    p->status = status;
    buf_clear(&p->body);
    buf_str(&p->body, "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\">"
                      "<title>This did not work</title></head>\n"
                      "<body><main><h1>This did not work</h1>\n<p>");
    html_write_text(&p->body, is_ours      ? "Something went wrong. Please try again later."
                              : *err->text ? err->text
                                           : "Please try again later.");
    buf_str(&p->body, "</p></main></body>\n</html>\n");
    reply_header(p, "Content-Type", "text/html; charset=utf-8");
}
