/* Cells of a CSV file as dates and numbers, a column of them, one a line: what is read is within
 * bounds, what a column's guess says fits its values, and a canonical spelling reads as itself. */
#include "base/day.h"
#include "fuzz.h"
#include "intake/csv/value_date.h"
#include "intake/csv/value_number.h"
#include "intake/csv/value_word.h"

#include <string.h>

static void check_date(const char *s, enum date_order order)
{
    struct date_value v, back;
    char day[16];

    if (!date_read(s, order, &v))
        return;
    FUZZ_CHECK(v.day >= DAY_MIN && v.day <= DAY_MAX);
    FUZZ_CHECK(v.clock_ms >= 0 && v.clock_ms <= DAY_MS);
    int64_t time = date_time(&v);
    FUZZ_CHECK(time > (DAY_MIN - 2) * DAY_MS && time < (DAY_MAX + 3) * DAY_MS);
    FUZZ_CHECK(date_read(day_format(v.day, day), DATE_ORDER_NONE, &back) && back.day == v.day);
}

static void check_number(const char *s, char mark)
{
    struct decimal d;
    int64_t cents;

    if (!number_read(s, mark, &d))
        return;
    FUZZ_CHECK(d.scale >= 0 && d.scale <= 18);
    double v = decimal_to_f64(d);
    FUZZ_CHECK(v == v);
    if (decimal_to_i64(d, 2, &cents))
        FUZZ_CHECK((double)cents >= v * 100 - 1e6 - 1 && (double)cents <= v * 100 + 1e6 + 1);
    if (decimal_is_whole(d) && decimal_to_i64(d, 0, &cents) && cents < 1000000000)
        FUZZ_CHECK((double)cents == v);
}

static void check_cell(const char *s, struct date_guess *dates, struct number_guess *numbers)
{
    int64_t loose = dates->loose, fixed = dates->fixed;
    struct date_value v;
    char folded[32];

    date_look(dates, s);
    number_look(numbers, s);
    for (int order = DATE_ORDER_NONE; order < DATE_ORDERS; order++)
        check_date(s, (enum date_order)order);
    if (dates->loose > loose)
        FUZZ_CHECK(!date_read(s, DATE_ORDER_NONE, &v));
    FUZZ_CHECK(dates->loose + dates->fixed <= loose + fixed + 1);
    check_number(s, '.');
    check_number(s, ',');
    FUZZ_CHECK(word_truth(s) >= -1 && word_truth(s) <= 1);
    FUZZ_CHECK(!word_is_missing(s, true) || word_is_missing(s, false));
    FUZZ_CHECK(strlen(word_fold(folded, sizeof(folded), s)) <= strlen(s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct date_guess dates = {0};
    struct number_guess numbers = {0};
    enum date_order order = DATE_ORDER_NONE;
    char cell[256];
    int64_t cells = 0;

    while (size) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t n = end ? (size_t)(end - data) : size,
               kept = n < sizeof(cell) ? n : sizeof(cell) - 1;
        memcpy(cell, data, kept);
        cell[kept] = 0;
        check_cell(cell, &dates, &numbers);
        cells++;
        n += end != NULL;
        data += n;
        size -= n;
    }
    FUZZ_CHECK(dates.loose + dates.fixed <= cells && numbers.numbers <= cells);
    if (date_decide(&dates, &order) == DATE_CLEAR)
        FUZZ_CHECK(order > DATE_ORDER_NONE && order < DATE_ORDERS);
    char mark = number_mark(&numbers);
    FUZZ_CHECK(mark == 0 || mark == '.' || mark == ',');
    return 0;
}
