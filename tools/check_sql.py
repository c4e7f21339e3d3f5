#!/usr/bin/env python3
"""Fails when SQL leaves the subset that SQLite 3.40 and PostgreSQL 15 share.

Reads every .sql file, and every text in src/**/*.c and .h outside src/db that looks like SQL.
Finds what SQLite would take without a word; a test prepares the statements on the database itself.
Also: parameters have names, each named statement is used, and no two have the same name.
"""
import pathlib
import re
import sys

# (what, why not and what instead). Matched without regard to case, outside texts and comments.
RULES = [
    (r'::', 'SQLite reads $1::bigint as a parameter of that name and binds NULL; write CAST(x AS BIGINT)'),
    (r'\bAUTOINCREMENT\b|\b(BIG|SMALL)?SERIAL\b', 'ids come from the program (db_next_id)'),
    (r'\b(now|date|time|datetime|strftime|julianday|unixepoch)\s*\(|\bCURRENT_(TIME|DATE|TIMESTAMP)\b',
     'times come from the program, as a parameter'),
    (r'\bILIKE\b|\bGLOB\b|\bREGEXP\b|\bSIMILAR\s+TO\b', 'is not in both; write lower(x) LIKE lower($y)'),
    (r'\bCOLLATE\b', 'collations differ; compare lower(x)'),
    (r'\bSTRICT\b|\bWITHOUT\s+ROWID\b', 'is SQLite only'),
    (r'\b(ANY|ALL|SOME)\s*\(\s*\$', 'SQLite has no arrays; use EXISTS, IN (SELECT …) or one call per row'),
    (r'\b_?rowid_?\b|\boid\b|\bctid\b', 'is private to one database; select the id'),
    (r'\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bUPDATE\s+OR\b', 'is SQLite only; write ON CONFLICT'),
    (r'\bPRAGMA\b|\bATTACH\b|\bVACUUM\b', 'belongs in src/db'),
    (r'\bifnull\s*\(|\bnvl\s*\(', 'write coalesce()'),
    (r'\biif\s*\(', 'write CASE WHEN … THEN … ELSE … END'),
    (r'\bgroup_concat\s*\(|\bstring_agg\s*\(', 'is in one database only; join in C'),
    (r'\btotal\s*\(', 'is SQLite only; write coalesce(sum(x), 0)'),
    (r'\bprintf\s*\(|\bformat\s*\(|\btypeof\s*\(|\bhex\s*\(|\binstr\s*\(', 'is not in both; do it in C'),
    (r'\bjson\w*\s*\(|->', 'functions on JSON differ; do it in C'),
    (r'\bround\s*\([^()]*,', 'PostgreSQL rounds to digits only for NUMERIC; round in C'),
    (r'\b(min|max)\s*\([^()]*,', 'is SQLite only with two arguments; write CASE'),
    (r'\bIS\s+(?!NOT\b|NULL\b|TRUE\b|FALSE\b|DISTINCT\b)\S|\bIS\s+NOT\s+(?!NULL\b|TRUE\b|FALSE\b|DISTINCT\b)\S',
     'PostgreSQL knows IS only with NULL, TRUE and FALSE; write IS NOT DISTINCT FROM'),
    (r'==|!=', 'write = or <>'),
    (r'\b(is|has)_\w+\s*(=|<>)\s*[01]\b', 'a boolean is no number in PostgreSQL; write x or NOT x'),
    (r'\bLIKE\s+\$?\w++(?:\([^()]*\))?+(?!\s+ESCAPE\b)', 'PostgreSQL escapes with \\ unless told, SQLite with nothing; add ESCAPE'),
    (r'\bLIMIT\s+\S+\s*,', 'write LIMIT n OFFSET m'),
    (r'[`\[]', 'quoting of names differs; choose a name that needs none'),
    (r'\b(INT|INTEGER|REAL|FLOAT|NUMERIC|DECIMAL|VARCHAR|CHAR|DATETIME|TIMESTAMP|TIMESTAMPTZ|BYTEA|JSONB)\b',
     'the types are BIGINT, TEXT, BOOLEAN, DOUBLE PRECISION and BLOB'),
    (r'\?', 'parameters have names: $account'),
    (r'(?<![:\w]):[a-z_]\w*|@[a-z_]\w*|#[a-z_]\w*', 'parameters are written $name'),
    (r'\$(?![a-z_])', 'parameters have names in small letters: $account'),
]
RULES = [(re.compile(pattern, re.I if not pattern.startswith(r'\$(') else 0), why) for pattern, why in RULES]
LIKE = re.compile(r'\bLIKE\b', re.I)
LOWERED = re.compile(r'\blower\s*\([^()]*\)\s*(NOT\s+)?$', re.I)
LOOKS_LIKE_SQL = re.compile(r'\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|WHERE|ORDER BY|GROUP BY|VALUES|JOIN|'
                            r'LIMIT|AND|CREATE (TABLE|INDEX))\b[^.!]*[=$(,]')
