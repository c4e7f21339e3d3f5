#include "app/access_api.h"

#include "access/access.h"
#include "access/api_key.h"
#include "access/audit.h"
#include "access/session.h"
#include "http/page.h"
#include "http/service.h"

int authenticate(struct req *r)
{
    struct credentials credentials = {
        .cookie = req_header(r, "Cookie"),
        .authorization = req_header(r, "Authorization"),
    };

    return access_authenticate(r->service->access, &credentials, r->now_ms, r->arena, &r->who,
                               &r->err);
}

/* --- Oneself --- */

struct me {
    int64_t id;
    const char *email, *name, *role;
    bool must_change_password;
};
static const struct field me_fields[] = {
    FIELD_I64(struct me, id, .help = "Missing for an API key"),
    FIELD_STR(struct me, email, .help = "Missing for an API key"),
    FIELD_STR(struct me, name, .required = true),
    FIELD_ENUM(struct me, role, role_given_names, .required = true),
    FIELD_BOOL(struct me, must_change_password, .required = true,
               .help = "Until it is changed, only /me, /me/password and /logout can be used"),
    FIELD_END,
};

static void me_of_user(const struct user *user, struct me *out)
{
    *out = (struct me){
        .id = user->id,
        .email = user->email,
        .name = user->name,
        .role = user->role,
        .must_change_password = user->must_change_password,
    };
}

static int me_read(struct req *r, struct conn *c, struct me *out)
{
    struct user user;
    int rc = user_get(c, r->who.user_id, r->arena, &user, &r->err);

    if (rc == 0)
        me_of_user(&user, out);
    return rc;
}

struct login_in {
    const char *email, *password;
};
static const struct field login_in_fields[] = {
    FIELD_STR(struct login_in, email, .required = true),
    FIELD_STR(struct login_in, password, .required = true, .max = PASSWORD_MAX),
    FIELD_END,
};

HANDLER(login_post, login_in, me)
{
    struct login login = {.email = in->email, .password = in->password, .remote = r->remote};
    struct login_result result;
    int rc = access_login(r->service->access, &login, r->now_ms, r->arena, &result, &r->err);

    if (rc == ERR_THROTTLED)
        r->retry_after_s = (int)((result.wait_ms + 999) / 1000);
    if (rc < 0)
        return rc;
    session_cookie(result.token, r->is_tls, &r->cookies);
    me_of_user(&result.user, out);
    return 0;
}

HANDLER(logout_post, nothing, nothing)
{
    char token[TOKEN_TEXT];

    session_cookie(NULL, r->is_tls, &r->cookies);
    return session_of_cookie(req_header(r, "Cookie"), token) ? session_end(r->conn, token, &r->err)
                                                             : 0;
}

HANDLER(me_get, nothing, me)
{
    if (r->who.user_id)
        return me_read(r, r->conn, out);
    out->name = r->who.name;
    out->role = role_names[r->who.role];
    return 0;
}

struct password_in {
    const char *old_password, *new_password;
};
static const struct field password_in_fields[] = {
    FIELD_STR(struct password_in, old_password, .required = true, .max = PASSWORD_MAX),
    FIELD_STR(struct password_in, new_password, .required = true, .min = PASSWORD_MIN,
              .max = PASSWORD_MAX),
    FIELD_END,
};

HANDLER(password_post, password_in, me)
{
    struct password_change change = {in->old_password, in->new_password, req_header(r, "Cookie")};
    int rc = access_change_password(r->service->access, &r->who, &change, r->now_ms, &r->err);
    struct conn *c = NULL;

    if (rc == 0)
        rc = db_read_begin(r->db, &c, &r->err);
    if (rc < 0)
        return rc;
    rc = me_read(r, c, out);
    db_read_end(c);
    return rc;
}

/* --- People --- */

struct user_list {
    struct user *items;
    size_t n_items;
};
static const struct field user_list_fields[] = {
    FIELD_LIST(struct user_list, items, user, .required = true),
    FIELD_END,
};

