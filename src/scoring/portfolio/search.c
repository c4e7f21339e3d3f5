/* Finding accounts by a few letters. */
#include "json/filter.h"
#include "scoring/portfolio/chosen.h"

#include <string.h>
#include <strings.h>

/* How good a hit is, best first. */
enum rank { RANK_BEGINS, RANK_WORD, RANK_ANYWHERE, RANK_NONE };

struct hit {
    enum rank rank;
    double arr;
    const char *key;
    size_t row;
};

/* Letters and digits of ASCII, and every byte of other characters. */
static bool is_word_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static enum rank rank_in(const char *text, const char *q, size_t q_n)
{
    if (!text || !filter_contains(text, q))
        return RANK_NONE;
    if (strncasecmp(text, q, q_n) == 0)
        return RANK_BEGINS;
    for (const char *at = text + 1; *at; at++)
        if (!is_word_part(at[-1]) && strncasecmp(at, q, q_n) == 0)
            return RANK_WORD;
    return RANK_ANYWHERE;
}

static enum rank rank_of(const struct account_table *a, size_t row, const char *q, size_t q_n)
{
    enum rank name = rank_in(a->text[ATTR_NAME][row], q, q_n);
    enum rank key = rank_in(a->text[ATTR_KEY][row], q, q_n);
    enum rank owner = rank_in(a->text[ATTR_OWNER][row], q, q_n);

    /* An owner's name is no account's: it never comes before a word of a name. */
    if (owner == RANK_BEGINS)
        owner = RANK_WORD;
    enum rank best = name < key ? name : key;
    return best < owner ? best : owner;
}

static bool is_better(const struct hit *a, const struct hit *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank;
    if (a->arr != b->arr)
        return a->arr > b->arr;
    return strcmp(a->key, b->key) < 0;
}

/* Puts a hit where it belongs among the best so far. */
static void keep_best(struct hit *hits, size_t *n, const struct hit *hit)
{
    size_t at = *n;

    while (at > 0 && is_better(hit, &hits[at - 1]))
        at--;
    if (at == SEARCH_HITS_MAX)
        return;
    *n += *n < SEARCH_HITS_MAX;
    memmove(&hits[at + 1], &hits[at], (*n - at - 1) * sizeof(*hits));
    hits[at] = *hit;
}

int portfolio_search(const struct portfolio_source *source, const char *q, struct search_hits *ret,
                     struct err *err)
{
    struct hit hits[SEARCH_HITS_MAX];
    const struct snapshot *s;
    size_t n = 0, q_n = strlen(q);
    int rc = snapshot_get(source->snapshots, source->conn, source->today, SNAPSHOT_KEPT,
                          source->arena, &s, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < s->n; i++) {
        double arr = s->kept[KEPT_ARR][i];
        const struct hit hit = {rank_of(s->accounts, i, q, q_n), isnan(arr) ? 0 : arr,
                                s->accounts->text[ATTR_KEY][i], i};
        if (hit.rank != RANK_NONE)
            keep_best(hits, &n, &hit);
    }
    *ret = (struct search_hits){ARENA_ARRAY(source->arena, n, struct search_hit), n};
    for (size_t k = 0; k < n; k++) {
        size_t row = hits[k].row;
        double health = s->kept[KEPT_HEALTH][row];
        ret->items[k] = (struct search_hit){
            .key = hits[k].key,
            .name = s->accounts->text[ATTR_NAME][row],
            .owner = s->accounts->text[ATTR_OWNER][row],
            .health = health,
            .health_band = snapshot_band(s, CARD_HEALTH, row),
            .health_coverage_pct = 100 * s->kept[KEPT_HEALTH_COVERAGE][row],
            .health_freshness_days = chosen_whole(s->kept[KEPT_HEALTH_FRESHNESS][row]),
            .health_card = snapshot_card_told(s, CARD_HEALTH, row, source->arena),
            .arr_cents = chosen_cents(s->kept[KEPT_ARR][row]),
        };
    }
    return 0;
}
