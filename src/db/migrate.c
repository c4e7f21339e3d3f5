#include "db/migrate.h"

#include "base/day.h"
#include "db/conn.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct applied {
    int64_t version;
    const char *name, *checksum;
};

static const struct field applied_fields[] = {
    FIELD_I64(struct applied, version),
    FIELD_STR(struct applied, name),
    FIELD_STR(struct applied, checksum),
    FIELD_END,
};

static const char create_table[] =
    "CREATE TABLE schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, applied BIGINT NOT NULL)";
static const char list_applied[] =
    "SELECT version, name, checksum FROM schema_migration ORDER BY version";
static const char add_applied[] = "INSERT INTO schema_migration (version, name, checksum, applied)"
                                  " VALUES ($version, $name, $checksum, $applied)";
static const char last_version[] = "SELECT max(version) FROM schema_migration";

#define CHECKSUM_BYTES 16

static void checksum_of(const char *sql, char hex[CHECKSUM_BYTES * 2 + 1])
{
    unsigned char sum[CHECKSUM_BYTES];

    crypto_generichash(sum, sizeof(sum), (const unsigned char *)sql, strlen(sql), NULL, 0);
    sodium_bin2hex(hex, CHECKSUM_BYTES * 2 + 1, sum, sizeof(sum));
}

static int check_applied(const struct applied *a, size_t n, const struct migration *list,
                         struct err *err)
{
    char sum[CHECKSUM_BYTES * 2 + 1];

    for (size_t i = 0; i < n; i++, list++) {
        if (!list->version)
            return err_set(err, ERR_CONFLICT, NULL,
                           "the database has schema %lld and this program knows %zu; use the newer"
                           " program, or restore a backup of that time",
                           (long long)a[n - 1].version, i);
        checksum_of(list->sql, sum);
        if (a[i].version != list->version || strcmp(a[i].checksum, sum) != 0)
            return err_set(err, ERR_CONFLICT, NULL,
                           "migration %d (%s) was applied with another text (%s); use the program"
                           " that made this database, or restore a backup",
                           list->version, list->name, a[i].name);
    }
    return 0;
}

/* How many of the list are applied already, after checking that they are the same. */
static int count_applied(struct conn *c, const struct migration *list, size_t *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct applied *rows;

    if (!c->db->driver->has_table(c->session, "schema_migration"))
        return 0;
    int rc = db_all(c, list_applied, DB_ARGS(), DB_ROWS(applied_fields, &rows, ret), arena, err);
    return rc < 0 ? rc : check_applied(rows, *ret, list, err);
}

static int apply(struct conn *c, const struct migration *m, struct err *err)
{
    const struct driver *d = c->db->driver;
    char sum[CHECKSUM_BYTES * 2 + 1];
    int rc = m->version == 1 ? d->script(c->session, create_table, err) : 0;

    if (rc == 0)
        rc = d->script(c->session, m->sql, err);
    if (rc < 0) {
        err_prefix(err, "migration %d (%s)", m->version, m->name);
        return rc;
    }
    checksum_of(m->sql, sum);
    return db_exec(c, add_applied,
                   DB_ARGS(DB_I64("version", m->version), DB_STR("name", m->name),
                           DB_STR("checksum", sum), DB_I64("applied", clock_now_ms())),
                   err);
}

/* One step in one transaction, which also locks out a second process; what is applied is read
 * inside it. Returns 1, or 0 when nothing is left. */
static int migrate_step(struct db *db, const struct migration *list, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    size_t n = 0;
    int rc = db_write_begin(db, &c, err);

    if (rc == 0)
        rc = count_applied(c, list, &n, err);
    if (rc < 0)
        return rc;
    if (!list[n].version)
        return 0;
    rc = apply(c, &list[n], err);
    if (rc < 0)
        return rc;
    rc = db_commit(c, err);
    return rc < 0 ? rc : 1;
}

/* Looks first without locking: most starts have nothing to do. */
static int has_work(struct db *db, const struct migration *list, struct err *err)
{
    AUTO_STRUCT(conn) *c = NULL;
    size_t n = 0;
    int rc = db_read_begin(db, &c, err);

    if (rc == 0)
        rc = count_applied(c, list, &n, err);
    if (rc < 0 || !list[n].version)
        return rc;
    if (db->options.is_read_only)
        return err_set(err, ERR_CONFLICT, NULL,
                       "%s is not yet at schema %d; run a command that may write to it first",
                       db->path, list[n].version);
    return 1;
}

int db_migrate_by(struct db *db, const struct migration *list, struct err *err)
{
    int n = 0, rc = has_work(db, list, err);

    if (rc <= 0)
        return rc;
    while ((rc = migrate_step(db, list, err)) > 0)
        n++;
    return rc < 0 ? rc : n;
}

int db_migrate(struct db *db, struct err *err)
{
    return db_migrate_by(db, migrations, err);
}

int db_schema_version(struct conn *c, int *ret, struct err *err)
{
    int64_t version = I64_NONE;

    if (c->db->driver->has_table(c->session, "schema_migration")) {
        int rc = db_i64(c, last_version, DB_ARGS(), &version, err);
        if (rc < 0)
            return rc;
    }
    *ret = version == I64_NONE ? 0 : (int)version;
    return 0;
}