HANDLER(users_get, nothing, user_list)
{
    return user_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

struct user_in {
    const char *email, *name, *role;
};
static const struct field user_in_fields[] = {
    FIELD_STR(struct user_in, email, .required = true, .min = 3, .max = 254),
    FIELD_STR(struct user_in, name, .required = true, .min = 1, .max = 200),
    FIELD_ENUM(struct user_in, role, role_given_names, .required = true),
    FIELD_END,
};
struct user_created {
    struct user *user;
    const char *one_time_password;
};
static const struct field user_created_fields[] = {
    FIELD_OBJ(struct user_created, user, user, .required = true),
    FIELD_STR(struct user_created, one_time_password, .required = true,
              .help = "Shown only now; must be changed at the first log-in"),
    FIELD_END,
};

/* A one-time password and its hash: made before there is a transaction, because hashing takes long.
 */
static int one_time(struct req *r, const char **ret_password, char ret_hash[PASSWORD_HASH_TEXT])
{
    char *password = arena_alloc(r->arena, ONE_TIME_TEXT);

    password_one_time(password);
    *ret_password = password;
    return password_hash(password, ret_hash, &r->err);
}

HANDLER(user_post, user_in, user_created)
{
    struct act act = req_act(r);
    char hash[PASSWORD_HASH_TEXT];
    int rc = one_time(r, &out->one_time_password, hash);

    out->user = ARENA_NEW(r->arena, struct user);
    *out->user = (struct user){.email = in->email, .name = in->name, .role = in->role};
    if (rc == 0)
        rc = db_write_begin(r->db, &act.conn, &r->err);
    return rc < 0
               ? rc
               : db_write_end(act.conn, user_create(&act, out->user, hash, true, &r->err), &r->err);
}

struct user_patch {
    int64_t id;
    const char *name, *role;
    bool is_disabled;
};
static const struct field user_patch_fields[] = {
    FIELD_I64(struct user_patch, id),
    FIELD_STR(struct user_patch, name, .min = 1, .max = 200),
    FIELD_ENUM(struct user_patch, role, role_given_names),
    FIELD_BOOL(struct user_patch, is_disabled),
    FIELD_END,
};

HANDLER(user_change, user_patch, user)
{
    struct act act = req_act(r);
    int rc = user_get(r->conn, in->id, r->arena, out, &r->err);

    if (rc < 0)
        return rc;
    out->name = in->name ? in->name : out->name;
    out->role = in->role ? in->role : out->role;
    if (json_object_get(r->body, "is_disabled")) /* a boolean that is missing reads as false */
        out->is_disabled = in->is_disabled;
    return user_update(&act, out, &r->err);
}

struct id_ref {
    int64_t id;
};
static const struct field id_ref_fields[] = {
    FIELD_I64(struct id_ref, id, .required = true),
    FIELD_END,
};

HANDLER(user_remove, id_ref, nothing)
{
    struct act act = req_act(r);

    return user_delete(&act, in->id, &r->err);
}

struct password_reset {
    const char *one_time_password;
};
static const struct field password_reset_fields[] = {
    FIELD_STR(struct password_reset, one_time_password, .required = true,
              .help = "Shown only now; must be changed at the next log-in"),
    FIELD_END,
};

HANDLER(password_reset_post, id_ref, password_reset)
{
    struct act act = req_act(r);
    char hash[PASSWORD_HASH_TEXT];
    int rc = one_time(r, &out->one_time_password, hash);

    if (rc == 0)
        rc = db_write_begin(r->db, &act.conn, &r->err);
    if (rc < 0)
        return rc;
    return db_write_end(act.conn, user_set_password(&act, in->id, hash, true, NULL, &r->err),
                        &r->err);
}

/* --- API keys --- */

struct api_key_list {
    struct api_key *items;
    size_t n_items;
};
static const struct field api_key_list_fields[] = {
    FIELD_LIST(struct api_key_list, items, api_key, .required = true),
    FIELD_END,
};

HANDLER(keys_get, nothing, api_key_list)
{
    return api_key_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

struct api_key_created {
    struct api_key *key;
    const char *secret;
};
static const struct field api_key_created_fields[] = {
    FIELD_OBJ(struct api_key_created, key, api_key, .required = true),
    FIELD_STR(struct api_key_created, secret, .required = true, .help = "Shown only now"),
    FIELD_END,
};

HANDLER(key_post, api_key, api_key_created)
{
    struct act act = req_act(r);
    char *secret = arena_alloc(r->arena, API_KEY_TEXT);

    out->key = arena_memdup(r->arena, in, sizeof(*in));
    out->secret = secret;
    return api_key_create(&act, out->key, secret, &r->err);
}

HANDLER(key_remove, id_ref, nothing)
{
    struct act act = req_act(r);

    return api_key_revoke(&act, in->id, &r->err);
}

/* --- Audit log --- */

struct audit_query {
    const char *who, *kind, *key;
    int32_t from, to;
    int64_t limit;
    const char *after;
};
static const struct field audit_query_fields[] = {
    FIELD_STR(struct audit_query, who),
    FIELD_STR(struct audit_query, kind),
    FIELD_STR(struct audit_query, key),
    FIELD_DAY(struct audit_query, from, .help = "First day"),
    FIELD_DAY(struct audit_query, to, .help = "Last day"),
    PAGE_FIELDS(struct audit_query),
    FIELD_END,
};
struct audit_page {
    struct audit_entry *items;
    size_t n_items;
    const char *next;
};
static const struct field audit_page_fields[] = {
    FIELD_LIST(struct audit_page, items, audit_entry, .required = true),
    FIELD_STR(struct audit_page, next, .max = 2048, .help = "To be given as `after`"),
    FIELD_END,
};

HANDLER(audit_get, audit_query, audit_page)
{
    size_t limit = (size_t)page_limit(in->limit);
    struct audit_filter filter = {
        .who = in->who,
        .kind = in->kind,
        .key = in->key,
        .from = time_of_day_start(in->from),
        .to = in->to == DAY_NONE ? TIME_NONE : time_of_day_start(in->to + 1),
        .limit = (int64_t)limit + 1,
    };
    int rc = page_read_id(in->after, r->arena, &filter.after_id, &r->err);

    if (rc == 0)
        rc = audit_list(r->conn, &filter, r->arena, &out->items, &out->n_items, &r->err);
    if (rc < 0 || out->n_items <= limit)
        return rc;
    out->n_items = limit; /* the one too many says that there is a next page */
    out->next = page_next_id(r, out->items[limit - 1].id);
    return 0;
}

/* clang-format off */
const struct endpoint access_endpoints[] = {
    {"POST", "/api/v1/login", "Log in", .tag = "access", .role = ROLE_NONE, .in = SHAPE(login_in),
     .out = SHAPE(me), .fn = login_post_call, .status = 200, .tx = TX_NONE,
     .help = "Sets the session cookie. After some failures it answers 429 and says how long to wait."},
    {"POST", "/api/v1/logout", "Log out", .tag = "access", .role = ROLE_NONE, .fn = logout_post_call},
    {"GET", "/api/v1/me", "Who is asking", .role = ROLE_VIEWER, .out = SHAPE(me), .fn = me_get_call},
    {"POST", "/api/v1/me/password", "Change one's own password", .role = ROLE_VIEWER,
     .in = SHAPE(password_in), .out = SHAPE(me), .fn = password_post_call, .status = 200,
     .tx = TX_NONE,
     .help = "Ends the person's other sessions."},
    {"GET", "/api/v1/users", "The people who may log in", .tag = "access", .role = ROLE_ADMIN,
     .out = SHAPE(user_list), .fn = users_get_call},
    {"POST", "/api/v1/users", "Add a person", .tag = "access", .role = ROLE_ADMIN, .in = SHAPE(user_in),
     .out = SHAPE(user_created), .fn = user_post_call, .tx = TX_NONE},
    {"PATCH", "/api/v1/users/{id}", "Change a person's name or role, disable or enable them",
     .tag = "access", .role = ROLE_ADMIN, .in = SHAPE(user_patch), .out = SHAPE(user),
     .fn = user_change_call, .is_patch = true,
     .help = "Disabling ends their sessions. The last admin who can log in stays one."},
    {"DELETE", "/api/v1/users/{id}", "Remove a person", .tag = "access", .role = ROLE_ADMIN,
     .in = SHAPE(id_ref), .fn = user_remove_call},
    {"POST", "/api/v1/users/{id}/password-reset", "Give a person a new one-time password",
     .tag = "access", .role = ROLE_ADMIN, .in = SHAPE(id_ref), .out = SHAPE(password_reset),
     .fn = password_reset_post_call, .status = 200, .tx = TX_NONE, .help = "Ends their sessions."},
    {"GET", "/api/v1/keys", "API keys, with the revoked ones", .tag = "access", .role = ROLE_ADMIN,
     .out = SHAPE(api_key_list), .fn = keys_get_call},
    {"POST", "/api/v1/keys", "Make an API key", .tag = "access", .role = ROLE_ADMIN, .in = SHAPE(api_key),
     .out = SHAPE(api_key_created), .fn = key_post_call,
     .help = "The key is sent as `Authorization: Bearer rpn_…`."},
    {"DELETE", "/api/v1/keys/{id}", "Revoke an API key", .tag = "access", .role = ROLE_ADMIN,
     .in = SHAPE(id_ref), .fn = key_remove_call},
    {"GET", "/api/v1/audit", "Who changed what, newest first", .tag = "access", .role = ROLE_ADMIN,
     .in = SHAPE(audit_query), .out = SHAPE(audit_page), .fn = audit_get_call},
    ENDPOINT_END,
};
/* clang-format on */
