#include "access/password.h"

#include "access/token.h"
#include "base/str.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

/* OWASP's floor for Argon2id is 19 MiB and 2 passes; this is above it and still small enough that
 * two log-ins at once take no more than 64 MiB. */
#define PASSES       3
#define MEMORY_BYTES (32u << 20)
#define WAITING_MAX  8

_Static_assert(PASSWORD_HASH_TEXT == crypto_pwhash_STRBYTES, "libsodium's hash text has this size");

/* Somebody's hash, made with the parameters above and matched by no password that is known: what an
 * unknown e-mail address is compared with, so that it takes as long as a known one. */
static const char nobodys_hash[PASSWORD_HASH_TEXT] =
    "$argon2id$v=19$m=32768,t=3,p=1$Em26xc4PyMGDijbFN4fgLg$/AdElOr5NOU7WMo4VKuXNFhLtkRqucS9CNWXnqoWm60";

static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int busy, waiting;
} slots = {.lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER};

static int slot_take(struct err *err)
{
    int rc = 0;

    pthread_mutex_lock(&slots.lock);
    if (slots.waiting >= WAITING_MAX) {
        rc = err_set(err, ERR_BUSY, NULL, "too many people log in at this moment; try again");
    } else {
        slots.waiting++;
        while (slots.busy >= PASSWORD_AT_ONCE)
            pthread_cond_wait(&slots.freed, &slots.lock);
        slots.waiting--;
        slots.busy++;
    }
    pthread_mutex_unlock(&slots.lock);
    return rc;
}

static void slot_give(void)
{
    pthread_mutex_lock(&slots.lock);
    slots.busy--;
    pthread_cond_signal(&slots.freed);
    pthread_mutex_unlock(&slots.lock);
}

int password_check_rules(const char *field, const char *password, const char *email,
                         struct err *err)
{
    size_t n = strlen(password);

    if (n < PASSWORD_MIN || n > PASSWORD_MAX)
        return err_set(err, ERR_INVALID, field, "must be %d to %d bytes long", PASSWORD_MIN,
                       PASSWORD_MAX);
    if (strspn(password, (char[]){password[0], 0}) == n)
        return err_set(err, ERR_INVALID, field, "must not be one character repeated");
    if (email && !strcasecmp(password, email))
        return err_set(err, ERR_INVALID, field, "must not be the e-mail address");
    return 0;
}

int password_hash(const char *password, char ret[PASSWORD_HASH_TEXT], struct err *err)
{
    sodium_ready();
    int rc = slot_take(err);
    if (rc < 0)
        return rc;
    rc = crypto_pwhash_str(ret, password, strlen(password), PASSES, MEMORY_BYTES);
    slot_give();
    return rc == 0 ? 0
                   : err_set(err, ERR_INTERNAL, NULL, "a password could not be hashed: no memory");
}

int password_verify(const char *hash, const char *password, bool *ret_matches, struct err *err)
{
    char text[PASSWORD_HASH_TEXT] = {0};

    sodium_ready();
    /* No password may be longer, so there is nothing to find out about one that is. */
    if (strlen(password) > PASSWORD_MAX) {
        *ret_matches = false;
        return 0;
    }
    str_copy(text, sizeof(text), hash ? hash : nobodys_hash);
    int rc = slot_take(err);
    if (rc < 0)
        return rc;
    bool matches = crypto_pwhash_str_verify(text, password, strlen(password)) == 0;
    slot_give();
    *ret_matches = matches && hash;
    return 0;
}

void password_one_time(char ret[ONE_TIME_TEXT])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *p = ret;

    sodium_ready();
    for (int i = 0; i < 20; i++) {
        if (i && i % 5 == 0)
            *p++ = '-';
        *p++ = letters[randombytes_uniform(sizeof(letters) - 1)];
    }
    *p = 0;
}
