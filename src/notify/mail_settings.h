/* mail_settings.h: by which server mail goes out, and in whose name.
 *
 * Kept as rows of the table setting ("mail_host" …) where they were ever given.
 * Threads: as the connection. Ownership: texts in the arena.
 * Errors:  ERR_INVALID with the field. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "http/endpoint.h"
#include "notify/mail.h"

struct mail_settings {
    const char *host;
    int64_t port;         /* missing: the usual one of the security */
    const char *security; /* of mail_securities */
    const char *user, *password;
    const char *ca;
    int64_t timeout_s;
    const char *from_email, *from_name, *reply_to;
    const char *public_url; /* how people reach this server, without a slash at the end */
};

int mail_settings_load(struct conn *c, struct arena *arena, struct mail_settings *ret,
                       struct err *err);
/* Checks, and writes what differs from the stored ones, with an audit entry in which no password
 * stands. A password belongs to its server: with another host or port, or without encryption, the
 * stored one is not used any further unless it is given again. */
int mail_settings_save(const struct act *act, const struct mail_settings *s, bool has_new_password,
                       struct err *err);
/* What mailer_new takes. ERR_CONFLICT if mail cannot go out yet, with what is missing. */
int mail_settings_server(const struct mail_settings *s, struct mail_server *ret, struct err *err);

extern const struct endpoint mail_endpoints[];
