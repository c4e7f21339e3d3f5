/* The only C++ file: simdjson has no C interface. Nothing is thrown here: it is compiled without
 * exceptions, and simdjson reports by codes.
 *
 * Its first stage is called on its own. On-Demand would hide the list of tokens and pass over the
 * inside of what nobody asks for, so that "[}" might be acknowledged as JSON; walking the list
 * ourselves costs the same and checks every byte. */
#include "json/scan.h"

#define SIMDJSON_EXCEPTIONS 0
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <simdjson.h>

struct scanner {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

/* The least that is allocated, so that a stream of short texts does not grow it step by step. */
static constexpr size_t CAPACITY_MIN = 16u << 10;

[[noreturn]] static void out_of_memory()
{
    std::fputs("ripen: out of memory\n", stderr);
    std::abort();
}

/* The next power of two, so that growing is rare. */
static size_t capacity_for(size_t n)
{
    size_t capacity = CAPACITY_MIN;

    while (capacity <= n)
        capacity *= 2;
    return capacity;
}

extern "C" struct scanner *scanner_new(void)
{
    auto *s = new (std::nothrow) scanner;

    if (!s || simdjson::get_active_implementation()->create_dom_parser_implementation(
                  CAPACITY_MIN, 1, s->parser) != simdjson::SUCCESS)
        out_of_memory();
    return s;
}

extern "C" void scanner_free(struct scanner *s)
{
    delete s;
}

static enum scan_fault fault_of(simdjson::error_code code)
{
    switch (code) {
    case simdjson::SUCCESS: return SCAN_OK;
    case simdjson::UTF8_ERROR: return SCAN_NOT_UTF8;
    case simdjson::UNESCAPED_CHARS: return SCAN_UNESCAPED;
    case simdjson::UNCLOSED_STRING: return SCAN_UNCLOSED;
    default: return SCAN_EMPTY;
    }
}

extern "C" enum scan_fault scan_text(struct scanner *s, const char *text, size_t n,
                                     struct scan *ret)
{
    if (n > SCAN_BYTES_MAX)
        return SCAN_TOO_LONG;
    if (n == 0)
        return SCAN_EMPTY;
    if (s->parser->capacity() <= n && s->parser->set_capacity(capacity_for(n)) != simdjson::SUCCESS)
        out_of_memory();
    enum scan_fault fault = fault_of(s->parser->stage1(reinterpret_cast<const uint8_t *>(text), n,
                                                       simdjson::stage1_mode::regular));
    if (fault != SCAN_OK)
        return fault;
    *ret = {s->parser->structural_indexes.get(), s->parser->n_structural_indexes};
    return SCAN_OK;
}
