#include "facts/contact/contact.h"
#include "facts/interaction/interaction.h"
#include "intake/sample/sample_facts.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *title, *group, *role;
    double chance;
} posts[] = {
    {"Chief operating officer", "Executives", "executive_sponsor", .72},
    {"Head of process excellence", "Operations", "decision_maker", .95},
    {"Process manager", "Operations", "champion", .85},
    {"Business analyst", "Analysts", "power_user", .9},
    {"Quality manager", "Quality", "power_user", .6},
    {"IT application owner", "IT", NULL, .5},
    {"Compliance officer", "Compliance", NULL, .35},
    {"Finance controller", "Finance", "detractor", .12},
};

int sample_put_contact(struct sample_sink *s, size_t post, int32_t joined, int32_t gone,
                       struct err *err)
{
    struct sample_account *a = s->account;
    struct contact row;
    const char *first, *last;

    sample_person(&a->rng, &first, &last);
    fields_init(contact_fields, &row);
    row.key = sample_key(s, "C");
    row.account = a->key;
    row.name = arena_printf(s->arena, "%s %s", first, last);
    row.email = arena_printf(s->arena, "%s.%s.%lld@%s", first, last, (long long)s->n_keys,
                             sample_domain(a->name, s->arena));
    row.title = posts[post].title;
    row.stakeholder_group = posts[post].group;
    if (posts[post].role) {
        row.roles = ARENA_ARRAY(s->arena, 1, const char *);
        row.roles[0] = posts[post].role;
        row.n_roles = 1;
    }
    row.joined = joined;
    row.left_day = gone;
    s->contact_joined[s->n_contacts] = joined;
    s->contact_left[s->n_contacts] = gone;
    s->contact_keys[s->n_contacts++] = row.key;
    s->result->contacts++;
    return sample_put(s, &contact_kind, &row, err);
}

/* The champion is replaced a month or two after leaving, in three cases of four. */
static int put_champions(struct sample_sink *s, size_t post, struct err *err)
{
    struct sample_account *a = s->account;
    int32_t joined = a->start;
    int rc = 0;

    for (size_t k = 0; rc == 0 && k < a->n_months; k++) {
        int32_t day = a->from + (int32_t)k * 30;
        /* The one who left may not have a successor yet, who then cannot leave. */
        if (!a->champion_left[k] || day >= a->until || joined == DAY_NONE || day < joined)
            continue;
        rc = sample_put_contact(s, post, joined, day, err);
        int32_t next = day + (int32_t)rng_between(&a->rng, 30, 75);
        joined = next < a->until && rng_chance(&a->rng, .75) ? next : DAY_NONE;
    }
    return rc < 0 || joined == DAY_NONE ? rc : sample_put_contact(s, post, joined, DAY_NONE, err);
}

void sample_contacts_room(struct sample_sink *s, size_t n)
{
    s->contact_keys = ARENA_ARRAY(s->arena, n, const char *);
    s->contact_joined = ARENA_ARRAY(s->arena, n, int32_t);
    s->contact_left = ARENA_ARRAY(s->arena, n, int32_t);
    s->n_contacts = 0;
}

static int put_contacts(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    int rc = 0;

    sample_contacts_room(s, ARRAY_LEN(posts) + SAMPLE_MONTHS_MAX);
    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(posts); i++) {
        if (!rng_chance(&a->rng, posts[i].chance))
            continue;
        if (posts[i].role && !strcmp(posts[i].role, "champion"))
            rc = put_champions(s, i, err);
        else
            rc = sample_put_contact(s, i, a->start, DAY_NONE, err);
    }
    return rc;
}

static const struct {
    const char *kind, *direction;
    const char *summaries[4];
} talks[] = {
    {"check_in",
     "two_way",
     {"Monthly check-in", "Went through open points", "Talked about next steps",
      "Roadmap questions"}},
    {"email",
     "outbound",
     {"Sent the release notes", "Shared a how-to", "Asked for feedback", "Followed up"}},
    {"email",
     "inbound",
     {"Question about permissions", "Asked for a report", "Wants more seats",
      "Asked about pricing"}},
    {"call",
     "two_way",
     {"Call about an open ticket", "Short call on usage", "Helped with set-up",
      "Talked about training"}},
    {"business_review",
     "two_way",
     {"Quarterly business review", "Reviewed goals with the sponsor", "Looked at value achieved",
      "Planned the next quarter"}},
};

int sample_put_talk(struct sample_sink *s, size_t kind, int32_t day, struct err *err)
{
    struct sample_account *a = s->account;
    struct interaction row;
    double h = sample_health(a, day);

    fields_init(interaction_fields, &row);
    row.key = sample_key(s, "N");
    row.account = a->key;
    row.kind = talks[kind].kind;
    row.direction = talks[kind].direction;
    row.at = sample_time(s, day);
    row.summary = talks[kind].summaries[rng_below(&a->rng, 4)];
    row.author = a->owner;
    if (strcmp(row.direction, "outbound") != 0)
        row.sentiment = (int64_t)sample_clamp(round(.1 + .9 * h + .7 * rng_normal(&a->rng)), -2, 2);
    if (s->n_contacts > 0) {
        /* A business review is with the first contact made, the sponsor where there is one. */
        size_t with = kind == 4 ? 0 : (size_t)rng_below(&a->rng, (int64_t)s->n_contacts);
        row.contacts = ARENA_ARRAY(s->arena, 1, const char *);
        row.contacts[0] = s->contact_keys[with];
        row.n_contacts = 1;
    }
    s->result->interactions++;
    return sample_put(s, &interaction_kind, &row, err);
}

/* How often they talk: large customers more, and those who do badly answer less. */
static int put_talks(struct sample_sink *s, struct err *err)
{
    struct sample_account *a = s->account;
    double size = sample_clamp(log((double)a->seats) / log(40), .5, 1.6);
    int rc = 0;

    for (size_t k = 0; rc == 0 && k < a->n_months; k++) {
        double warmth = sample_logistic(1.2 * a->health[k] + .2);
        const double means[] = {.9 * size * warmth, 1.1 * size, .8 * size * warmth,
                                .5 * size * warmth, k % 3 == 0 ? .8 * warmth * size : 0};
        for (size_t kind = 0; rc == 0 && kind < ARRAY_LEN(means); kind++) {
            for (int64_t n = rng_poisson(&a->rng, means[kind]); rc == 0 && n > 0; n--) {
                int32_t day = a->from + (int32_t)k * 30 + (int32_t)rng_below(&a->rng, 30);
                if (day < a->until && day_weekday(day) < 5)
                    rc = sample_put_talk(s, kind, day, err);
            }
        }
    }
    return rc;
}

int sample_people_facts(struct sample_sink *s, struct err *err)
{
    int rc = put_contacts(s, err);

    return rc < 0 ? rc : put_talks(s, err);
}
