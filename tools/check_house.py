#!/usr/bin/env python3
"""The rules of the house that need no compiler: sizes, names, and what must not be in the repository."""
import collections
import pathlib
import re
import subprocess
import sys

SOURCE = {'.c', '.h', '.cc', '.py', '.ts', '.tsx', '.css', '.sql', '.sh', '.mjs', '.js', ''}
MOST_LINES = 600
MOST_BYTES = 1_000_000
# Written with a class around one letter each, so that this file does not find itself.
FORBIDDEN = [
    (re.compile(r'/wor[k]/|/tm[p]/s/|/hom[e]/|/roo[t]/'), 'a path of somebody\'s machine'),
    (re.compile(r'\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b'), 'an open end: do it, or open an issue'),
    (re.compile(r'^(<{7}|>{7}|={7})( |$)'), 'a merge conflict'),
    (re.compile(r'[ \t]+$'), 'blanks at the end of the line'),
    (re.compile(r'\b(test|describe|it)\.(only|fixm[e])\b|\bdebugge[r]\b'), 'a test left in a special mode'),
    (re.compile(r'-----BEGIN [A-Z ]*PRIVATE KE[Y]'), 'a private key'),
]
# Texts of others, generated files and data keep their own rules.
FREE = re.compile(r'^LICENSE$|package-lock\.json$|^web/src/lib/api-types\.ts$|^tests/data/|^fuzz/(corpus|regression)/|\.(png|svg|csv|gz|ico|woff2)$')


def tracked():
    """Files of the repository, also new ones that are not ignored."""
    names = subprocess.run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                           check=True, capture_output=True).stdout.decode().split('\0')
    return sorted(p for p in map(pathlib.Path, filter(None, names)) if p.is_file())


def check_text(path, text):
    lines = text.splitlines()
    if len(lines) > MOST_LINES and path.suffix in SOURCE:
        yield f'{path}: {len(lines)} lines; over {MOST_LINES} it is two things, make it two files'
    if text and not text.endswith('\n'):
        yield f'{path}:{len(lines)}: no newline at the end'
    for number, line in enumerate(lines, 1):
        for pattern, what in FORBIDDEN:
            match = pattern.search(line)
            if match:
                yield f'{path}:{number}: {what}: "{match.group(0).strip()}"'


def check_header(path, text):
    if '#pragma once' not in text:
        yield f'{path}: a header says #pragma once'
    if path.parts[0] == 'src' and not text.startswith(f'/* {path.name}: '):
        yield f'{path}:1: a header begins with "/* {path.name}: what it is in one sentence'


def check_names(paths):
    """File names are unique in src/, so that a name alone finds the file."""
    places = collections.defaultdict(list)
    for path in paths:
        if path.parts[0] == 'src' and path.suffix in {'.c', '.h', '.sql', '.cc'}:
            places[path.name].append(str(path))
    for name, found in sorted(places.items()):
        if len(found) > 1:
            yield f'{name}: two files of this name: {", ".join(found)}'


def main():
    problems, paths = [], tracked()
    for path in paths:
        if path.stat().st_size > MOST_BYTES:
            problems.append(f'{path}: {path.stat().st_size} bytes; over {MOST_BYTES} it does not belong in the repository')
        if FREE.search(str(path)):
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            problems.append(f'{path}: neither text in UTF-8 nor a kind of file this check knows')
            continue
        problems += check_text(path, text)
        if path.suffix == '.h':
            problems += check_header(path, text)
    problems += check_names(paths)
    for problem in problems:
        print(problem)
    return bool(problems)


if __name__ == '__main__':
    sys.exit(main())
