/* cmd_access.c: ripen user, ripen key: people and API keys from the command line. */
#include "access/api_key.h"
#include "access/user.h"
#include "app/action.h"
#include "app/commands.h"
#include "app/print.h"
#include "base/day.h"
#include "base/str.h"

#include <string.h>

struct access_options {
    struct data_options common;
    const char *name, *role;
    const char **scopes;
    size_t n_scopes;
    int32_t expires;
};
static const struct field user_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_STR(struct access_options, name, .help = "With add: the person's name"),
    FIELD_ENUM(struct access_options, role, role_given_names,
               .help = "With add: what they may do; default viewer"),
    FIELD_END,
};
static const struct field key_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_ENUM(struct access_options, role, role_given_names,
               .help = "With add: what it may do; default viewer"),
    FIELD_STRS(struct access_options, scopes, .unit = "A:read,B:write",
               .help = "With add: narrows the key; default all its role may"),
    FIELD_DAY(struct access_options, expires, .help = "With add: the first day it no longer works"),
    FIELD_END,
};
#define ACCESS_SHAPE(fields_)                                    \
    {                                                            \
        fields_, sizeof(struct access_options), "access_options" \
    }

static int people_list(struct command_call *call, const struct act *act)
{
    const struct access_options *o = call->options;
    const struct shape shape = {user_fields, sizeof(struct user), "user"};
    struct user *users;
    size_t n;
    int rc = user_list(act->conn, act->arena, &users, &n, &call->err);

    if (rc == 0)
        print_rows(call->out, o->common.format, &shape, "email name role is_disabled last_seen",
                   users, n);
    return rc;
}

/* Makes a one-time password and its hash; shown once, here. */
static int one_time(struct command_call *call, char hash[PASSWORD_HASH_TEXT],
                    char password[ONE_TIME_TEXT])
{
    password_one_time(password);
    return password_hash(password, hash, &call->err);
}

static int people_add(struct command_call *call, const struct act *act)
{
    const struct access_options *o = call->options;
    char password[ONE_TIME_TEXT], hash[PASSWORD_HASH_TEXT];
    struct user user = {.email = call->words[1],
                        .name = o->name ? o->name : call->words[1],
                        .role = o->role ? o->role : "viewer"};
    int rc = one_time(call, hash, password);

    if (rc == 0)
        rc = user_create(act, &user, hash, true, &call->err);
    if (rc == 0)
        fprintf(call->out, "added %s as %s; one-time password: %s\n", user.email, user.role,
                password);
    return rc;
}

static int people_passwd(struct command_call *call, const struct act *act)
{
    char password[ONE_TIME_TEXT], hash[PASSWORD_HASH_TEXT];
    struct user user;
    int rc = user_by_email(act->conn, call->words[1], act->arena, &user, &call->err);

    if (rc == 0)
        rc = one_time(call, hash, password);
    if (rc == 0)
        rc = user_set_password(act, user.id, hash, true, NULL, &call->err);
    if (rc == 0)
        fprintf(call->out, "one-time password of %s: %s\n", user.email, password);
    return rc;
}

static int set_disabled(struct command_call *call, const struct act *act, bool is_disabled)
{
    struct user user;
    int rc = user_by_email(act->conn, call->words[1], act->arena, &user, &call->err);

    if (rc < 0)
        return rc;
    user.is_disabled = is_disabled;
    rc = user_update(act, &user, &call->err);
    if (rc == 0)
        fprintf(call->out, "%s is %s\n", user.email, is_disabled ? "disabled" : "enabled");
    return rc;
}

static int people_disable(struct command_call *call, const struct act *act)
{
    return set_disabled(call, act, true);
}

static int people_enable(struct command_call *call, const struct act *act)
{
    return set_disabled(call, act, false);
}

static int keys_list(struct command_call *call, const struct act *act)
{
    const struct access_options *o = call->options;
    const struct shape shape = {api_key_fields, sizeof(struct api_key), "api_key"};
    struct api_key *keys;
    size_t n;
    int rc = api_key_list(act->conn, act->arena, &keys, &n, &call->err);

    if (rc == 0)
        print_rows(call->out, o->common.format, &shape,
                   "name role scopes created last_used expires is_revoked", keys, n);
    return rc;
}

static int keys_add(struct command_call *call, const struct act *act)
{
    const struct access_options *o = call->options;
    char secret[API_KEY_TEXT];
    struct api_key key = {.name = call->words[1],
                          .role = o->role ? o->role : "viewer",
                          .scopes = o->scopes,
                          .n_scopes = o->n_scopes,
                          .expires =
                              o->expires == DAY_NONE ? TIME_NONE : time_of_day_start(o->expires)};
    int rc = api_key_create(act, &key, secret, &call->err);

    if (rc == 0)
        fprintf(call->out, "key \"%s\" (%s), shown only now: %s\n", key.name, key.role, secret);
    return rc;
}

static int keys_revoke(struct command_call *call, const struct act *act)
{
    struct api_key key;
    int rc = api_key_by_name(act->conn, call->words[1], act->arena, &key, &call->err);

    if (rc == 0)
        rc = api_key_revoke(act, key.id, &call->err);
    if (rc == 0)
        fprintf(call->out, "revoked \"%s\"\n", key.name);
    return rc;
}

static int user_run(struct command_call *call)
{
    static const struct action actions[] = {
        {"list", false, false, people_list},   {"add", true, true, people_add},
        {"passwd", true, true, people_passwd}, {"disable", true, true, people_disable},
        {"enable", true, true, people_enable}, {0}};
    return action_run(call, ((const struct access_options *)call->options)->common.data,
                      WORKSPACE_CREATE, actions);
}

static int key_run(struct command_call *call)
{
    static const struct action actions[] = {{"list", false, false, keys_list},
                                            {"add", true, true, keys_add},
                                            {"revoke", true, true, keys_revoke},
                                            {0}};
    return action_run(call, ((const struct access_options *)call->options)->common.data,
                      WORKSPACE_CREATE, actions);
}

const struct command user_command = {
    .name = "user",
    .words = "list | add EMAIL | passwd EMAIL | disable EMAIL | enable EMAIL",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists and changes the people who may log in",
    .help = "add and passwd print a one-time password that must be changed at the next log-in.",
    .options = ACCESS_SHAPE(user_options_fields),
    .run = user_run};
const struct command key_command = {
    .name = "key",
    .words = "list | add NAME | revoke NAME",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists, makes and revokes API keys",
    .help = "add prints the key, once. Scopes are an area and a right: facts:write, scores:read.",
    .options = ACCESS_SHAPE(key_options_fields),
    .run = key_run};
