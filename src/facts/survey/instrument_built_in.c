#include "facts/survey/instrument_built_in.h"

#include "base/str.h"

/* Made by tools/text2c.py from the files in instruments/. */
extern const char maturity_json[], maturity_short_json[], nps_json[], csat_json[], ces_json[],
    onboarding_json[], check_in_json[];

const char *const instrument_built_in_ids[BUILT_INS] = {
    "maturity", "maturity_short", "nps", "csat", "ces", "onboarding", "check_in",
};

const char *instrument_built_in(const char *id)
{
    const char *const texts[BUILT_INS] = {
        maturity_json, maturity_short_json, nps_json,      csat_json,
        ces_json,      onboarding_json,     check_in_json,
    };

    for (size_t k = 0; k < BUILT_INS; k++)
        if (str_eq(instrument_built_in_ids[k], id))
            return texts[k];
    return NULL;
}
