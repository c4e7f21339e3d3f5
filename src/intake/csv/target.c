#include "intake/csv/target.h"

#include "base/str.h"
#include "facts/facts.h"
#include "intake/csv/value_word.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEADER_BYTES 128
#define CENTS        "_cents"
#define CUSTOM       "custom."

/* The key, then the fields of struct usage_row where they lie in struct usage_line. */
#define USAGE_FIELDS_MAX 16
static struct field usage_line_fields[USAGE_FIELDS_MAX] = {
    FIELD_STR(struct usage_line, key, .max = KIND_KEY_MAX,
              .help = "The line's own id; a line whose id stood on an earlier one is rejected",
              .synonyms = "id|usage id|record id|row id|line id"),
};

static void make_usage_line_fields(void)
{
    struct field *to = usage_line_fields + 1;

    assert(fields_count(usage_row_fields) + 2 <= USAGE_FIELDS_MAX);
    FIELDS_EACH (f, usage_row_fields) {
        *to = *f;
        to++->offset += offsetof(struct usage_line, usage);
    }
    to->type = FIELD_T_END;
}

bool subject_at(size_t i, struct subject *ret)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    size_t n = 0;

    pthread_once(&once, make_usage_line_fields);
    while (facts_kinds[n] && n < i)
        n++;
    const struct kind *k = facts_kinds[n];
    if (k) {
        *ret = (struct subject){k->name, k->plural, k->label, k->shape, k, i};
        return true;
    }
    if (i == n)
        *ret = (struct subject){"usage", "usage", "Usage", SHAPE(usage_line), NULL, i};
    return i == n;
}

bool subject_find(const char *name, struct subject *ret)
{
    struct subject s;

    for (size_t i = 0; subject_at(i, &s); i++) {
        if (strcasecmp(s.name, name) == 0 || strcasecmp(s.plural, name) == 0) {
            *ret = s;
            return true;
        }
    }
    return false;
}

bool target_is_cents(const struct field *f)
{
    size_t n = strlen(f->name), tail = strlen(CENTS);
    return n > tail && strcmp(f->name + n - tail, CENTS) == 0;
}

/* "amount" for amount_cents. */
static bool is_units_name(const struct field *f, const char *name)
{
    return target_is_cents(f) && strlen(name) == strlen(f->name) - strlen(CENTS) &&
           str_starts(f->name, name);
}

static int unknown_target(const struct subject *subject, const char *name, struct err *err)
{
    const char *nearest = NULL;
    unsigned best = UINT32_MAX;

    FIELDS_EACH (f, subject->shape.fields) {
        unsigned distance = str_distance(f->name, name);
        if (!f->read_only && distance < best) {
            best = distance;
            nearest = f->name;
        }
    }
    return err_set(err, ERR_INVALID, name,
                   "there is no field \"%.60s\" in %s; the nearest is \"%s\"", name, subject->name,
                   nearest);
}

int target_find(const struct subject *subject, const char *name, struct arena *arena,
                struct target *ret, struct err *err)
{
    bool is_custom = str_starts(name, CUSTOM);

    FIELDS_EACH (f, subject->shape.fields) {
        if (f->read_only)
            continue;
        if (is_custom && strcmp(f->name, "custom") == 0 && name[strlen(CUSTOM)]) {
            *ret = (struct target){f, arena_strdup(arena, name + strlen(CUSTOM)), false};
            return 0;
        }
        if (strcmp(f->name, name) == 0 || is_units_name(f, name)) {
            *ret = (struct target){f, NULL, strcmp(f->name, name) != 0};
            return 0;
        }
    }
    return unknown_target(subject, name, err);
}

const char *target_name(const struct target *target, struct arena *arena)
{
    const char *name = target->field->name;

    return target->is_units ? arena_strndup(arena, name, strlen(name) - strlen(CENTS)) : name;
}

/* Is the folded header the next of the synonyms, which end at '|' or the text's end? */
static bool is_synonym(const char *folded, const char *synonym, size_t n)
{
    char text[HEADER_BYTES], other[HEADER_BYTES];

    if (n >= sizeof(text))
        return false;
    memcpy(text, synonym, n);
    text[n] = 0;
    return strcmp(word_fold(other, sizeof(other), text), folded) == 0;
}

int target_rank(const struct field *f, const char *header, bool *ret_is_units)
{
    char folded[HEADER_BYTES], name[HEADER_BYTES];
    int rank = 1;

    *ret_is_units = false;
    if (f->read_only || !*word_fold(folded, sizeof(folded), header))
        return TARGET_NO_RANK;
    if (strcmp(word_fold(name, sizeof(name), f->name), folded) == 0)
        return 0;
    *ret_is_units = target_is_cents(f);
    if (target_is_cents(f) && strncmp(name, folded, strlen(folded)) == 0 &&
        strcmp(name + strlen(folded), "cents") == 0)
        return 0;
    for (const char *s = f->synonyms; s && *s; rank++) {
        size_t n = strcspn(s, "|");
        if (is_synonym(folded, s, n))
            return rank;
        s += n + (s[n] == '|');
    }
    return TARGET_NO_RANK;
}

struct pair {
    int rank;
    size_t header, field;
    bool is_units;
};
struct pairs {
    struct pair *items;
    size_t n, cap;
};

static void add_pair(struct pairs *out, const struct field *f, struct pair p, const char *header)
{
    p.rank = target_rank(f, header, &p.is_units);
    if (p.rank != TARGET_NO_RANK)
        vec_push(out, p);
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return x->header < y->header ? -1 : x->header > y->header;
}

void target_match(const struct subject *subject, const char *const *headers, size_t n_headers,
                  bool *is_taken, struct header_match *ret)
{
    const struct field *fields = subject->shape.fields;
    struct pairs pairs = {0};

    for (size_t h = 0; h < n_headers; h++)
        for (size_t i = 0; fields[i].type != FIELD_T_END; i++)
            add_pair(&pairs, &fields[i], (struct pair){.header = h, .field = i}, headers[h]);
    if (pairs.n)
        qsort(pairs.items, pairs.n, sizeof(*pairs.items), compare_pairs);
    for (size_t i = 0; i < pairs.n; i++) {
        const struct pair *p = &pairs.items[i];
        struct header_match *m = &ret[p->header];
        if (m->target.field || is_taken[p->field])
            continue;
        is_taken[p->field] = true;
        m->target = (struct target){&fields[p->field], NULL, p->is_units};
        m->is_synonym = p->rank > 0;
    }
    vec_done(&pairs);
}
