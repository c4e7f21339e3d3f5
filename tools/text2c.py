#!/usr/bin/env python3
"""Makes C constants out of text files: text2c.py out.c folder/some_name.json … gives
const char some_name_json[]."""
import pathlib
import sys


def quote(text):
    escaped = (line.replace('\\', '\\\\').replace('"', '\\"') for line in text.splitlines())
    return '\n    '.join(f'"{line}\\n"' for line in escaped)


out = [f'/* Made by tools/text2c.py. */']
for name in sys.argv[2:]:
    path = pathlib.Path(name)
    constant = path.name.replace('.', '_')
    out.append(f'extern const char {constant}[];\nconst char {constant}[] =\n    {quote(path.read_text())};')
pathlib.Path(sys.argv[1]).write_text('\n'.join(out) + '\n')
