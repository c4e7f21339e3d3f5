#include "facts/kind/kind.h"

#include "base/str.h"

const struct kind_ref *kind_ref_of(const struct kind *kind, const char *field)
{
    for (const struct kind_ref *r = kind->refs; r && r->field; r++)
        if (str_eq(r->field, field))
            return r;
    return NULL;
}

const struct kind_later *kind_later_of(const struct kind *kind, const char *field)
{
    for (const struct kind_later *l = kind->later; l && l->field; l++)
        if (str_eq(l->field, field))
            return l;
    return NULL;
}

bool kind_is_plan(const struct kind *kind, const char *field)
{
    return kind->plans && str_index(kind->plans, field) >= 0;
}

const struct field *kind_happened(const struct kind *kind)
{
    return kind->happened ? fields_find(kind->shape.fields, kind->happened) : NULL;
}

static int folded(const char **s)
{
    for (; **s; (*s)++) {
        int c = (unsigned char)**s;
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) {
            (*s)++;
            return c;
        }
    }
    return 0;
}

/* The same letters and digits, in any case, with anything or nothing between. */
static bool is_same_word(const char *a, const char *b)
{
    int x, y;

    do {
        x = folded(&a);
        y = folded(&b);
    } while (x && x == y);
    return x == y;
}

const char *kind_value(const struct kind *kind, const struct field *f, const char *text)
{
    for (const struct kind_alias *a = kind->aliases; a && a->field; a++)
        if (str_eq(a->field, f->name) && is_same_word(a->spelling, text))
            return a->value;
    for (const char *const *v = f->values; v && *v; v++)
        if (is_same_word(*v, text))
            return *v;
    return NULL;
}
