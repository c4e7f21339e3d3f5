/* Days, times and numbers as they come in from people: whatever is accepted reads back as itself.
 */
#include "base/day.h"
#include "base/str.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[64], out[32];
    int32_t day, day_back;
    int64_t ms, ms_back, number;
    double real;
    size_t n = size < sizeof(text) - 1 ? size : sizeof(text) - 1;

    memcpy(text, data, n);
    text[n] = 0;
    if (day_parse(text, &day)) {
        FUZZ_CHECK(day >= DAY_MIN && day <= DAY_MAX);
        FUZZ_CHECK(strcmp(day_format(day, out), text) == 0);
        FUZZ_CHECK(day_parse(out, &day_back) && day_back == day);
    }
    if (time_parse(text, &ms) && day_of_time(ms) >= DAY_MIN && day_of_time(ms) <= DAY_MAX) {
        FUZZ_CHECK(time_parse(time_format(ms, out), &ms_back) && ms_back == ms);
    }
    if (str_to_i64(text, &number)) {
        FUZZ_CHECK(str_to_f64(text, &real) && isfinite(real));
    }
    if (str_is_utf8(text, n)) {
        str_copy(out, 8, text);
        FUZZ_CHECK(str_is_utf8(out, strlen(out)));
    }
    return 0;
}
