/* command.h: one row per command of the program: `ripen NAME …`.
 *
 * The list of commands, --help and the exit codes come from these rows.
 * Exit codes: 0 done · 1 a fault of ours or of the system · 2 input that breaks a rule · 3 not
 * found · 4 conflict · 5 not allowed · 6 busy, try again · 7 done, but something needs a look
 * (a file of an import that was refused, differences found by check). */
#pragma once
#include "app/option.h"
#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

#include <stddef.h>
#include <stdio.h>

#define EXIT_LOOK 7

struct command_call {
    struct arena *arena;
    const void *options; /* the command's own option struct */
    const char **words;
    size_t n_words;
    FILE *out;
    struct err err;
};

struct command {
    const char *name;
    const char *words; /* "PATH…", for the usage line; NULL: takes none */
    size_t min_words, max_words;
    const char *summary; /* one line, for the list */
    const char *help;    /* a paragraph or examples; may be NULL */
    struct shape options;
    int (*init)(void *options);            /* defaults beyond all-missing; may be NULL */
    int (*run)(struct command_call *call); /* 0, EXIT_LOOK, or a negative error code */
};

/* Runs argv[0] = program, argv[1] = command; returns the exit code. */
int command_main(const struct command *const *commands, char **argv);

/* Every command that prints rows takes these; put them first in the option struct. */
extern const char *const format_names[]; /* table json csv */
struct data_options {
    const char *data;
    const char *format;
};
#define DATA_OPTIONS(T)                                                                           \
    FIELD_STR(T, data, .max = 4096, .unit = "DIR", .help = "The data directory; default ./data"), \
        FIELD_ENUM(T, format, format_names, .help = "How rows are printed; default table")
