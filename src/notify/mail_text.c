#include "notify/mail_text.h"

#include "base/day.h"
#include "base/str.h"

#include <sodium.h>
#include <string.h>

#define LINE_MAX_BYTES 76
#define LOCAL_MAX      64 /* of an address, before the @ */
/* "=?UTF-8?B?" and "?=" around base64 of so many bytes stay within a line of their own. */
#define WORD_BYTES 45

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* Words of the allowed signs with single dots between them. */
static bool is_dot_atom(const char *s, size_t n, const char *signs)
{
    if (n == 0 || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' && s[i + 1] == '.')
            return false;
        if (!s[i] || (s[i] != '.' && !strchr(letters, s[i]) && !strchr(signs, s[i])))
            return false;
    }
    return true;
}

int mail_address_check(const char *address, const char *field, struct err *err)
{
    const char *at = address ? strrchr(address, '@') : NULL;
    size_t n = address ? strlen(address) : 0;
    bool is_good = at && n <= MAIL_ADDRESS_MAX && at - address <= LOCAL_MAX &&
                   is_dot_atom(address, (size_t)(at - address), "!#$%&'*+-/=?^_`{|}~") &&
                   is_dot_atom(at + 1, strlen(at + 1), "-");

    return is_good ? 0
                   : err_set(err, ERR_INVALID, field,
                             "\"%.80s\" is no e-mail address; write it like ann@example.com",
                             address ? address : "");
}

const char *mail_domain(const char *address)
{
    return strrchr(address, '@') + 1;
}

int mail_phrase_check(const char *text, const char *field, struct err *err)
{
    size_t n = strlen(text);

    if (!str_is_utf8(text, n))
        return err_set(err, ERR_INVALID, field, "is not UTF-8");
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return err_set(err, ERR_INVALID, field,
                           "has a line break or control character; it is one line of text");
    return 0;
}

static bool is_plain(const char *s, size_t used)
{
    /* What would be read as an encoded word must be one. */
    if (used + strlen(s) > LINE_MAX_BYTES || strstr(s, "=?"))
        return false;
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 || (unsigned char)*s >= 0x7f)
            return false;
    return true;
}

/* As many whole characters as fit into n bytes. */
static size_t whole_chars(const char *s, size_t n)
{
    size_t len = strnlen(s, n), at = 0;

    while (at < len) {
        size_t one = str_utf8_char(s + at, strlen(s + at));
        if (one == 0)
            one = 1;
        if (at + one > n)
            break;
        at += one;
    }
    return at;
}

void mail_phrase_write(const char *text, size_t used, struct buf *out)
{
    char word[WORD_BYTES * 2];

    if (is_plain(text, used)) {
        buf_str(out, text);
        return;
    }
    for (const char *s = text; *s;) {
        size_t room = s == text && used < 40 ? WORD_BYTES - used : WORD_BYTES;
        size_t n = whole_chars(s, room);
        sodium_bin2base64(word, sizeof(word), (const unsigned char *)s, n,
                          sodium_base64_VARIANT_ORIGINAL);
        buf_printf(out, "%s=?UTF-8?B?%s?=", s == text ? "" : "\r\n ", word);
        s += n;
    }
}

/* A name may stand bare if it is words of letters; else it is quoted, or encoded. */
static void write_name(const char *name, size_t used, struct buf *out)
{
    if (strspn(name, letters) + strspn(name + strspn(name, letters), " ") == strlen(name) ||
        !is_plain(name, used)) {
        mail_phrase_write(name, used, out);
        return;
    }
    buf_char(out, '"');
    for (const char *s = name; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_char(out, '\\');
        buf_char(out, *s);
    }
    buf_char(out, '"');
}

void mail_mailbox_write(const char *name, const char *address, size_t used, struct buf *out)
{
    if (!name || !*name) {
        buf_str(out, address);
        return;
    }
    write_name(name, used + 2, out);
    buf_printf(out, "%s<%s>", strlen(name) > 30 ? "\r\n " : " ", address);
}

void mail_date_write(int64_t ms, struct buf *out)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t day = (int32_t)(ms / DAY_MS);
    int64_t s = ms % DAY_MS / 1000;
    int y, m, d;

    day_to_ymd(day, &y, &m, &d);
    buf_printf(out, "%s, %d %s %d %02d:%02d:%02d +0000", weekdays[day_weekday(day)], d,
               months[m - 1], y, (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}
