#!/usr/bin/env bash
# Writing facts: tickets and usage counts, each beside the plainest way to write them.
exec "$(dirname "$0")/../build/bench/bench_facts"
