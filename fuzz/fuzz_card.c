/* The reader of scorecards: what is accepted is written as JSON that makes the same card again, and
 * scores within its range; what is refused has a sentence. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "fuzz.h"
#include "scoring/scorecard/card.h"

#include <math.h>
#include <string.h>

#define ACCOUNTS 3

/* Scores three accounts: with nothing known, with small and with large values. */
static void check_scores(const struct card *card)
{
    static const double tenure[ACCOUNTS] = {NAN, 3, 1e6};
    double values[CARD_MEASURES_MAX][ACCOUNTS], score[ACCOUNTS], coverage[ACCOUNTS];
    const double *columns[CARD_MEASURES_MAX];

    for (size_t m = 0; m < card->math.n_measures; m++) {
        values[m][0] = NAN;
        values[m][1] = (double)m - 10;
        values[m][2] = m % 3 ? 1e12 : NAN;
        columns[m] = values[m];
    }
    card_score(&card->math, columns, tenure, ACCOUNTS, score, coverage);
    FUZZ_CHECK(isnan(score[0]) && coverage[0] == 0);
    for (int i = 0; i < ACCOUNTS; i++) {
        /* Rounding may leave the range by a little of its largest end. */
        double slack = 1e-9 * (1 + fabs(card->low) + fabs(card->high));
        FUZZ_CHECK(isnan(score[i]) ||
                   (score[i] >= card->low - slack && score[i] <= card->high + slack));
        FUZZ_CHECK(isnan(score[i]) == (card_band_id(card, score[i]) == NULL) ||
                   score[i] < card->low || score[i] > card->high);
        FUZZ_CHECK(coverage[i] >= 0 && coverage[i] <= 1 + 1e-9);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF text = {0};
    AUTO_BUF again = {0};
    struct card *card, *back;
    struct err err = {0};

    if (memchr(data, '\0', size))
        return 0;
    if (card_parse(arena_strndup(arena, (const char *)data, size), 7, dictionary_builtin(), arena,
                   &card, &err) < 0) {
        FUZZ_CHECK(err.code == ERR_INVALID && err.text[0]);
        return 0;
    }
    fields_write(card_fields, card, &text);
    FUZZ_CHECK(card_parse(buf_text(&text), 7, dictionary_builtin(), arena, &back, &err) == 0);
    fields_write(card_fields, back, &again);
    FUZZ_CHECK(str_eq(buf_text(&text), buf_text(&again)));
    check_scores(card);
    return 0;
}
