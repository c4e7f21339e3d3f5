#include "access/role.h"

#include "base/str.h"

#include <string.h>

const char *const role_names[] = {"none", "viewer", "manager", "admin", NULL};
const char *const role_given_names[] = {"viewer", "manager", "admin", NULL};

/* The tags of endpoints. */
static const char *const areas[] = {"facts",  "scores", "surveys", "import",
                                    "access", "system", NULL};

const struct who who_command_line = {.name = "command line", .role = ROLE_ADMIN};

enum role role_from_name(const char *name)
{
    int i = name ? str_index(role_names, name) : -1;

    return i < 0 ? ROLE_NONE : (enum role)i;
}

/* Does the list hold "area:verb"? */
static bool scopes_hold(const char *scopes, const char *area, const char *verb)
{
    size_t n_area = strlen(area), n_verb = strlen(verb);

    for (const char *s = scopes; *s;) {
        size_t n = strcspn(s, " ");
        if (n == n_area + 1 + n_verb && !memcmp(s, area, n_area) && s[n_area] == ':' &&
            !memcmp(s + n_area + 1, verb, n_verb))
            return true;
        s += n + (s[n] == ' ');
    }
    return false;
}

int who_check(const struct who *who, enum role need, const char *area, bool is_write,
              struct err *err)
{
    if (need == ROLE_NONE)
        return 0;
    if (who->role == ROLE_NONE)
        return err_set(err, ERR_UNAUTHORIZED, NULL,
                       "nobody is logged in; log in, or send an API key as \"Authorization: Bearer "
                       "rpn_…\"");
    if (area && who->must_change_password)
        return err_set(err, ERR_FORBIDDEN, NULL,
                       "the one-time password must be changed first: POST /api/v1/me/password");
    if (who->role < need)
        return err_set(err, ERR_FORBIDDEN, NULL, "this needs the role %s; %s has the role %s",
                       role_names[need], who->name, role_names[who->role]);
    if (area && who->scopes && !scopes_hold(who->scopes, area, "write") &&
        (is_write || !scopes_hold(who->scopes, area, "read")))
        return err_set(err, ERR_FORBIDDEN, NULL,
                       "this needs the scope %s:%s, which %s does not have", area,
                       is_write ? "write" : "read", who->name);
    return 0;
}

bool who_may(const struct who *who, enum role need, const char *area, bool is_write)
{
    return who_check(who, need, area, is_write, NULL) == 0;
}

static bool is_scope(const char *scope)
{
    const char *colon = strchr(scope, ':');

    if (!colon || (!str_eq(colon, ":read") && !str_eq(colon, ":write")))
        return false;
    for (size_t i = 0; areas[i]; i++)
        if (strlen(areas[i]) == (size_t)(colon - scope) &&
            !memcmp(areas[i], scope, (size_t)(colon - scope)))
            return true;
    return false;
}

int scopes_check(const char *const *scopes, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!is_scope(scopes[i]))
            return err_set(err, ERR_INVALID, "scopes",
                           "\"%.40s\" is not a scope; give facts, scores, import, access or system "
                           "with :read or :write",
                           scopes[i]);
    return 0;
}
