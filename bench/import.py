#!/usr/bin/env python3
"""ripen import of a usage file of 1,000,000 rows against sqlite3's .import of the same file.

Both read the same CSV, in turns, three times each; the best of each counts, so that what else the
machine does weighs little. sqlite3 only puts texts into a table without an index; ripen also finds
account, event and user, adds up the counts and packs them. Target: no more than 1.5 times the time of
sqlite3, below 200 MB of memory.
"""
import datetime
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RIPEN = ROOT / 'build' / 'ripen'
ROWS, ACCOUNTS, EVENTS, DAYS, USERS = 1_000_000, 2000, 40, 365, 20
TARGET, TARGET_MB, TURNS = 1.5, 200, 3


def write_files(folder):
    accounts, usage = folder / 'accounts.csv', folder / 'usage.csv'
    accounts.write_text('id,name\n' + ''.join(f'A-{a:05d},Account {a}\n' for a in range(ACCOUNTS)))
    dice, first = random.Random(1), datetime.date(2025, 1, 1)
    days = [str(first + datetime.timedelta(d)) for d in range(DAYS)]
    with usage.open('w') as out:
        out.write('account,event,day,count,user\n')
        for _ in range(ROWS):
            account = dice.randrange(ACCOUNTS)
            user = f'u{dice.randrange(USERS)}@a{account}.example' if dice.random() < 0.7 else ''
            out.write(f'A-{account:05d},feature_{dice.randrange(EVENTS)},{dice.choice(days)},'
                      f'{dice.randrange(1, 30)},{user}\n')
    return accounts, usage


def run(*command):
    """Seconds on the clock, seconds of CPU, most memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f'{command[0]} ended with status {status}')
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def one_turn(folder, turn, accounts, usage):
    data = folder / f'data{turn}'
    run(RIPEN, 'import', accounts, '--data', data)
    ours = run(RIPEN, 'import', usage, '--data', data)
    theirs = run('sqlite3', folder / f'{turn}.db', '.mode csv', f'.import {usage} usage')
    return ours, theirs


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        accounts, usage = write_files(folder)
        print(f'{ROWS:,} rows, {usage.stat().st_size / 1e6:.0f} MB, {ACCOUNTS:,} accounts, best of {TURNS}')
        turns = [one_turn(folder, turn, accounts, usage) for turn in range(TURNS)]
    ours = [min(t[0][i] for t in turns) for i in (0, 1)] + [max(t[0][2] for t in turns)]
    theirs = [min(t[1][i] for t in turns) for i in (0, 1)] + [max(t[1][2] for t in turns)]
    for what, row in (('sqlite3 .import', theirs), ('ripen import', ours)):
        print(f'{what:16} {row[0]:6.2f} s  {row[1]:6.2f} s of CPU  {row[2]:6.0f} MB')
    ratio = ours[0] / theirs[0]
    is_met = ratio <= TARGET and ours[2] < TARGET_MB
    print(f'ratio {ratio:.2f} (of CPU {ours[1] / theirs[1]:.2f}); target {TARGET} and {TARGET_MB} MB: '
          f'{"met" if is_met else "MISSED"}')


main()
