#include "app/option.h"

#include "base/str.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 64

static char spell_char(char c, bool is_env)
{
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    if (!is_env && c == '_')
        return '-';
    if (is_env && c >= 'a' && c <= 'z')
        return upper[c - 'a'];
    return c;
}

/* dry_run -> dry-run, or RIPEN_DRY_RUN for the environment. */
static void spell(const struct field *f, bool is_env, char out[NAME_BYTES])
{
    char *to = out;

    if (is_env)
        to = stpcpy(to, "RIPEN_");
    for (const char *s = f->name; *s && to < out + NAME_BYTES - 1; s++)
        *to++ = spell_char(*s, is_env);
    *to = 0;
}

static const struct field *find(const struct field *table, const char *name, size_t n)
{
    char own[NAME_BYTES];

    FIELDS_EACH (f, table) {
        spell(f, false, own);
        if (strlen(own) == n && !memcmp(own, name, n))
            return f;
    }
    return NULL;
}

static int unknown(const struct field *table, const char *name, struct err *err)
{
    const char *best = NULL;
    unsigned best_distance = 4;
    char own[NAME_BYTES], near[NAME_BYTES];

    FIELDS_EACH (f, table) {
        spell(f, false, own);
        unsigned d = str_distance(own, name);
        if (d < best_distance) {
            best_distance = d;
            best = memcpy(near, own, sizeof(near));
        }
    }
    if (best)
        return err_set(err, ERR_INVALID, NULL, "there is no option --%s; did you mean --%s?", name,
                       best);
    return err_set(err, ERR_INVALID, NULL, "there is no option --%s; --help lists them", name);
}

static int set(const struct field *f, const char *text, struct arena *arena, void *out,
               struct err *err)
{
    char own[NAME_BYTES];

    if (field_read_text(f, text, arena, out, err) < 0) {
        spell(f, false, own);
        return err_prefix(err, "--%s", own);
    }
    return 0;
}

static int from_environment(const struct field *table, struct arena *arena, void *out,
                            struct err *err)
{
    char name[NAME_BYTES];

    FIELDS_EACH (f, table) {
        spell(f, true, name);
        const char *value =
            getenv(name); // NOLINT(concurrency-mt-unsafe): read before threads start
        if (value && *value) {
            int rc = field_read_text(f, value, arena, out, err);
            if (rc < 0)
                return err_prefix(err, "%s in the environment", name);
        }
    }
    return 0;
}

/* Handles argv[i], which starts with "--"; returns how many words it took. */
static int one(const struct field *table, char **argv, struct arena *arena, void *out,
               struct err *err)
{
    const char *name = argv[0] + 2, *eq = strchr(name, '=');
    size_t n = eq ? (size_t)(eq - name) : strlen(name);
    const struct field *f = find(table, name, n);

    if (!f)
        return unknown(table, arena_strndup(arena, name, n), err);
    if (f->type == FIELD_T_BOOL && !eq) {
        *(bool *)((char *)out + f->offset) = true;
        return 1;
    }
    const char *value = eq ? eq + 1 : argv[1];
    if (!value)
        return err_set(err, ERR_INVALID, f->name, "--%s needs a value", name);
    int rc = set(f, value, arena, out, err);
    return rc < 0 ? rc : eq ? 1 : 2;
}

/* Takes one word of argv, or an option with its value; returns how many words that were. */
static int step(const struct field *table, char **argv, struct arena *arena, void *out,
                struct option_words *ret, struct err *err)
{
    if (str_eq(*argv, "--help") || str_eq(*argv, "-h")) {
        ret->wants_help = true;
        return 1;
    }
    if (str_starts(*argv, "--"))
        return one(table, argv, arena, out, err);
    ret->words[ret->n_words++] = *argv;
    return 1;
}

int options_read(const struct field *table, char **argv, struct arena *arena, void *out,
                 struct option_words *ret, struct err *err)
{
    size_t n = 0;

    while (argv[n])
        n++;
    *ret = (struct option_words){.words = ARENA_ARRAY(arena, n + 1, const char *)};
    int rc = from_environment(table, arena, out, err);
    while (rc >= 0 && *argv && !str_eq(*argv, "--")) {
        rc = step(table, argv, arena, out, ret, err);
        argv += rc > 0 ? rc : 0;
    }
    if (rc < 0)
        return rc;
    /* After "--" everything is a word. */
    while (*argv && *++argv)
        ret->words[ret->n_words++] = *argv;
    return 0;
}

static const char *value_name(const struct field *f)
{
    switch (f->type) {
    case FIELD_T_BOOL: return "";
    case FIELD_T_I64:
    case FIELD_T_F64: return " N";
    case FIELD_T_DAY: return " DAY";
    case FIELD_T_ENUM: return " WORD";
    default: return " TEXT";
    }
}

#define OPTION_WIDTH 22

void options_help(const struct field *table, struct buf *out)
{
    char option[NAME_BYTES], env[NAME_BYTES];

    FIELDS_EACH (f, table) {
        spell(f, false, option);
        spell(f, true, env);
        AUTO_BUF left = {0};
        buf_printf(&left, "--%s%s", option, f->unit ? "" : value_name(f));
        if (f->unit)
            buf_printf(&left, " %s", f->unit);
        int pad = OPTION_WIDTH - str_width(buf_text(&left));
        buf_printf(out, "  %s%*s %s", buf_text(&left), pad > 0 ? pad : 0, "",
                   f->help ? f->help : "");
        if (f->values) {
            buf_str(out, " (");
            for (size_t i = 0; f->values[i]; i++)
                buf_printf(out, "%s%s", i ? ", " : "", f->values[i]);
            buf_str(out, ")");
        }
        buf_printf(out, " [%s]\n", env);
    }
}
