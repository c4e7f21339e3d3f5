#!/usr/bin/env python3
"""Adds to package-lock.json the optional packages of other platforms that npm left out.

complete_lock.py FOLDER…: where a registry lacks a package for, say, Android, npm install leaves it
out of the lock without a word, and npm ci then refuses the lock on every machine. Run it after
npm install changed a lock; it changes nothing when nothing is missing.
"""
import json
import pathlib
import re
import sys

SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasi']
PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']


def entry_of(name, version, parent):
    words = re.split(r'[-/]', name)
    entry = {'version': version, 'optional': True}
    for key, known in (('os', SYSTEMS), ('cpu', PROCESSORS)):
        found = [word for word in known if word in words]
        if found:
            entry[key] = found
    if 'musl' in words:
        entry['libc'] = ['musl']
    if parent.get('dev'):
        entry['dev'] = True
    return dict(sorted(entry.items(), key=lambda item: (item[0] != 'version', item[0])))


def complete(path):
    lock = json.loads(path.read_text())
    packages = lock['packages']
    missing = {}
    for parent in packages.values():
        for name, version in parent.get('optionalDependencies', {}).items():
            place = f'node_modules/{name}'
            if place not in packages and re.fullmatch(r'[\d.]+(-[\w.]+)?', version):
                missing[place] = entry_of(name, version, parent)
    if missing:
        lock['packages'] = dict(sorted({**packages, **missing}.items()))
        path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + '\n')
    print(f'{path}: {len(missing)} packages added')


for folder in sys.argv[1:]:
    complete(pathlib.Path(folder) / 'package-lock.json')
