/* outbox.h: the mails of surveys, each of which goes out once or not at all.
 *
 *     waiting → sending → sent            the mail server has it
 *        ↑         ├────→ refused         it never will take it for this person
 *        ├─────────┤  →   failed          it did not take it in a day
 *        │         └────→ in_doubt        nobody knows: Ripen ended, or the server fell silent
 *        └── (a person says so) ──┘
 *
 * "sending" is committed before the mail server is spoken to, and what became of it afterwards. So
 * whatever happens in between, a mail is never sent a second time by itself: what is found as
 * sending when the job begins has been left by a process that ended, and is in doubt.
 *
 * Threads:   as the connection; changes need a write transaction. One job works on it at a time.
 * Ownership: rows are made in the arena. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "notify/mail.h"

/* kind: "invitation" or "reminder"; the second of a kind for one invitation is ERR_CONFLICT. */
int outbox_add(struct conn *c, int64_t invitation_id, const char *kind, int64_t due,
               struct err *err);

/* What a mail needs. */
struct outgoing {
    int64_t id, invitation_id;
    const char *kind;
    int64_t attempts;
    const char *key; /* of the invitation: what its link follows from */
    const char *email, *language, *contact, *name, *account, *account_name;
    int64_t survey_id;
    const char *survey;
    int64_t version; /* of the questionnaire */
    int64_t closes;
    const char *response;
};
/* What was left as sending is in doubt from now on; returns how many, or < 0. */
int outbox_recover(struct conn *c, int64_t now_ms, struct err *err);
/* The next mail that is due, marked as sending; ERR_NOT_FOUND without a text when none is. Mails
 * to people who answered meanwhile, or who opted out, are dropped on the way. */
int outbox_take(struct conn *c, int64_t now_ms, struct arena *arena, struct outgoing *ret,
                struct err *err);
/* What became of it. */
int outbox_settle(struct conn *c, const struct outgoing *mail, const struct mail_result *result,
                  int64_t now_ms, struct err *err);
/* It cannot be made or sent, through no fault of the person's: it waits. */
int outbox_put_back(struct conn *c, const struct outgoing *mail, int64_t now_ms, struct err *err);
/* When the next one is due; I64_NONE: none waits. */
int outbox_next_due(struct conn *c, int64_t *ret_ms, struct err *err);
/* Says with every survey whose mails wait why they do. */
int outbox_note_problem(struct conn *c, const char *problem, struct err *err);
