/* traits.h: what identify and group calls tell of people and accounts, as fields of contacts and
 * accounts.
 *
 * Which trait is which field is a setting (event_traits, a JSON object of paths and field names);
 * the defaults are the names of the Segment specification. A trait that nothing names is passed
 * over. Custom fields of accounts take the trait of their own name.
 *
 * Threads:   as the connection, which is in a write transaction.
 * Ownership: what is read lives in the arena. */
#pragma once
#include "access/audit.h"
#include "facts/account/account.h"
#include "facts/contact/contact.h"
#include "facts/kind/kind_store.h"

struct trait_map;
/* The setting as it is now, and the custom fields; good for one transaction. */
int trait_map_load(struct conn *c, struct arena *arena, struct trait_map **ret, struct err *err);

/* A whole JSON object of paths and field names for a kind: is it one? ERR_INVALID, with the path.
 */
int trait_map_check(const json_t *map, struct err *err);
/* The setting as an object {"contact": {path: field}, "account": {path: field}}, with the defaults
 * where nothing was set. */
int trait_map_read(struct conn *c, struct arena *arena, json_t **ret, struct err *err);
/* The setting as it is when nobody has changed it. */
json_t *trait_map_defaults(struct arena *arena);
/* The fields of a kind that traits may fill, custom ones as custom.NAME. */
int trait_fields(struct conn *c, const struct kind *kind, struct arena *arena, const char ***ret,
                 size_t *ret_n, struct err *err);
int trait_map_save(const struct act *act, const json_t *map, struct err *err);

/* Fills the fields that the traits give and says which; ERR_INVALID with the trait's path as field
 * and why. *row was initialised. */
int traits_to_contact(const struct trait_map *map, const char *traits, size_t n,
                      struct arena *arena, struct contact *row, kind_mask *given, struct err *err);
int traits_to_account(const struct trait_map *map, const char *traits, size_t n,
                      struct arena *arena, struct account *row, kind_mask *given, struct err *err);
