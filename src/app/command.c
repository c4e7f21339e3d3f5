#include "app/command.h"

#include "base/str.h"

#include <string.h>

const char *const format_names[] = {"table", "json", "csv", NULL};

static void print_list(FILE *out, const struct command *const *commands)
{
    fputs("Ripen: health × maturity, and what to do next, for every customer.\n\n"
          "usage: ripen COMMAND [OPTIONS]\n\n",
          out);
    for (; *commands; commands++)
        fprintf(out, "  %-9s %s\n", (*commands)->name, (*commands)->summary);
    fputs("\n`ripen COMMAND --help` tells more. Options can be set in the environment, too:\n"
          "RIPEN_DATA=/var/lib/ripen is --data /var/lib/ripen.\n\n"
          "Exit codes: 0 done, 1 our or the system's fault, 2 bad input, 3 not found, 4 conflict,\n"
          "5 not allowed, 6 busy, 7 done but something needs a look.\n",
          out);
}

static void print_help(FILE *out, const struct command *c)
{
    AUTO_BUF text = {0};

    buf_printf(&text, "usage: ripen %s%s%s [OPTIONS]\n\n%s\n", c->name, c->words ? " " : "",
               c->words ? c->words : "", c->summary);
    if (c->help)
        buf_printf(&text, "\n%s\n", c->help);
    buf_str(&text, "\nOptions:\n");
    options_help(c->options.fields, &text);
    fputs(buf_text(&text), out);
}

static const struct command *find(const struct command *const *commands, const char *name)
{
    for (; *commands; commands++)
        if (str_eq((*commands)->name, name))
            return *commands;
    return NULL;
}

static int unknown(const struct command *const *commands, const char *name)
{
    const char *near = NULL;
    unsigned nearest = 4;

    for (; *commands; commands++) {
        unsigned d = str_distance((*commands)->name, name);
        if (d < nearest) {
            nearest = d;
            near = (*commands)->name;
        }
    }
    fprintf(stderr, "ripen: there is no command \"%s\"", name);
    if (near)
        fprintf(stderr, "; did you mean \"%s\"?\n", near);
    else
        fputs("; `ripen --help` lists them\n", stderr);
    return err_exit_code(ERR_INVALID);
}

static int check_words(const struct command *c, struct command_call *call)
{
    if (call->n_words < c->min_words)
        return err_set(&call->err, ERR_INVALID, NULL, "needs %s; see `ripen %s --help`",
                       c->words ? c->words : "more words", c->name);
    if (call->n_words > c->max_words)
        return err_set(&call->err, ERR_INVALID, NULL, "does not know what to do with \"%s\"",
                       call->words[c->max_words]);
    return 0;
}

/* A text about an option names it as it is typed. */
static void print_refusal(const struct command *c, const struct err *err)
{
    bool is_named = *err->field && !str_starts(err->text, "--");

    fprintf(stderr, "ripen %s: %s%s%s\n", c->name, is_named ? err->field : "", is_named ? ": " : "",
            err->text);
}

static int run(const struct command *c, char **argv)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct command_call call = {.arena = arena, .out = stdout};
    void *options = arena_alloc(arena, c->options.size);
    struct option_words words = {0};

    fields_init(c->options.fields, options);
    int rc = c->init ? c->init(options) : 0;
    if (rc == 0)
        rc = options_read(c->options.fields, argv, arena, options, &words, &call.err);
    if (rc == 0 && words.wants_help) {
        print_help(stdout, c);
        return 0;
    }
    call.options = options;
    call.words = words.words;
    call.n_words = words.n_words;
    if (rc == 0)
        rc = check_words(c, &call);
    if (rc == 0)
        rc = c->run(&call);
    if (rc < 0)
        print_refusal(c, &call.err);
    return rc < 0 ? err_exit_code(rc) : rc;
}

int command_main(const struct command *const *commands, char **argv)
{
    const char *name = argv[0] ? argv[1] : NULL;

    if (!name || str_eq(name, "--help") || str_eq(name, "-h") || str_eq(name, "help")) {
        const struct command *c = name && argv[2] ? find(commands, argv[2]) : NULL;
        if (c)
            print_help(stdout, c);
        else
            print_list(name ? stdout : stderr, commands);
        return name ? 0 : err_exit_code(ERR_INVALID);
    }
    const struct command *c = find(commands, str_eq(name, "--version") ? "version" : name);
    return c ? run(c, argv + 2) : unknown(commands, name);
}
