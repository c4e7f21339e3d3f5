#include "scoring/matrix/preset.h"

#include "base/auto.h"
#include "base/str.h"

#define DEPENDS_ACTION                                                                          \
    "Invest where the account is worth it: both its lifetime value and its gross margin clear " \
    "the thresholds. Serve the others with what scales: webinars, guides, a shared inbox."

static const struct matrix_preset presets[] = {
    {"3x3",
     3,
     {
         {"let_churn", "Churn or let churn",
          "Do not throw good money after bad. Offer a fair way out or a plan that serves itself, "
          "and learn from the parting what kind of customer not to sell to.",
          "The relation is poor, and the customer lacks what it takes to get value from the "
          "product: rescue would cost more consulting than the account returns.",
          false},
         {"depends_rescue", "Rescue, if worth it", DEPENDS_ACTION,
          "The relation is poor, though the customer could get value with some help. Whether the "
          "rescue pays depends on what the account is worth.",
          true},
         {"save", "Save",
          "Act this week: an executive call, the blocking problems named and owned, a plan with "
          "dates. These customers know what good looks like and will take another vendor to it.",
          "The customer is able to get great value, yet the relation is poor: the fault is most "
          "likely ours, and can be mended.",
          false},
         {"depends_develop", "Develop, if worth it", DEPENDS_ACTION,
          "The relation is fair, but the customer needs much help to get value. Whether to give "
          "it depends on what the account is worth.",
          true},
         {"core", "Core",
          "Keep the rhythm: regular check-ins, the next useful feature, goals reviewed each "
          "quarter. Watch for the first sign of a move either way.",
          "Health and maturity are both in the middle, where most customers stand.", false},
         {"promote_solution", "Promote your solution",
          "Show what more the product can do: advanced features, the road ahead, a training made "
          "for this customer. They can make use of it at once.",
          "The customer is able, the relation only fair: they do not know or use enough of the "
          "product.",
          false},
         {"retain", "Retain",
          "Keep it pleasant and light: answer quickly, renew early, avoid change. Offer help with "
          "the basics of their function when they ask for it.",
          "The relation is good, but the customer is not yet able to do more with the product. "
          "Selling more now would sour it.",
          false},
         {"promote_maturity", "Promote maturity",
          "Help them run their function better: a maturity review together, advice, an "
          "introduction to a customer who is further on. Growth follows.",
          "The relation is good; what limits the value they get is how they work, not the "
          "product.",
          false},
         {"expand", "Expand and leverage",
          "Grow together: more teams, more products, a multi-year plan. Ask for the reference, "
          "the case study, the referral.",
          "The relation is good, and the customer can make use of everything there is.", false},
     }},
    {"2x2",
     2,
     {
         {"at_risk", "At risk",
          "Decide whether to let go. If not, agree on one small success within a month, and look "
          "again.",
          "The relation is poor, and the customer is not able to get much value soon.", false},
         {"raise_use", "Raise use by training",
          "Train them on what they do not use yet, tailored to their work; find out what keeps "
          "them from it.",
          "The customer is able, but does not use the product as it could.", false},
         {"consult", "Consult on their function",
          "Advise them on how to run their function: who is in charge, how work is done, how "
          "success is measured. The product can only carry what is there.",
          "The relation is good; the customer's own way of working is what holds it back.", false},
         {"happy", "Happy: expand",
          "Offer more: seats, teams, products. Ask for references and referrals.",
          "The relation is good, and the customer is able.", false},
     }},
};

const struct matrix_preset *matrix_preset(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(presets); i++)
        if (str_eq(presets[i].name, name))
            return &presets[i];
    return NULL;
}
