/* The reader of matrices: what is accepted is written as JSON that makes the same matrix again, its
 * cells stand where their bands say, and whoever is known is placed in one; what is refused has a
 * sentence. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "fuzz.h"
#include "scoring/matrix/matrix_def.h"

#include <math.h>
#include <string.h>

static const char *const band_ids[] = {"low", "medium", "high"};

static void check_cells(const struct matrix_def *m)
{
    FUZZ_CHECK(m->n_cells == (size_t)(m->y->bands * m->x->bands));
    for (size_t k = 0; k < m->n_cells; k++) {
        int64_t y = (int64_t)k / m->x->bands, x = (int64_t)k % m->x->bands;
        FUZZ_CHECK(str_eq(m->cells[k].y, band_ids[m->y->bands == 2 ? 2 * y : y]));
        FUZZ_CHECK(str_eq(m->cells[k].x, band_ids[m->x->bands == 2 ? 2 * x : x]));
        FUZZ_CHECK(str_index(matrix_off_cells, m->cells[k].id) < 0);
        for (size_t other = 0; other < k; other++)
            FUZZ_CHECK(!str_eq(m->cells[other].id, m->cells[k].id));
    }
}

/* Every score of the range is in a band, and neighbours meet. */
static void check_places(const struct matrix_def *m, const struct card *y_card,
                         const struct card *x_card)
{
    enum { N = 5 };
    struct matrix_axis y, x;
    double at_y[N], at_x[N];
    int8_t place[N];
    struct err err = {0};

    if (matrix_def_axis(m->y, y_card, "y", &y, &err) < 0 ||
        matrix_def_axis(m->x, x_card, "x", &x, &err) < 0) {
        FUZZ_CHECK(err.code == ERR_INVALID && err.text[0]);
        return;
    }
    for (int i = 0; i < N; i++) {
        at_y[i] = y_card->low + (y_card->high - y_card->low) * i / (N - 1);
        at_x[i] = x_card->high - (x_card->high - x_card->low) * i / (N - 1);
    }
    at_x[2] = NAN;
    matrix_place(&y, &x, N, at_y, at_x, NULL, place);
    for (int i = 0; i < N; i++)
        FUZZ_CHECK(i == 2 ? place[i] == PLACE_NO_X : place[i] >= 0 && place[i] < (int)m->n_cells);
}

extern const char default_health_json[], default_maturity_json[];

static const struct card *built_in(const char *json, struct arena *arena)
{
    struct card *card;

    FUZZ_CHECK(card_parse(json, 1, dictionary_builtin(), arena, &card, NULL) == 0);
    return card;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *kept; /* as long as the process */
    static const struct card *health, *maturity;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct matrix_def *m, *back;
    struct err err = {0};

    if (!kept) {
        kept = arena_new();
        health = built_in(default_health_json, kept);
        maturity = built_in(default_maturity_json, kept);
    }
    if (memchr(data, '\0', size))
        return 0;
    if (matrix_def_parse(arena_strndup(arena, (const char *)data, size), arena, &m, &err) < 0) {
        FUZZ_CHECK(err.code == ERR_INVALID && err.text[0]);
        return 0;
    }
    check_cells(m);
    FUZZ_CHECK(matrix_def_parse(m->text, arena, &back, &err) == 0);
    FUZZ_CHECK(str_eq(m->text, back->text));
    check_places(m, health, maturity);
    check_places(m, maturity, health);
    return 0;
}
