/* scoring.h: what the application wires in: the endpoint tables of this wing. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint settings_endpoints[], metric_endpoints[], view_endpoints[],
    score_endpoints[], matrix_endpoints[], matrices_endpoints[], card_endpoints[],
    explain_endpoints[], portfolio_endpoints[], segment_endpoints[], ledger_endpoints[],
    own_endpoints[], draft_endpoints[], whatif_endpoints[], prospect_endpoints[],
    maturity_endpoints[], results_endpoints[];
