#include "intake/receive/receive.h"

#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/gzip.h"
#include "intake/apply/apply.h"
#include "intake/receive/receive_answer.h"
#include "intake/receive/receive_config.h"
#include "intake/receive/receive_key.h"
#include "intake/receive/receive_parts.h"
#include "intake/receive/receive_route.h"
#include "intake/receive/receive_text.h"
#include "intake/source/source_keys.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* One body on its way; the applier frees it as what it begins with. */
struct receipt {
    struct apply_batch taken;
    struct direct_call *call;
    bool is_image; /* the client wants an image, whatever comes of it */
};

/* A request, while take() has it. */
struct take {
    struct receive *r;
    struct direct_call *call;
    struct receive_route route;
    struct source_found source; /* id 0: no key was named outside the body */
    int64_t now_ms;
    struct err err;
};

static void free_reader(void *reader)
{
    event_reader_free(reader);
}

struct receive *receive_new(struct source_keys *keys, const struct event_rules *rules)
{
    struct receive *r = mem_zalloc(sizeof(*r));

    r->keys = keys;
    r->rules = *rules;
    r->direct = (struct direct){.prefixes = receive_prefixes,
                                .body_bytes = (size_t)rules->limits.server_batch_bytes,
                                .take = receive_take,
                                .ctx = r};
    receive_answers_init(&r->answers);
    if (pthread_key_create(&r->readers, free_reader))
        abort(); /* at the start, when nothing can be lost yet */
    return r;
}

void receive_connect(struct receive *r, struct evlog *log, struct apply *apply)
{
    r->log = log;
    r->apply = apply;
}

void receive_free(struct receive *r)
{
    if (!r)
        return;
    pthread_key_delete(r->readers);
    receive_answers_done(&r->answers);
    mem_free(r);
}

const struct direct *receive_direct(const struct receive *r)
{
    return &r->direct;
}

static struct event_reader *reader_of_thread(struct receive *r)
{
    struct event_reader *reader = pthread_getspecific(r->readers);

    if (!reader) {
        reader = event_reader_new();
        pthread_setspecific(r->readers, reader);
    }
    return reader;
}

/* --- Refusals --- */

/* A client that is set up wrongly would fill the log: one line a second says enough. */
static void log_refusal(struct receive *r, const struct direct_call *c, const struct err *err)
{
    int64_t now_s = clock_mono_us() / 1000000, last_s = atomic_exchange(&r->last_line_s, now_s);

    if (now_s != last_s)
        log_warn("intake", "events refused", LOG_STR("path", direct_path(c)),
                 LOG_STR("field", err->field), LOG_STR("text", err->text));
}

static void count_refusal(struct receive *r, int code)
{
    enum receive_refusal why = code == ERR_UNAUTHORIZED || code == ERR_FORBIDDEN ? REFUSED_KEY
                               : code == ERR_TOO_LARGE                           ? REFUSED_LARGE
                               : code == ERR_BUSY                                ? REFUSED_BUSY
                               : code == ERR_IO                                  ? REFUSED_DISK
                                                                                 : REFUSED_INVALID;

    atomic_fetch_add_explicit(&r->refused[why], 1, memory_order_relaxed);
}

static void refuse(struct take *t)
{
    count_refusal(t->r, t->err.code);
    log_refusal(t->r, t->call, &t->err);
    if (t->route.what == RECEIVE_PIXEL)
        direct_reply(t->call, t->r->answers.image);
    else
        receive_refuse_err(t->call, &t->err);
}

/* What the server itself does not take. */
static void refuse_fault(struct take *t)
{
    t->err = *direct_fault(t->call);
    if (t->err.code == ERR_BUSY && t->route.what != RECEIVE_PIXEL) {
        count_refusal(t->r, ERR_BUSY);
        receive_refuse(t->call, 503, "unavailable", &t->err);
    } else {
        refuse(t);
    }
}

/* --- Who sends --- */

static int find_source(struct take *t, struct text key)
{
    if (source_keys_find(t->r->keys, key, t->now_ms, &t->source))
        return 0;
    return err_set(&t->err, ERR_UNAUTHORIZED, "writeKey",
                   "no source has this write key; the page Usage events shows those there are");
}

/* The key outside the body: Basic, X-Write-Key, or ?writeKey= of a beacon; "" if there is none. */
static const char *key_of(const struct direct_call *c, char user[RECEIVE_KEY_BYTES])
{
    const char *key = user;

    if (!receive_basic_user(direct_header(c, "Authorization"), user, RECEIVE_KEY_BYTES))
        key = direct_header(c, "X-Write-Key");
    if (!key || !*key)
        key = direct_param(c, "writeKey");
    return key && strlen(key) < RECEIVE_KEY_BYTES ? key : "";
}

static int read_key(struct take *t)
{
    char user[RECEIVE_KEY_BYTES];
    const char *key = key_of(t->call, user);

    return *key ? find_source(t, (struct text){key, (uint32_t)strlen(key)}) : 0;
}

