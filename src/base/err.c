#include "base/err.h"

#include <stdio.h>

static const struct {
    int code, status, exit;
} codes[] = {
    {0, 200, 0},
    {ERR_INVALID, 400, 2},
    {ERR_NOT_FOUND, 404, 3},
    {ERR_CONFLICT, 409, 4},
    {ERR_UNAUTHORIZED, 401, 5},
    {ERR_FORBIDDEN, 403, 5},
    {ERR_TOO_LARGE, 413, 2},
    {ERR_BUSY, 503, 6},
    {ERR_THROTTLED, 429, 6},
};

void err_fill(struct err *err, int code, const char *field, const char *fmt, ...)
{
    va_list ap;

    if (!err)
        return;
    err->code = code;
    snprintf(err->field, sizeof(err->field), "%s", field ? field : "");
    va_start(ap, fmt);
    vsnprintf(err->text, sizeof(err->text), fmt, ap);
    va_end(ap);
}

int err_prefix(struct err *err, const char *fmt, ...)
{
    char prefix[sizeof(err->text)], all[sizeof(err->text) * 2 + 4];
    va_list ap;

    if (!err)
        return ERR_INTERNAL;
    va_start(ap, fmt);
    vsnprintf(prefix, sizeof(prefix), fmt, ap);
    va_end(ap);
    snprintf(all, sizeof(all), "%s: %s", prefix, err->text);
    snprintf(err->text, sizeof(err->text), "%.*s", (int)sizeof(err->text) - 1, all);
    return err->code;
}

int err_http_status(int code)
{
    for (unsigned i = 0; i < sizeof(codes) / sizeof(*codes); i++)
        if (codes[i].code == code)
            return codes[i].status;
    return 500;
}

int err_exit_code(int code)
{
    for (unsigned i = 0; i < sizeof(codes) / sizeof(*codes); i++)
        if (codes[i].code == code)
            return codes[i].exit;
    return 1;
}
