/* option.h: command-line options from tables: parsing, environment variables and --help follow from
 * the same rows that fill the struct.
 *
 * Every option --some-name may also be given as RIPEN_SOME_NAME in the environment; the command
 * line wins. Values are read and bounded by the field tables of json/field.h.
 * Ownership: texts live in the arena or are the program's own arguments. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

struct option_words {
    const char **words; /* what is no option */
    size_t n_words;
    bool wants_help; /* --help or -h was there */
};

/* Reads argv (without program and command) into *out by the table. A field `from` is the option
 * --from VALUE, `dry_run` is --dry-run; booleans take no value; `--` ends the options.
 * ERR_INVALID with the option's name for an unknown one (with the nearest known), a missing or bad
 * value. */
int options_read(const struct field *table, char **argv, struct arena *arena, void *out,
                 struct option_words *ret, struct err *err);

/* One line for each option: "  --port N   text (RIPEN_PORT)". */
void options_help(const struct field *table, struct buf *out);
