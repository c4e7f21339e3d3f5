#include "intake/sample/sample_world.h"

#include <ctype.h>
#include <string.h>

/* Invented: two halves make a name, so that no real company is meant. */
static const char *const heads[] = {
    "Alder",   "Amber",  "Arc",    "Ash",    "Bay",    "Beacon",  "Birch",  "Blue",  "Bright",
    "Cedar",   "Cinder", "Clear",  "Cobalt", "Coral",  "Crest",   "Dawn",   "Delta", "Dove",
    "Echo",    "Elm",    "Ember",  "Fern",   "Flint",  "Forge",   "Fox",    "Glen",  "Grand",
    "Grove",   "Harbor", "Haven",  "Hazel",  "High",   "Iron",    "Ivy",    "Jade",  "Juniper",
    "Kestrel", "Lake",   "Lark",   "Laurel", "Linden", "Lumen",   "Maple",  "Mason", "Meadow",
    "Mill",    "Moss",   "North",  "Oak",    "Opal",   "Orchard", "Pearl",  "Pine",  "Prime",
    "Quartz",  "Quill",  "Raven",  "Reed",   "Ridge",  "River",   "Rowan",  "Sable", "Salt",
    "Silver",  "Slate",  "Spruce", "Stone",  "Summit", "Swift",   "Tide",   "True",  "Vale",
    "Verdant", "West",   "Willow", "Wind",   "Winter", "Wren",    "Yarrow", "Zephyr"};
static const char *const tails[] = {"bridge", "brook", "craft", "field", "ford", "gate",  "hill",
                                    "house",  "land",  "line",  "mark",  "mere", "point", "port",
                                    "shore",  "side",  "span",  "stead", "view", "works", "wood",
                                    "worth",  "yard",  "well",  "stone"};
static const char *const kinds[] = {"Group",     "Partners",  "Systems", "Labs",
                                    "Holdings",  "Logistics", "Foods",   "Health",
                                    "Financial", "Software",  "Energy",  "Industries",
                                    "Media",     "Insurance", "Retail",  "Engineering"};
static const char *const first_names[] = {
    "Ada",   "Amir",  "Ana",   "Ben",    "Carla", "Chen", "Dana",  "Diego", "Elif",
    "Emma",  "Farid", "Freya", "Grace",  "Hana",  "Hugo", "Ines",  "Ivan",  "Jonas",
    "Kofi",  "Lena",  "Liam",  "Lucia",  "Maria", "Mei",  "Milan", "Nadia", "Noah",
    "Nora",  "Omar",  "Paula", "Priya",  "Quinn", "Ravi", "Rosa",  "Samir", "Sofia",
    "Tariq", "Tess",  "Uma",   "Viktor", "Wanda", "Yuki", "Zara",  "Zoe"};
static const char *const last_names[] = {
    "Abbott",  "Adeyemi", "Bauer",  "Berg",   "Castro",  "Chan",   "Costa",   "Dubois", "Eriksen",
    "Fischer", "Fraser",  "Garcia", "Haas",   "Ibrahim", "Jansen", "Kaur",    "Keller", "Kim",
    "Lang",    "Lopez",   "Martin", "Mehta",  "Moreau",  "Nguyen", "Novak",   "Okafor", "Olsen",
    "Park",    "Pereira", "Quist",  "Reyes",  "Rossi",   "Sato",   "Schmidt", "Silva",  "Singh",
    "Tanaka",  "Taylor",  "Usman",  "Vargas", "Weber",   "Wong",   "Yilmaz",  "Zhang"};
static const char *const owners[] = {"Amelia Stone", "Jonas Richter", "Priya Nair",
                                     "Marcus Webb",  "Sofia Almeida", "Kenji Mori"};

#define PICK(rng, list) (list)[rng_below((rng), (int64_t)ARRAY_LEN(list))]

const char *sample_company_name(struct rng *rng, int64_t index, struct arena *arena)
{
    /* Stepping by 1,237, which shares no factor with the 2,000 pairs, visits every pair once before
     * any comes again; after that a number makes the name unique. */
    const int64_t pairs = (int64_t)(ARRAY_LEN(heads) * ARRAY_LEN(tails));
    int64_t pair = index * 1237 % pairs, round = index / pairs;
    const char *head = heads[pair % (int64_t)ARRAY_LEN(heads)];
    const char *tail = tails[pair / (int64_t)ARRAY_LEN(heads)];

    if (round > 0)
        return arena_printf(arena, "%s%s %s %lld", head, tail, PICK(rng, kinds),
                            (long long)round + 1);
    return arena_printf(arena, "%s%s %s", head, tail, PICK(rng, kinds));
}

void sample_person(struct rng *rng, const char **ret_first, const char **ret_last)
{
    *ret_first = PICK(rng, first_names);
    *ret_last = PICK(rng, last_names);
}

const char *sample_owner(struct rng *rng)
{
    return PICK(rng, owners);
}

const char *sample_domain(const char *company, struct arena *arena)
{
    char *domain = arena_strdup(arena, company), *to = domain;

    for (const char *s = company; *s; s++)
        if (isalnum((unsigned char)*s))
            *to++ = (char)tolower((unsigned char)*s);
    *to = 0;
    return arena_printf(arena, "%.24s.example", domain);
}
