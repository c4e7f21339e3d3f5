#include "http/page.h"

#include "base/str.h"
#include "json/parse.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

int64_t page_limit(int64_t limit)
{
    return limit == I64_NONE ? PAGE_LIMIT_DEFAULT : limit;
}

const char *page_cursor(struct arena *arena, const char *const *parts, size_t n)
{
    AUTO_BUF b = {0};

    buf_char(&b, '[');
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, i ? "," : "");
        json_write_str(&b, parts[i]);
    }
    buf_char(&b, ']');
    size_t text_n = sodium_base64_encoded_len(b.len, VARIANT);
    return sodium_bin2base64(arena_alloc(arena, text_n), text_n, (const unsigned char *)b.data,
                             b.len, VARIANT);
}

static int no_cursor(struct err *err)
{
    return err_set(err, ERR_INVALID, "after",
                   "must be the next of a page of this list; leave it out for the first page");
}

int page_read(const char *after, struct arena *arena, const char **ret_parts, size_t n,
              struct err *err)
{
    const char *parts[PAGE_PARTS_MAX] = {0};
    json_t *list;
    size_t bytes;

    for (size_t i = 0; i < n; i++)
        ret_parts[i] = NULL;
    if (!after)
        return 0;
    size_t max = strlen(after);
    char *json = arena_alloc(arena, max + 1);
    if (sodium_base642bin((unsigned char *)json, max, after, max, NULL, &bytes, NULL, VARIANT) ||
        json_parse(json, bytes, &list, NULL) < 0)
        return no_cursor(err);
    json_keep(arena, list);
    if (!json_is_array(list) || json_array_size(list) != n || n > PAGE_PARTS_MAX)
        return no_cursor(err);
    for (size_t i = 0; i < n; i++) {
        const json_t *v = json_array_get(list, i);
        if (!json_is_string(v) && !json_is_null(v))
            return no_cursor(err);
        parts[i] = json_string_value(v);
    }
    memcpy(ret_parts, parts, n * sizeof(*parts));
    return 0;
}

struct page_part page_part(int64_t offset, int64_t limit, int64_t usual, size_t rows)
{
    size_t from = offset == I64_NONE ? 0 : (size_t)offset;
    size_t most = (size_t)(limit == I64_NONE ? usual : limit);

    from = from < rows ? from : rows;
    return (struct page_part){from, rows - from < most ? rows - from : most};
}

const char *page_next(struct req *r, const char *const *parts, size_t n)
{
    const char *cursor = page_cursor(r->arena, parts, n);

    req_link_next(r, cursor);
    return cursor;
}

int page_read_id(const char *after, struct arena *arena, int64_t *ret_id, struct err *err)
{
    const char *id;
    int rc = page_read(after, arena, &id, 1, err);

    if (rc < 0)
        return rc;
    *ret_id = 0;
    if (id && (!str_to_i64(id, ret_id) || *ret_id < 1))
        return no_cursor(err);
    return 0;
}

const char *page_next_id(struct req *r, int64_t last_id)
{
    const char *id = arena_printf(r->arena, "%lld", (long long)last_id);

    return page_next(r, &id, 1);
}
