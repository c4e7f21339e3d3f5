#include "facts/facts.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/advocacy/advocacy.h"
#include "facts/assessment/assessment.h"
#include "facts/campaign/campaign_touch.h"
#include "facts/churn/churn.h"
#include "facts/contact/contact.h"
#include "facts/goal/goal.h"
#include "facts/goal/measurement.h"
#include "facts/interaction/interaction.h"
#include "facts/opportunity/opportunity.h"
#include "facts/revenue/invoice.h"
#include "facts/revenue/subscription.h"
#include "facts/survey/response.h"
#include "facts/ticket/ticket.h"
#include "facts/usage/usage_event.h"

const struct kind *const facts_kinds[] = {
    &account_kind,     &contact_kind,     &subscription_kind, &invoice_kind,
    &ticket_kind,      &interaction_kind, &assessment_kind,   &churn_kind,
    &usage_event_kind, &goal_kind,        &measurement_kind,  &campaign_touch_kind,
    &advocacy_kind,    &opportunity_kind, &response_kind,     NULL,
};

const struct kind *facts_kind(const char *name)
{
    for (const struct kind *const *k = facts_kinds; *k; k++)
        if (str_eq((*k)->name, name) || str_eq((*k)->plural, name))
            return *k;
    return NULL;
}
