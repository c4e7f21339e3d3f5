#include "base/log.h"

#include "base/buf.h"
#include "base/day.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static const char *const level_names[] = {"debug", "info", "warn", "error"};
static atomic_int least_level = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&least_level, (int)level);
}

static void add_json(struct buf *b, const struct log_arg *a)
{
    buf_char(b, ',');
    buf_json_str(b, a->name);
    buf_char(b, ':');
    if (a->type == LOG_T_I64)
        buf_printf(b, "%lld", (long long)a->i);
    else if (a->type == LOG_T_F64 && isfinite(a->f))
        buf_printf(b, "%.9g", a->f);
    else if (a->type == LOG_T_STR && a->s)
        buf_json_str(b, a->s);
    else
        buf_str(b, "null");
}

static void add_plain(struct buf *b, const struct log_arg *a)
{
    buf_printf(b, " %s=", a->name);
    if (a->type == LOG_T_I64)
        buf_printf(b, "%lld", (long long)a->i);
    else if (a->type == LOG_T_F64)
        buf_printf(b, "%.9g", a->f);
    else if (!a->s)
        buf_str(b, "-");
    else
        buf_json_str(b, a->s); /* in quotes, so that no text can draw on the terminal */
}

void log_write(enum log_level level, const char *area, const char *message,
               const struct log_arg *args)
{
    AUTO_BUF line = {0};
    char time[32];
    bool is_terminal = isatty(STDERR_FILENO);

    if ((int)level < atomic_load(&least_level))
        return;
    time_format(clock_now_ms(), time);
    if (is_terminal) {
        buf_printf(&line, "%s %-5s %s: %s", time, level_names[level], area, message);
    } else {
        buf_printf(&line, "{\"time\":\"%s\",\"level\":\"%s\",\"area\":", time, level_names[level]);
        buf_json_str(&line, area);
        buf_str(&line, ",\"message\":");
        buf_json_str(&line, message);
    }
    for (const struct log_arg *a = args; a->type != LOG_T_END; a++)
        (is_terminal ? add_plain : add_json)(&line, a);
    buf_str(&line, is_terminal ? "\n" : "}\n");
    /* One write a line, so that lines of threads do not mix. There is nowhere to report its
     * failure. */
    ssize_t unused = write(STDERR_FILENO, line.data, line.len);
    (void)unused;
}
