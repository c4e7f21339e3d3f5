#include "intake/receive/receive_answer.h"

#include "base/buf.h"

#include <string.h>

/* 1 × 1, transparent. */
static const unsigned char gif[] = {
    'G',  'I',  'F',  '8',  '9',  'a',  0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3b,
};
static const char thanks[] = "{\"success\":true}";
static const char retry_after_s[] = "1";

#define ANY_PAGE                                       \
    {"Access-Control-Allow-Origin", "*"},              \
    {                                                  \
        "Access-Control-Expose-Headers", "Retry-After" \
    }

void receive_answers_init(struct receive_answers *a)
{
    static const struct pair json[] = {{"Content-Type", "application/json"}, ANY_PAGE};
    static const struct pair image[] = {
        {"Content-Type", "image/gif"}, {"Cache-Control", "no-store"}, ANY_PAGE};

    a->thanks = direct_answer_new(200, json, ARRAY_LEN(json), thanks, sizeof(thanks) - 1);
    a->image = direct_answer_new(200, image, ARRAY_LEN(image), gif, sizeof(gif));
}

void receive_answers_done(struct receive_answers *a)
{
    direct_answer_free(a->thanks);
    direct_answer_free(a->image);
}

static void reply(struct direct_call *c, int status, const struct pair *headers, size_t n_headers,
                  const char *text, size_t n)
{
    struct direct_answer *a = direct_answer_new(status, headers, n_headers, text, n);

    direct_reply(c, a);
    direct_answer_free(a);
}

void receive_refuse(struct direct_call *c, int status, const char *code, const struct err *err)
{
    AUTO_BUF text = {0};
    struct pair headers[6] = {{"Content-Type", "application/json"}, ANY_PAGE};
    size_t n = 3;

    if (status == 429 || status == 503)
        headers[n++] = (struct pair){"Retry-After", retry_after_s};
    if (status == 405)
        headers[n++] = (struct pair){"Allow", "GET, POST, OPTIONS"};
    if (direct_is_stopping(c))
        headers[n++] = (struct pair){"Connection", "close"};
    buf_printf(&text, "{\"success\":false,\"code\":\"%s\",\"message\":", code);
    AUTO_BUF message = {0};
    if (err->field[0])
        buf_printf(&message, "%s: ", err->field);
    buf_str(&message, err->text);
    buf_json_str(&text, message.data);
    buf_char(&text, '}');
    reply(c, status, headers, n, text.data, text.len);
}

void receive_refuse_err(struct direct_call *c, const struct err *err)
{
    static const struct {
        int code, status;
        const char *name;
    } kinds[] = {
        {ERR_INVALID, 400, "invalid"},     {ERR_UNAUTHORIZED, 401, "unauthorized"},
        {ERR_FORBIDDEN, 403, "forbidden"}, {ERR_NOT_FOUND, 404, "not_found"},
        {ERR_TOO_LARGE, 413, "too_large"}, {ERR_BUSY, 429, "too_many"},
        {ERR_IO, 503, "unavailable"},
    };

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (kinds[i].code == err->code) {
            receive_refuse(c, kinds[i].status, kinds[i].name, err);
            return;
        }
    receive_refuse(c, 500, "internal", err);
}

/* The headers a browser wants to send are all right, as far as they are names of headers. */
static const char *asked_headers(const struct direct_call *c)
{
    static const char name_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_, ";
    const char *asked = direct_header(c, "Access-Control-Request-Headers");

    return asked && asked[strspn(asked, name_chars)] == 0 ? asked : "Content-Type, Authorization";
}

void receive_preflight(struct direct_call *c)
{
    const struct pair headers[] = {
        ANY_PAGE,
        {"Access-Control-Allow-Methods", "GET, POST, OPTIONS"},
        {"Access-Control-Allow-Headers", asked_headers(c)},
        {"Access-Control-Max-Age", "86400"},
        {"Vary", "Access-Control-Request-Headers"},
    };

    reply(c, 204, headers, ARRAY_LEN(headers), "", 0);
}

void receive_json(struct direct_call *c, const char *text, size_t n)
{
    static const struct pair headers[] = {
        {"Content-Type", "application/json"}, {"Cache-Control", "public, max-age=300"}, ANY_PAGE};

    reply(c, 200, headers, ARRAY_LEN(headers), text, n);
}
