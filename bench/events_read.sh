#!/usr/bin/env bash
# Reading events from the bodies of calls, beside Jansson reading the same text.
exec "$(dirname "$0")/../build/bench/bench_events_read"
