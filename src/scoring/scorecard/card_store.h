/* card_store.h: the life of a card: draft, published, retired.
 *
 * Each key has versions. At most one of them is a draft, which is changed until it is published,
 * and at most one is published; publishing retires the one before. What was ever published stays
 * readable and never changes. A draft's `revision` counts its changes; whoever saves, publishes or
 * deletes it says which one was seen, so that nobody overwrites what somebody else did meanwhile.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: in the arena.
 * Errors:    ERR_INVALID with the place; ERR_NOT_FOUND; ERR_CONFLICT if it changed meanwhile, is
 *            there already, or may not go. */
#pragma once
#include "access/audit.h"
#include "scoring/scorecard/cards.h"
#include "scoring/select/segment_use.h"

#define CARDS_MAX 100 /* keys */

extern const char *const card_states[]; /* draft published retired NULL */

/* A version of a card without its definition. */
struct card_summary {
    const char *key, *name, *kind, *segment;
    int64_t version;
    const char *state;
    int64_t position; /* of published ones among those of the kind; the default is last */
    int64_t revision; /* of a draft */
    const char *note; /* what was said when it was published */
    int64_t updated;
    const char *updated_by;
    int64_t published;
    const char *published_by;
    int64_t retired;
};
extern const struct field card_summary_fields[];
/* All versions: by kind and position, the newest first; key NULL: of all keys. */
int card_versions(struct conn *c, const char *key, struct arena *arena, struct card_summary **ret,
                  size_t *ret_n, struct err *err);
/* One version; 0: the published one. */
int card_version(struct conn *c, const char *key, int64_t version, struct arena *arena,
                 struct card **ret, struct err *err);

struct card_draft {
    struct card_summary *summary;
    struct card *card;
};
int card_draft_load(struct conn *c, const char *key, struct arena *arena, struct card_draft *ret,
                    struct err *err);

/* Checks what takes the database: that fields, segment and kind fit what is there. The card was
 * compiled before. */
int card_check(struct conn *c, const struct card *card, struct arena *arena, struct err *err);

/* A new draft of the card's key. ERR_CONFLICT if there is one. */
int card_draft_create(const struct act *act, struct card *card, struct err *err);
/* A draft that begins as the published version, or as the newest retired one. */
int card_draft_begin(const struct act *act, const char *key, struct err *err);
int card_draft_save(const struct act *act, const char *key, int64_t revision, struct card *card,
                    struct err *err);
int card_draft_delete(const struct act *act, const char *key, int64_t revision, struct err *err);
int card_publish(const struct act *act, const char *key, int64_t revision, const char *note,
                 struct err *err);
/* The defaults of health and maturity stay: somebody must score whom no other card serves. */
int card_retire(const struct act *act, const char *key, struct err *err);
/* The cards that serve a segment: a segment_user (select/segment_use.h). */
int cards_use_segment(struct conn *c, const char *segment, struct segment_uses *uses,
                      struct err *err);
/* ERR_CONFLICT on "filter" if the segment of a card would depend on scores. */
int cards_check_segments(struct conn *c, struct segments *segments, struct arena *arena,
                         struct err *err);
/* The order in which the published cards of a kind are asked; keys: all but the default's. */
int cards_order(const struct act *act, const char *kind, const char *const *keys, size_t n,
                struct err *err);
