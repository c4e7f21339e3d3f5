#!/usr/bin/env python3
"""The nightly scoring of 100,000 accounts with 50 million usage cells, from stored facts to stored scores.

Beside it, in turns: DuckDB reading the same facts from a file of its own and computing eleven of the columns that
Ripen computes (Ripen computes all of them, and scores, bands and the matrix). The data is made once, by the
writers that an import uses and by the same formulas in SQL, and kept in build-bench/nightly. The eleven columns of
every account are compared. Ripen scores with one thread. Targets: not slower than DuckDB with as many, below 1 GB of memory.
"""
import csv
import math
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RIPEN, MAKER = ROOT / 'build' / 'ripen', ROOT / 'build' / 'bench' / 'bench_nightly'
FOLDER = ROOT / 'build-bench' / 'nightly'
DUCK = FOLDER / 'facts.duckdb'
ACCOUNTS, DAY, TURNS, TARGET_MB = 100_000, '2026-11-25', 3, 1000
COLUMNS = ('active_users_28d', 'stickiness_pct', 'depth_per_week', 'breadth_pct', 'usage_trend_pct', 'days_since_use',
           'usage_events_28d', 'active_days_28d', 'open_tickets', 'arr', 'seat_utilisation_pct')
NOW = dict(os.environ, RIPEN_NOW=f'{DAY}T23:00:00Z')


def run(*command, out=subprocess.DEVNULL):
    """Seconds on the clock, seconds of CPU, most memory in MB, what it printed."""
    start = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdout=out, env=NOW)
    text = child.stdout.read() if out == subprocess.PIPE else b''
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f'{command[0]} ended with status {status}')
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text


def duck(action, threads=2, *more, out=subprocess.DEVNULL):
    return run('node', ROOT / 'bench' / 'nightly_duck.mjs', action, DUCK, ACCOUNTS, DAY, threads, *more, out=out)


def make():
    done = FOLDER / 'made'
    if done.exists():
        return
    print('making the data, once', flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    run(MAKER, FOLDER, ACCOUNTS, DAY)
    duck('make')
    done.touch()


def score():
    """One night: nothing of the day is kept yet."""
    db = sqlite3.connect(FOLDER / 'ripen.db')
    for table in ('score_day', 'score_column'):
        db.execute(f'DELETE FROM {table}')
    db.commit()
    db.close()
    return run(RIPEN, 'score', '--as-of', DAY, '--data', FOLDER)


def table(path):
    with open(path, newline='') as f:
        return {row['key']: row for row in csv.DictReader(f)}


def furthest():
    """How far the columns are apart, at most, as a share of the value."""
    ours, theirs = FOLDER / 'ours.csv', FOLDER / 'theirs.csv'
    with open(ours, 'wb') as out:
        run(RIPEN, 'accounts', '--as-of', DAY, '--data', FOLDER, '--format', 'csv', '--sort', 'key', '--columns',
            ','.join(COLUMNS), out=out)
    duck('print', 2, theirs)
    a, b, apart = table(ours), table(theirs), 0.0
    if a.keys() != b.keys():
        sys.exit('the two know different accounts')
    for key, row in a.items():
        for column in COLUMNS:
            x, y = row[column], b[key][column]
            if (x == '') != (y == ''):
                sys.exit(f'{key}: {column} is {x or "missing"} here and {y or "missing"} in DuckDB')
            if x:
                apart = max(apart, abs(float(x) - float(y)) / max(1.0, abs(float(y))))
    return apart


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    make()
    size = sum(f.stat().st_size for f in FOLDER.glob('ripen.db*')) / 1e6
    print(f'{ACCOUNTS:,} accounts, {ACCOUNTS * 500:,} usage cells; Ripen {size:.0f} MB, DuckDB {DUCK.stat().st_size / 1e6:.0f} MB')
    ours, one, two = [], [], []
    for _ in range(TURNS):
        ours.append(score())
        one.append(duck('score', 1, out=subprocess.PIPE))
        two.append(duck('score', 2, out=subprocess.PIPE))
    best = {name: min(float(t[3]) if t[3] else t[0] for t in rows)
            for name, rows in (('Ripen', ours), ('DuckDB, one thread', one), ('DuckDB, two threads', two))}
    for name, rows in (('Ripen', ours), ('DuckDB, one thread', one), ('DuckDB, two threads', two)):
        print(f'  {name:20} {best[name]:6.2f} s  {min(t[1] for t in rows):6.2f} s of CPU  {max(t[2] for t in rows):6.0f} MB')
    apart = furthest()
    if not math.isfinite(apart) or apart > 1e-9:
        sys.exit(f'columns differ by {apart}')
    ratio = best['DuckDB, one thread'] / best['Ripen']
    is_met = ratio >= 1 and max(t[2] for t in ours) < TARGET_MB
    print(f'  {len(COLUMNS)} columns of all accounts agree to {apart:.0e}; ratio {ratio:.2f} against one thread, '
          f'{best["DuckDB, two threads"] / best["Ripen"]:.2f} against two; target 1 and {TARGET_MB} MB: '
          f'{"met" if is_met else "MISSED"}')


main()
