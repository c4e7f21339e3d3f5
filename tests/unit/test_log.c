#include "base/log.h"
#include "test.h"

#include <fcntl.h>
#include <math.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What `write_lines` writes to stderr when stderr is the descriptor `to`, read from `from`. */
static void captured(int to, int from, void (*write_lines)(void), char *text, size_t bytes)
{
    int saved = dup(STDERR_FILENO);

    dup2(to, STDERR_FILENO);
    write_lines();
    dup2(saved, STDERR_FILENO);
    close(saved);
    ssize_t n = read(from, text, bytes - 1);
    text[n < 0 ? 0 : n] = 0;
}

static void in_a_pipe(void (*write_lines)(void), char *text, size_t bytes)
{
    int ends[2];

    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    captured(ends[1], ends[0], write_lines, text, bytes);
    close(ends[0]);
    close(ends[1]);
}

static void on_a_terminal(void (*write_lines)(void), char *text, size_t bytes)
{
    int ours, theirs;

    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    captured(theirs, ours, write_lines, text, bytes);
    close(ours);
    close(theirs);
}

static void one_request(void)
{
    log_info("http", "request", LOG_STR("path", "/a\"\n\x1b"), LOG_I64("status", 200),
             LOG_F64("ms", 1.25), LOG_STR("user", NULL), LOG_F64("none", NAN));
}

static void no_arguments(void)
{
    log_warn("jobs", "late");
}

static void below_the_level(void)
{
    log_debug("http", "hidden");
    log_set_level(LOG_ERROR);
    log_warn("http", "hidden");
    log_error("http", "shown");
    log_set_level(LOG_INFO);
}

#define NOW "2026-01-31T12:00:00Z"

static void files_get_json(void **state)
{
    (void)state;
    char text[512];

    in_a_pipe(one_request, text, sizeof(text));
    assert_string_equal(text,
                        "{\"time\":\"" NOW "\",\"level\":\"info\",\"area\":\"http\","
                        "\"message\":\"request\",\"path\":\"/a\\\"\\n\\u001b\",\"status\":200,"
                        "\"ms\":1.25,\"user\":null,\"none\":null}\n");
    in_a_pipe(no_arguments, text, sizeof(text));
    assert_string_equal(text, "{\"time\":\"" NOW "\",\"level\":\"warn\",\"area\":\"jobs\","
                              "\"message\":\"late\"}\n");
}

static void terminals_get_plain_lines(void **state)
{
    (void)state;
    char text[512];

    on_a_terminal(one_request, text, sizeof(text));
    assert_string_equal(text, NOW " info  http: request path=\"/a\\\"\\n\\u001b\" status=200 "
                                  "ms=1.25 user=- none=nan\r\n");
}

static void levels_hide_lines(void **state)
{
    (void)state;
    char text[512];

    in_a_pipe(below_the_level, text, sizeof(text));
    assert_null(strstr(text, "hidden"));
    assert_non_null(strstr(text, "shown"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_get_json),
        cmocka_unit_test(terminals_get_plain_lines),
        cmocka_unit_test(levels_hide_lines),
    };

    setenv("RIPEN_NOW", NOW, 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
