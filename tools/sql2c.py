#!/usr/bin/env python3
"""Makes C constants out of SQL files.

--statements feature.sql out.h       every '-- name: account_by_key' opens a statement that becomes
                                     static const char sql_account_by_key[] = "…";
--all out.h feature.sql…              all of them as one table, for the test that prepares each
--migrations folder out.c out.d      every NNNN_name.sql becomes a row of migrations[] (db/migrate.h)
"""
import pathlib
import re
import sys


def quote(text):
    lines = text.rstrip().splitlines() or ['']
    escaped = (line.replace('\\', '\\\\').replace('"', '\\"') for line in lines)
    return '\n    '.join(f'"{line}\\n"' for line in escaped)


def named(source):
    """(name, SQL without comment lines) of each statement of a file."""
    parts = re.split(r'^-- name: *([a-z0-9_]+) *$', pathlib.Path(source).read_text(), flags=re.M)
    if any(line.strip() and not line.startswith('--') for line in parts[0].splitlines()):
        sys.exit(f'{source}: SQL before the first "-- name: …" would be lost')
    for name, body in zip(parts[1::2], parts[2::2]):
        sql = '\n'.join(l for l in body.splitlines() if l.strip() and not l.lstrip().startswith('--'))
        if not sql:
            sys.exit(f'{source}: statement {name} is empty')
        yield name, sql


def statements(source, out):
    result = [f'/* Made by tools/sql2c.py from {pathlib.Path(source).name}. */', '#pragma once']
    result += [f'static const char sql_{name}[] __attribute__((unused)) =\n    {quote(sql)};' for name, sql in named(source)]
    pathlib.Path(out).write_text('\n'.join(result) + '\n')


def all_statements(out, sources):
    rows = [f'    {{"{pathlib.Path(source).name}", "{name}",\n    {quote(sql)}}},'
            for source in sources for name, sql in named(source)]
    pathlib.Path(out).write_text('/* Made by tools/sql2c.py from all .sql files. */\n#pragma once\n'
                                 'static const struct {\n    const char *file, *name, *sql;\n} all_statements[] = {\n'
                                 + '\n'.join(rows) + '\n};\n')


def migrations(folder, out, depfile):
    files = sorted(pathlib.Path(folder).glob('[0-9]*.sql'))
    rows = []
    for number, file in enumerate(files, 1):
        version, name = file.stem.split('_', 1)
        if int(version) != number:
            sys.exit(f'{file}: expected number {number:04d}; migrations count from 0001 without gaps')
        rows.append(f'    {{{number}, "{name}",\n    {quote(file.read_text())}}},')
    pathlib.Path(out).write_text('/* Made by tools/sql2c.py from sql/migrations. */\n#include "db/migrate.h"\n\n'
                                 'const struct migration migrations[] = {\n' + '\n'.join(rows) + '\n    {0},\n};\n')
    pathlib.Path(depfile).write_text(f'{pathlib.Path(out).name}: {folder} ' + ' '.join(map(str, files)) + '\n')


if sys.argv[1] == '--statements':
    statements(*sys.argv[2:4])
elif sys.argv[1] == '--all':
    all_statements(sys.argv[2], sys.argv[3:])
else:
    migrations(*sys.argv[2:5])
