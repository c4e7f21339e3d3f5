/* log.h: structured log lines on stderr: one JSON object a line, or key=value on a terminal.
 *
 *     log_info("http", "request", LOG_STR("path", path), LOG_I64("status", 200));
 *
 * Threads: any. Only app, http, jobs and intake log; libraries return errors. */
#pragma once
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_arg {
    const char *name;
    enum { LOG_T_END, LOG_T_STR, LOG_T_I64, LOG_T_F64 } type;
    const char *s;
    int64_t i;
    double f;
};
#define LOG_STR(n, v) ((struct log_arg){.name = (n), .type = LOG_T_STR, .s = (v)})
#define LOG_I64(n, v) ((struct log_arg){.name = (n), .type = LOG_T_I64, .i = (int64_t)(v)})
#define LOG_F64(n, v) ((struct log_arg){.name = (n), .type = LOG_T_F64, .f = (v)})

void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *area, const char *message,
               const struct log_arg *args);
#define LOG_ARGS(...)             ((const struct log_arg[]){__VA_ARGS__ __VA_OPT__(, ){0}})
#define log_debug(area, msg, ...) log_write(LOG_DEBUG, area, msg, LOG_ARGS(__VA_ARGS__))
#define log_info(area, msg, ...)  log_write(LOG_INFO, area, msg, LOG_ARGS(__VA_ARGS__))
#define log_warn(area, msg, ...)  log_write(LOG_WARN, area, msg, LOG_ARGS(__VA_ARGS__))
#define log_error(area, msg, ...) log_write(LOG_ERROR, area, msg, LOG_ARGS(__VA_ARGS__))
