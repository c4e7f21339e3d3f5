#!/usr/bin/env bash
# Retention curves fitted to 20 cohorts, beside the same fit written without slopes.
exec "$(dirname "$0")/../build/bench/bench_retention"