/* The key inside: browsers that may set no header, and who reads the documentation that way. */
static int own_batch(struct take *t, struct event_batch *b)
{
    if (t->source.id)
        return 0;
    if (!b->write_key.n)
        return err_set(&t->err, ERR_UNAUTHORIZED, "writeKey",
                       "no write key: send it as the user name of Basic authorization, as "
                       "X-Write-Key, or as writeKey in the body");
    int rc = find_source(t, b->write_key);
    if (rc == 0)
        event_batch_own(b, &t->r->rules, t->source.id);
    return rc;
}

/* --- From the body to the log --- */

static int check_size(struct take *t, size_t bytes)
{
    const struct event_limits *limits = &t->r->rules.limits;
    int64_t most = t->source.is_browser ? limits->batch_bytes : limits->server_batch_bytes;

    return (int64_t)bytes <= most
               ? 0
               : err_set(&t->err, ERR_TOO_LARGE, NULL,
                         "the body is over the limit of %" PRId64 " bytes; send fewer events "
                         "at once",
                         most);
}

static int check_origin(struct take *t)
{
    const char *origin = direct_header(t->call, "Origin");

    return source_keys_allows(t->r->keys, t->source.id, origin)
               ? 0
               : err_set(&t->err, ERR_FORBIDDEN, "Origin",
                         "the source does not take events from pages of %.100s; the page Usage "
                         "events lists those it does",
                         origin ? origin : "(none)");
}

/* The body as JSON text, out of whatever it came in. */
static int read_body(struct take *t, struct buf *ret)
{
    const struct event_limits *limits = &t->r->rules.limits;
    size_t n;
    AUTO_BUF sent = {0};

    sent.data = direct_take_body(t->call, &n);
    sent.len = n;
    sent.cap = n + DIRECT_PADDING;
    if (!n)
        return err_set(&t->err, ERR_INVALID, NULL,
                       "the body is empty; send a call of the Segment protocol as JSON");
    if (gzip_is_packed(sent.data, n)) {
        AUTO_BUF plain = {0};
        int rc = receive_unpack(sent.data, n, (size_t)limits->server_batch_bytes,
                                (size_t)limits->gzip_ratio, &plain, &t->err);
        if (rc < 0)
            return rc;
        buf_done(&sent);
        sent = plain;
        plain = (struct buf){0};
    }
    if (receive_is_form(buf_text(&sent), sent.len))
        return receive_form_text(sent.data + strlen(RECEIVE_FORM), sent.len - strlen(RECEIVE_FORM),
                                 ret, &t->err);
    *ret = sent;
    sent = (struct buf){0};
    return 0;
}

/* Hands the batch to the log, whose committer answers. */
static int append(struct take *t, struct event_batch *b)
{
    struct receipt *receipt = mem_zalloc(sizeof(*receipt));

    receipt->call = t->call;
    receipt->is_image = t->route.what == RECEIVE_PIXEL;
    receipt->taken = (struct apply_batch){
        .entry = {.text = b->text,
                  .bytes = b->bytes,
                  .memory = event_batch_bytes(b) + sizeof(*receipt),
                  .source_id = b->source_id,
                  .received_ms = b->received_ms,
                  .kind = b->call},
        .batch = b,
    };
    atomic_fetch_add(&t->r->pending, 1);
    int rc = evlog_append(t->r->log, &receipt->taken.entry, &t->err);
    if (rc < 0) {
        atomic_fetch_sub(&t->r->pending, 1);
        mem_free(receipt);
    }
    return rc;
}

/* Reads the text and appends it; takes the text over. */
static int take_text(struct take *t, struct buf *text)
{
    size_t n = text->len;
    AUTO_STRUCT(event_batch) *b = event_batch_new(buf_take(text), n);
    int rc = check_size(t, n);

    b->source_id = t->source.id;
    b->received_ms = t->now_ms;
    b->call = (uint8_t)t->route.call;
    if (rc == 0)
        rc = event_read(reader_of_thread(t->r), b, &t->r->rules, &t->err);
    if (rc == 0)
        rc = own_batch(t, b);
    if (rc == 0)
        rc = check_size(t, n); /* the source may be known only now */
    if (rc == 0)
        rc = check_origin(t);
    if (rc == 0 && !b->n) {
        direct_reply(t->call,
                     t->route.what == RECEIVE_PIXEL ? t->r->answers.image : t->r->answers.thanks);
        return 0;
    }
    if (rc == 0)
        rc = append(t, b);
    if (rc == 0)
        b = NULL; /* the log's */
    return rc;
}

static void take_events(struct take *t)
{
    AUTO_BUF text = {0};
    int rc = read_key(t);

    if (rc == 0)
        rc = read_body(t, &text);
    if (rc == 0)
        rc = take_text(t, &text);
    if (rc < 0)
        refuse(t);
}

