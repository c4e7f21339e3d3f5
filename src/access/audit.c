#include "access/audit.h"

#include "audit_sql.h"
#include "base/str.h"

const struct field audit_entry_fields[] = {
    FIELD_I64(struct audit_entry, id, .required = true),
    FIELD_TIME(struct audit_entry, at, .required = true),
    FIELD_STR(struct audit_entry, who, .required = true,
              .help = "An e-mail address, \"key:NAME\" or \"command line\""),
    FIELD_STR(struct audit_entry, action, .required = true,
              .help = "create, update, delete, login, import …"),
    FIELD_STR(struct audit_entry, kind, .required = true,
              .help = "What was changed: account, user …"),
    FIELD_STR(struct audit_entry, key, .required = true, .help = "Its key, e-mail address or name"),
    FIELD_JSON(struct audit_entry, before, .help = "The fields that changed, as they were"),
    FIELD_JSON(struct audit_entry, after, .help = "The fields that changed, as they are now"),
    FIELD_END,
};

int audit_log(const struct act *act, const struct audit_change *change, struct err *err)
{
    int64_t id;
    int rc = db_next_id(act->conn, "audit", &id, err);

    if (rc < 0)
        return rc;
    rc = db_exec(act->conn, sql_audit_insert,
                 DB_ARGS(DB_I64("id", id), DB_I64("at", act->now_ms), DB_STR("who", act->by->name),
                         DB_STR("action", change->action), DB_STR("kind", change->kind),
                         DB_STR("key", change->key), DB_STR("before", change->before),
                         DB_STR("after", change->after)),
                 err);
    return rc < 0 ? rc : 0;
}

/* Adds "name":value to an object that is being written. */
static void member_add(struct buf *out, const char *name, const char *value)
{
    buf_char(out, out->len ? ',' : '{');
    json_write_str(out, name);
    buf_char(out, ':');
    buf_str(out, value);
}

static bool diff_write(const struct field *fields, const void *before, const void *after,
                       struct buf *ret_before, struct buf *ret_after)
{
    AUTO_BUF was = {0};
    AUTO_BUF is = {0};

    FIELDS_EACH (f, fields) {
        buf_clear(&was);
        buf_clear(&is);
        field_write(f, before, &was);
        field_write(f, after, &is);
        if (str_eq(buf_text(&was), buf_text(&is)))
            continue;
        member_add(ret_before, f->name, buf_text(&was));
        member_add(ret_after, f->name, buf_text(&is));
    }
    if (!ret_before->len)
        return false;
    buf_char(ret_before, '}');
    buf_char(ret_after, '}');
    return true;
}

int audit_diff(const struct act *act, const struct audit_subject *subject, const void *before,
               const void *after, struct err *err)
{
    AUTO_BUF was = {0};
    AUTO_BUF is = {0};

    if (before && after) {
        if (!diff_write(subject->fields, before, after, &was, &is))
            return 0;
    } else if (before) {
        fields_write(subject->fields, before, &was);
    } else {
        fields_write(subject->fields, after, &is);
    }
    struct audit_change change = {
        .action = !before  ? "create"
                  : !after ? "delete"
                           : "update",
        .kind = subject->kind,
        .key = subject->key,
        .before = before ? buf_text(&was) : NULL,
        .after = after ? buf_text(&is) : NULL,
    };
    return audit_log(act, &change, err);
}

int audit_list(struct conn *c, const struct audit_filter *filter, struct arena *arena,
               struct audit_entry **ret, size_t *ret_n, struct err *err)
{
    /* The history of one thing is found by its index; everything else is read from the newest on.
     */
    const char *sql = filter->kind && filter->key ? sql_audit_of_thing : sql_audit_list;

    return db_all(c, sql,
                  DB_ARGS(DB_STR("who", filter->who), DB_STR("kind", filter->kind),
                          DB_STR("key", filter->key),
                          DB_I64("from", filter->from == TIME_NONE ? 0 : filter->from),
                          DB_I64("to", filter->to == TIME_NONE ? INT64_MAX : filter->to),
                          DB_I64("before_id", filter->after_id ? filter->after_id : INT64_MAX),
                          DB_I64("limit", filter->limit)),
                  DB_ROWS(audit_entry_fields, ret, ret_n), arena, err);
}
