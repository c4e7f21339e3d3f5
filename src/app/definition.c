#include "app/definition.h"

#include "json/parse.h"

#include <errno.h>
#include <string.h>

#define DEFINITION_MAX ((size_t)1024 * 1024)

int definition_load(const char *path, struct arena *arena, const char **ret, struct err *err)
{
    char why[128];
    char *text = arena_alloc(arena, DEFINITION_MAX + 2);
    FILE *f = fopen(path, "re");

    if (!f)
        return err_set(err, ERR_NOT_FOUND, NULL, "cannot open %.200s: %s", path,
                       strerror_r(errno, why, sizeof(why)));
    size_t n = fread(text, 1, DEFINITION_MAX + 1, f);
    fclose(f);
    if (n > DEFINITION_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL, "%.200s is larger than a megabyte", path);
    text[n] = '\0';
    *ret = text;
    return 0;
}

int definition_print(FILE *out, const struct field *fields, const void *row, struct err *err)
{
    AUTO(json_t) json = NULL;
    AUTO_BUF text = {0};

    fields_write(fields, row, &text);
    int rc = json_parse(buf_text(&text), text.len, &json, err);
    if (rc < 0)
        return rc;
    json_dumpf(json, out, JSON_INDENT(2));
    fputc('\n', out);
    return 0;
}