STATEMENT = re.compile(r'\s*(SELECT\s.*\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX)\s)', re.S)
C_TOKEN = re.compile(r'(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<char>\'(?:\\.|[^\'\\\n])*\')|(?P<text>"(?:\\.|[^"\\\n])*")'
                     r'|(?P<blank>\s+)|(?P<other>.)', re.S)


def blank_out(match):
    return re.sub(r'[^\n]', ' ', match.group(0))


def code_of(sql):
    """The SQL with texts and comments blanked out, line numbers kept."""
    return re.sub(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", blank_out, sql, flags=re.S)


def findings(sql):
    """(offset, text) of everything outside the subset."""
    code = code_of(sql)
    for pattern, why in RULES:
        for match in pattern.finditer(code):
            yield match.start(), f'"{match.group(0).strip()}": {why}'
    for match in LIKE.finditer(code):
        if not LOWERED.search(code[:match.start()]):
            yield match.start(), 'LIKE minds case in PostgreSQL and not in SQLite; write lower(x) LIKE …'


def c_texts(source):
    """(line, value) of each string literal, adjacent ones joined."""
    line, start, value = 1, 0, None
    for token in C_TOKEN.finditer(source):
        if token.lastgroup == 'text':
            if value is None:
                start, value = line, ''
            value += token.group(0)[1:-1].replace('\\n', '\n').replace('\\"', '"')
        elif token.lastgroup in ('other', 'char') and value is not None:
            yield start, value
            value = None
        line += token.group(0).count('\n')


def check_sql_file(path, problems, names):
    text = path.read_text()
    for offset, what in findings(text):
        problems.append(f'{path}:{text.count(chr(10), 0, offset) + 1}: {what}')
    for match in re.finditer(r'^-- name: *(.*?) *$', text, re.M):
        where = f'{path}:{text.count(chr(10), 0, match.start()) + 1}'
        name = match.group(1)
        if not re.fullmatch(r'[a-z0-9_]+', name):
            problems.append(f'{where}: "{name}": a statement\'s name is small letters, digits and _')
        if name in names:
            problems.append(f'{where}: statement {name} is also in {names[name]}; choose another name')
        names[name] = where


def check_c_file(path, problems):
    for line, text in c_texts(path.read_text(errors='replace')):
        if STATEMENT.match(text):
            problems.append(f'{path}:{line}: a whole statement in C; put it in a .sql file as "-- name: …"')
        elif not LOOKS_LIKE_SQL.search(text):
            continue
        # %s and %.*s stand for names and lists that a C table gives.
        for _, what in findings(re.sub(r'%[-.*\d]*[a-z]+', 'x', text)):
            problems.append(f'{path}:{line}: {what}')


def main():
    problems, names = [], {}
    sources = sorted(pathlib.Path('src').rglob('*.[ch]'))
    for path in sorted(pathlib.Path('sql').rglob('*.sql')) + sorted(pathlib.Path('src').rglob('*.sql')):
        check_sql_file(path, problems, names)
    used = set()
    for path in sources:
        if path.parts[1] != 'db':
            check_c_file(path, problems)
        used |= set(re.findall(r'\bsql_([a-z0-9_]+)', path.read_text(errors='replace')))
    for name, where in sorted(names.items()):
        if name not in used:
            problems.append(f'{where}: nothing uses statement {name}; remove it')
    for problem in problems:
        print(problem)
    return bool(problems)


if __name__ == '__main__':
    sys.exit(main())
