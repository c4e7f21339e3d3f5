#!/usr/bin/env python3
"""Writes one assembler file that holds the built web application, gzipped, and its index.

embed.py DIST OUT.S OUT.d: symbol asset_index (see http/asset.h). Without DIST a page that says how
to build the web application is embedded, so that the program builds without Node.
"""
import gzip
import hashlib
import pathlib
import sys

TYPES = {'.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
         '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.json': 'application/json',
         '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8', '.webmanifest': 'application/manifest+json'}
MISSING = (b'<!doctype html><meta charset="utf-8"><title>Ripen</title><h1>The web application is not built</h1>'
           b'<p>Run <code>./dev build</code>, which builds it and embeds it here. The API works without it.</p>')


def collect(dist):
    if not (dist / 'index.html').is_file():
        return [('/index.html', MISSING)]
    return sorted(('/' + str(f.relative_to(dist)), f.read_bytes()) for f in dist.rglob('*') if f.is_file())


def assembler(files, folder):
    folder.mkdir(parents=True, exist_ok=True)
    text, index = ['.section .rodata'], ['.section .data.rel.ro,"aw"', '.balign 8', '.global asset_index', 'asset_index:']
    for i, (path, content) in enumerate(files):
        packed = gzip.compress(content, 9, mtime=0)
        blob = folder / f'{i}.gz'
        blob.write_bytes(packed)
        etag = hashlib.sha256(content).hexdigest()[:16]
        mime = TYPES.get(pathlib.PurePath(path).suffix, 'application/octet-stream')
        text += [f'p{i}: .asciz "{path}"', f't{i}: .asciz "{mime}"', f'e{i}: .asciz "\\"{etag}\\""',
                 f'd{i}: .incbin "{blob}"', f'z{i}:']
        # struct asset {const char *path, *type, *etag; const void *gzip; uint64_t bytes, plain_bytes;}
        index.append(f'.quad p{i}, t{i}, e{i}, d{i}, z{i}-d{i}, {len(content)}')
    index.append('.quad 0, 0, 0, 0, 0, 0')
    return '\n'.join(text + index + ['.section .note.GNU-stack,"",@progbits']) + '\n'


def depends(dist, out):
    """Folders too, so that a new file counts; the one around DIST as long as there is none."""
    inputs = [dist, *dist.rglob('*')] if dist.is_dir() else [dist.parent]
    return f'{out}: ' + ' '.join(str(path).replace(' ', '\\ ') for path in inputs) + '\n'


def main(dist, out, depfile):
    new = assembler(collect(dist), out.resolve().parent / 'assets.d')
    if not out.is_file() or out.read_text() != new:
        out.write_text(new)
    depfile.write_text(depends(dist, out))


main(*map(pathlib.Path, sys.argv[1:]))
