#!/usr/bin/env python3
"""Runs clang-tidy over every file of build/compile_commands.json that is ours, in parallel.

A file that was clean is not looked at again until its preprocessed text, its flags, .clang-tidy or
clang-tidy itself change. What is known is kept by content in the user's cache folder, so that a
fresh clone knows it, too.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OURS = ('src/', 'tests/', 'fuzz/', 'bench/')


def compile_commands(build):
    """(file, directory, arguments) of each of our files, once."""
    seen = set()
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        file = (pathlib.Path(entry['directory']) / entry['file']).resolve()
        if not file.is_relative_to(ROOT) or not str(file.relative_to(ROOT)).startswith(OURS):
            continue
        if file.suffix in ('.c', '.cc') and file not in seen:
            seen.add(file)
            yield file, entry['directory'], shlex.split(entry['command'])


def preprocessed(directory, command):
    """What the compiler sees, as bytes; generated headers must be built already."""
    arguments = list(command)
    for flag in ('-o', '-MF', '-MQ'):
        if flag in arguments:
            at = arguments.index(flag)
            del arguments[at:at + 2]
    # The folder of the clone would be the only thing that differs between two clones.
    arguments = [a for a in arguments if a not in ('-c', '-MD')] + ['-E', '-fno-working-directory']
    return subprocess.run(arguments, cwd=directory, check=True, capture_output=True).stdout


def check(job):
    """(file, clean?, output)"""
    build, known, common, (file, directory, command) = job
    key = hashlib.sha256(common + ' '.join(command).encode() + preprocessed(directory, command)
                         + file.read_bytes())  # the comments count too: NOLINT is one
    mark = known / key.hexdigest()
    if mark.exists():
        os.utime(mark)
        return file, True, ''
    run = subprocess.run(['clang-tidy', '--quiet', '-p', str(build), str(file)], capture_output=True, text=True)
    if run.returncode == 0:
        mark.touch()
    return file, run.returncode == 0, run.stdout + (run.stderr if run.returncode and not run.stdout else '')


def forget_old(known, keep=4000):
    marks = sorted(known.iterdir(), key=lambda mark: mark.stat().st_mtime, reverse=True)
    for mark in marks[keep:]:
        mark.unlink()


def main():
    build = (ROOT / (sys.argv[1] if len(sys.argv) > 1 else 'build')).resolve()
    known = pathlib.Path(os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache') / 'ripen' / 'tidy'
    known.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(['clang-tidy', '--version'], check=True, capture_output=True).stdout
    common = version + b''.join(p.read_bytes() for p in (ROOT / '.clang-tidy', *sorted(ROOT.glob('[a-z]*/.clang-tidy'))))
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [(build, known, common, entry) for entry in compile_commands(build)]
        for file, is_clean, output in pool.map(check, jobs):
            if not is_clean:
                bad += 1
                print(f'{file.relative_to(ROOT)}:\n{output.strip()}')
    forget_old(known)
    print(f'clang-tidy: {len(jobs)} files, {bad} with findings')
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
