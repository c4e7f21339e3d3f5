/* first_run.h: an empty database gets its first admin. */
#pragma once
#include "access/password.h"
#include "db/db.h"

#include <stdbool.h>

#define FIRST_ADMIN_EMAIL "admin@localhost"

/* When there is nobody, creates FIRST_ADMIN_EMAIL with a one-time password, which is returned so
 * that the program prints it once; it is kept nowhere else. *ret_is_new says whether that happened.
 */
int first_run(struct db *db, int64_t now_ms, char ret_password[ONE_TIME_TEXT], bool *ret_is_new,
              struct err *err);
