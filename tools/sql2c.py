#!/usr/bin/env python3
"""Makes C constants out of SQL files.

--statements feature.sql out.h       every '-- name: account_by_key' opens a statement that becomes
                                     static const char sql_account_by_key[] = "…";
--migrations folder out.c out.d      every NNNN_name.sql becomes a row of migrations[] (db/migrate.h)
"""
import pathlib
import re
import sys


def quote(text):
    lines = text.rstrip().splitlines() or ['']
    escaped = (line.replace('\\', '\\\\').replace('"', '\\"') for line in lines)
    return '\n    '.join(f'"{line}\\n"' for line in escaped)


def statements(source, out):
    text = pathlib.Path(source).read_text()
    parts = re.split(r'^-- name: *([a-z0-9_]+) *$', text, flags=re.M)
    result = [f'/* Made by tools/sql2c.py from {pathlib.Path(source).name}. */', '#pragma once']
    for name, body in zip(parts[1::2], parts[2::2]):
        sql = '\n'.join(l for l in body.splitlines() if l.strip() and not l.lstrip().startswith('--'))
        if not sql:
            sys.exit(f'{source}: statement {name} is empty')
        result.append(f'static const char sql_{name}[] __attribute__((unused)) =\n    {quote(sql)};')
    pathlib.Path(out).write_text('\n'.join(result) + '\n')


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
else:
    migrations(*sys.argv[2:5])
