#include "app/endpoints.h"

#include "action/survey/survey_api.h"
#include "app/access_api.h"
#include "app/jobs_api.h"
#include "app/status_api.h"
#include "facts/facts.h"
#include "facts/kind/custom_api.h"
#include "facts/kind/kind_api.h"
#include "facts/survey/instrument_api.h"
#include "facts/usage/usage_api.h"
#include "forecast/forecast.h"
#include "http/system_api.h"
#include "intake/apply/aside_api.h"
#include "intake/apply/event_live_api.h"
#include "intake/apply/event_settings.h"
#include "intake/csv/import_api.h"
#include "intake/csv/mapping_api.h"
#include "intake/event/event_api.h"
#include "intake/source/source_api.h"
#include "notify/mail_settings.h"
#include "scoring/scoring.h"

#include <assert.h>

#define TABLES_MAX 64

static void add(const struct endpoint **tables, size_t *n, const struct endpoint *table)
{
    assert(*n < TABLES_MAX);
    tables[(*n)++] = table;
}

const struct endpoint_set *endpoints_all(void)
{
    static const struct endpoint *const fixed[] = {
        system_endpoints,         status_endpoints,   access_endpoints,   jobs_endpoints,
        custom_endpoints,         usage_endpoints,    settings_endpoints, metric_endpoints,
        view_endpoints,           score_endpoints,    matrix_endpoints,   import_endpoints,
        mapping_endpoints,        card_endpoints,     explain_endpoints,  portfolio_endpoints,
        segment_endpoints,        matrices_endpoints, ledger_endpoints,   own_endpoints,
        draft_endpoints,          whatif_endpoints,   source_endpoints,   event_endpoints,
        prospect_endpoints,       aside_endpoints,    mend_endpoints,     event_live_endpoints,
        event_settings_endpoints, revenue_endpoints,  mail_endpoints,     retention_endpoints,
        simulate_endpoints,       renewals_endpoints, value_endpoints,    instrument_endpoints,
        risk_endpoints,           lab_endpoints,      survey_endpoints,   survey_settings_endpoints,
        survey_page_endpoints,    cohort_endpoints,   maturity_endpoints, results_endpoints,
    };
    static const struct endpoint *tables[TABLES_MAX];
    static struct endpoint_set set = {tables, 0};

    if (set.n)
        return &set;
    static struct arena *arena; /* for as long as the process lives */
    arena = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
        add(tables, &set.n, fixed[i]);
    for (const struct kind *const *k = facts_kinds; *k; k++)
        add(tables, &set.n, kind_endpoints(*k, arena));
    return &set;
}