static void add_param(void *object, const char *name, const char *value)
{
    receive_form_set(object, name, value);
}

/* The call in an image's address: data=…, or a parameter for each member. */
static int read_params(struct take *t, struct buf *ret)
{
    const char *data = direct_param(t->call, "data");

    if (data)
        return receive_form_text(data, strlen(data), ret, &t->err);
    json_t *object = json_object();
    direct_params(t->call, add_param, object);
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    buf_str(ret, text ? text : "");
    free(text);
    return 0;
}

static void take_pixel(struct take *t)
{
    AUTO_BUF text = {0};
    int rc = read_key(t);

    if (rc == 0)
        rc = read_params(t, &text);
    if (rc == 0)
        rc = take_text(t, &text);
    if (rc < 0)
        refuse(t);
}

/* --- What browsers ask --- */

static void give_settings(struct take *t)
{
    AUTO_BUF text = {0};
    AUTO_BUF key = {0};

    if (find_source(t, t->route.key) < 0) {
        t->err.code = ERR_NOT_FOUND;
        refuse(t);
        return;
    }
    buf_add(&key, t->route.key.p, t->route.key.n);
    receive_write_settings(key.data, direct_host(t->call), direct_is_tls(t->call), &text);
    receive_json(t->call, text.data, text.len);
}

static void give_config(struct take *t)
{
    AUTO_BUF text = {0};
    char user[RECEIVE_KEY_BYTES];
    const char *key = key_of(t->call, user);

    if (find_source(t, (struct text){key, (uint32_t)strlen(key)}) < 0) {
        refuse(t);
        return;
    }
    receive_write_config(key, "Ripen", &text);
    receive_json(t->call, text.data, text.len);
}

void receive_take(void *ctx, struct direct_call *c)
{
    struct take t = {
        .r = ctx, .call = c, .route = receive_route(direct_path(c)), .now_ms = clock_now_ms()};
    const char *method = direct_method(c);
    bool is_post = str_eq(method, "POST");
    bool is_get = str_eq(method, "GET") || str_eq(method, "HEAD");

    if (direct_fault(c)) {
        refuse_fault(&t);
    } else if (t.route.what == RECEIVE_NOTHING) {
        err_set(&t.err, ERR_NOT_FOUND, NULL,
                "nothing is at this address; docs/events.md lists them");
        refuse(&t);
    } else if (str_eq(method, "OPTIONS")) {
        receive_preflight(c);
    } else if (t.route.what == RECEIVE_EVENTS ? !is_post : !is_get) {
        err_set(&t.err, ERR_INVALID, NULL, "%.20s cannot be done here; %s can", method,
                t.route.what == RECEIVE_EVENTS ? "POST" : "GET");
        count_refusal(t.r, ERR_INVALID);
        receive_refuse(c, 405, "method", &t.err);
    } else if (t.route.what == RECEIVE_EVENTS) {
        take_events(&t);
    } else if (t.route.what == RECEIVE_PIXEL) {
        take_pixel(&t);
    } else if (t.route.what == RECEIVE_SETTINGS) {
        give_settings(&t);
    } else {
        give_config(&t);
    }
}

/* --- When it is on disk --- */

static void answer(struct receive *r, struct direct_wave *wave, const struct receipt *receipt,
                   int rc, const struct err *err)
{
    const struct event_batch *b = receipt->taken.batch;

    if (rc == 0) {
        atomic_fetch_add_explicit(&r->bodies, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&r->events, (long long)b->n, memory_order_relaxed);
        atomic_fetch_add_explicit(&r->bytes, (long long)b->bytes, memory_order_relaxed);
    } else {
        count_refusal(r, rc);
    }
    if (receipt->is_image)
        direct_wave_reply(wave, receipt->call, r->answers.image);
    else if (rc == 0)
        direct_wave_reply(wave, receipt->call, r->answers.thanks);
    else
        receive_refuse_err(receipt->call, err);
}

static void drop(struct evlog_entry *list, const struct err *err)
{
    log_error("intake", "events could not be stored", LOG_STR("text", err->text));
    while (list) {
        struct apply_batch *taken = (struct apply_batch *)list;
        list = list->next;
        event_batch_free(taken->batch);
        mem_free(taken);
    }
}

void receive_committed(void *ctx, struct evlog_entry *list, struct evlog_position end, int rc,
                       const struct err *err)
{
    struct receive *r = ctx;
    struct direct_wave wave = {{NULL}};
    size_t n = 0;

    for (struct evlog_entry *e = list; e; e = e->next, n++)
        answer(r, &wave, (const struct receipt *)e, rc, err);
    direct_wave_end(&wave);
    if (rc == 0)
        apply_take(r->apply, list, end);
    else
        drop(list, err);
    atomic_fetch_sub(&r->pending, n); /* the last touch: see receive_drain */
}

void receive_drain(struct receive *r)
{
    while (atomic_load(&r->pending))
        usleep(1000);
}
