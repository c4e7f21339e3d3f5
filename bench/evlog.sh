#!/usr/bin/env bash
# Making requests durable: the event log's group commit beside a write and an fdatasync each.
exec "$(dirname "$0")/../build/bench/bench_evlog" "$@"
