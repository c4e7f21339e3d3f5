/* db_test.h: a fresh database in a folder of its own, for tests that need one.
 *
 * Ownership: db_test_done closes the database and removes the folder. */
#pragma once
#include "db/db.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct db_test {
    char folder[64], path[96];
    struct db *db;
};

#define ASSERT_OK(rc, err)                               \
    do {                                                 \
        if ((rc) < 0)                                    \
            fail_msg("%s: %s", (err).field, (err).text); \
    } while (0)

static inline void db_test_init(struct db_test *t)
{
    struct err err = {0};

    strcpy(t->folder, "/tmp/ripen-test-XXXXXX");
    assert_non_null(mkdtemp(t->folder));
    snprintf(t->path, sizeof(t->path), "%s/test.db", t->folder);
    ASSERT_OK(db_open(&(struct db_options){.path = t->path, .wait_ms = 5000}, &t->db, &err), err);
}

static inline void db_test_done(struct db_test *t)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[128];

    db_close(t->db);
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        snprintf(path, sizeof(path), "%s%s", t->path, endings[i]);
        unlink(path);
    }
    rmdir(t->folder);
}
