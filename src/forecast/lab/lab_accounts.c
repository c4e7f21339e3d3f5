/* Who left while the first card had them green, and who was red and stayed. */
#include "forecast/lab/lab_judge.h"
#include "lab_accounts_sql.h"

#include <math.h>
#include <stdlib.h>

#define CENTS 100

struct found {
    uint32_t row;
    double arr;
};

static int by_arr(const void *a, const void *b)
{
    const struct found *x = a, *y = b;

    return x->arr != y->arr ? (x->arr < y->arr ? 1 : -1) : (x->row > y->row) - (x->row < y->row);
}

/* The last row of each account for which it holds; of the red ones only accounts that never left.
 */
static size_t find(const struct lab_judging *j, bool is_green, struct found *ret)
{
    size_t clusters = j->rows->clusters, n = 0;
    int64_t *last = mem_alloc(mem_product(clusters + 1, sizeof(*last)));
    bool *has_left = mem_zalloc(clusters + 1);
    int8_t green = (int8_t)(j->rows->cards[0].shown->n_bands - 1);

    for (size_t c = 0; c < clusters; c++)
        last[c] = -1;
    for (size_t i = 0; i < j->n; i++) {
        const struct lab_row *row = &j->rows->rows.items[i];
        has_left[row->cluster] |= row->has_left;
        if (row->band[0] != (is_green ? green : 0) || row->has_left != is_green)
            continue;
        int64_t *at = &last[row->cluster];
        if (*at < 0 || j->rows->rows.items[*at].day < row->day)
            *at = (int64_t)i;
    }
    for (size_t c = 0; c < clusters; c++)
        if (last[c] >= 0 && has_left[c] == is_green) {
            double arr = j->rows->rows.items[last[c]].arr;
            ret[n++] = (struct found){(uint32_t)last[c], isnan(arr) ? -1 : arr};
        }
    mem_free(last);
    mem_free(has_left);
    if (n > 1)
        qsort(ret, n, sizeof(*ret), by_arr);
    return n;
}

static const struct field name_fields[] = {
    FIELD_STR(struct lab_account, key),
    FIELD_STR(struct lab_account, name),
    FIELD_END,
};

static int name_account(struct conn *c, const struct lab_judging *j, const struct found *found,
                        struct lab_account *ret, struct err *err)
{
    const struct lab_row *row = &j->rows->rows.items[found->row];
    int rc = db_one(c, sql_lab_account_name, DB_ARGS(DB_I64("id", row->account)), name_fields, ret,
                    j->arena, err);

    ret->day = row->day;
    ret->score = row->score[0];
    ret->band = j->rows->cards[0].shown->bands[row->band[0]].label;
    ret->arr_cents = isnan(row->arr) ? I64_NONE : llround(CENTS * row->arr);
    return rc;
}

/* Accounts that were deleted meanwhile have no name and are passed over. */
static int name_all(struct conn *c, const struct lab_judging *j, const struct found *found,
                    size_t n, struct lab_account *ret, size_t *ret_n, struct err *err)
{
    for (size_t k = 0; k < n && *ret_n < LAB_ACCOUNTS; k++) {
        int rc = name_account(c, j, &found[k], &ret[*ret_n], err);
        if (rc < 0 && rc != ERR_NOT_FOUND)
            return rc;
        *ret_n += rc >= 0;
    }
    return 0;
}

int lab_list_accounts(struct db *db, struct lab_judging *j, struct lab *ret, struct err *err)
{
    struct found *green = ARENA_ARRAY(j->arena, j->rows->clusters, struct found);
    struct found *red = ARENA_ARRAY(j->arena, j->rows->clusters, struct found);
    size_t n_green = find(j, true, green), n_red = find(j, false, red);
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    ret->left_green = ARENA_ARRAY(j->arena, LAB_ACCOUNTS, struct lab_account);
    ret->stayed_red = ARENA_ARRAY(j->arena, LAB_ACCOUNTS, struct lab_account);
    ret->left_green_accounts = (int64_t)n_green;
    ret->stayed_red_accounts = (int64_t)n_red;
    if (rc < 0)
        return rc;
    rc = name_all(c, j, green, n_green, ret->left_green, &ret->n_left_green, err);
    if (rc >= 0)
        rc = name_all(c, j, red, n_red, ret->stayed_red, &ret->n_stayed_red, err);
    db_read_end(c);
    return rc;
}
