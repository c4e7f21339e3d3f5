/* usage_amount.h: numbers that stand in events, as they are added up: in whole millionths and 128
 * bits, so that a sum is exact, cannot run over, and is the same in whatever order it is made.
 *
 * A number is a JSON number, or a text that holds exactly one ("12.50": forms and some clients send
 * them so). All else is none: true, null, lists, objects, "1,000", "5 EUR", "NaN", and what is
 * larger than USAGE_AMOUNT_MOST either way (1e999). More than six places behind the point are
 * rounded, halves away from zero.
 *
 * Threads: any. Units: usage_amount is millionths. */
#pragma once
#include "base/text.h"

__extension__ typedef __int128 usage_amount;
__extension__ typedef unsigned __int128 usage_amount_bits;

#define USAGE_AMOUNT_ONE  ((usage_amount)1000000)
#define USAGE_AMOUNT_MOST ((usage_amount)1000000000000000 * USAGE_AMOUNT_ONE) /* 10^15 */

/* value: JSON that was checked before (json/walk.h). False if it is no number. */
bool usage_amount_read(struct text value, usage_amount *ret);
/* The number at a path in a JSON object that was checked: "amount", "order.total". */
bool usage_amount_at(struct text object, const char *path, usage_amount *ret);

static inline double usage_amount_value(usage_amount a)
{
    return (double)a / (double)USAGE_AMOUNT_ONE;
}
