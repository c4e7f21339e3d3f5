"""The checks check: each rule finds what it should and lets pass what it should."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(TOOLS))
import check_house  # noqa: E402
import check_sql  # noqa: E402
import tally  # noqa: E402


class Folder(unittest.TestCase):
    """Gives each test an empty folder."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run_tool(self, tool, *words):
        return subprocess.run([sys.executable, TOOLS / tool, *map(str, words)], cwd=self.folder,
                              capture_output=True, text=True)


class Sql(unittest.TestCase):
    def test_common_subset_passes(self):
        for sql in ('SELECT a FROM b WHERE x IS NOT NULL AND t = $key',
                    "SELECT 'now() :: ILIKE' FROM t -- ? $1",
                    'SELECT count(*) FILTER (WHERE a IS NOT DISTINCT FROM $b) FROM t',
                    "SELECT max(a), min(b) FROM t WHERE lower(name) LIKE lower($q) ESCAPE '!'",
                    'SELECT CAST(a AS BIGINT) FROM t LIMIT $n OFFSET $m',
                    'SELECT date, time_zone FROM t',
                    'INSERT INTO t (a) VALUES ($a) ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING id'):
            self.assertEqual(list(check_sql.findings(sql)), [], sql)

    def test_dialects_are_found(self):
        for sql in ('SELECT $1::bigint', 'SELECT now()', 'x ILIKE y', 'a IS b', 'a LIKE b', 'max(a, b)', 'x = ANY($x)',
                    'a = ?', 'a = :x', 'a INTEGER', 'a == b', '$1', '$Key', 'INSERT OR REPLACE INTO t', 'ifnull(a, b)',
                    'id BIGINT PRIMARY KEY AUTOINCREMENT', 'json_extract(a)', 'a IS NOT b', 'LIMIT 1, 2'):
            self.assertTrue(list(check_sql.findings(sql)), sql)

    def test_texts_of_c_are_joined(self):
        source = 'f("a" /* x */ "b\\n", \'"\', "c"); // "d"\n"e";'
        self.assertEqual(list(check_sql.c_texts(source)), [(1, 'ab\n'), (1, 'c'), (2, 'e')])


class Statements(Folder):
    def test_names_are_unique_and_used(self):
        self.write('src/a/a.sql', '-- name: one\nSELECT 1;\n-- name: two\nSELECT 2;\n')
        self.write('src/b/b.sql', '-- name: one\nSELECT 3;\n')
        self.write('src/a/a.c', 'db_exec(c, sql_one);\n')
        run = self.run_tool('check_sql.py')
        self.assertEqual(run.returncode, 1)
        self.assertIn('src/b/b.sql:1: statement one is also in src/a/a.sql:1', run.stdout)
        self.assertIn('src/a/a.sql:3: nothing uses statement two', run.stdout)

    def test_sql_before_the_first_name_is_refused(self):
        source = self.write('a.sql', 'SELECT 1;\n-- name: one\nSELECT 2;\n')
        run = self.run_tool('sql2c.py', '--statements', source, self.folder / 'a.h')
        self.assertNotEqual(run.returncode, 0)
        self.assertIn('would be lost', run.stderr)

    def test_constants_are_quoted(self):
        source = self.write('a.sql', '-- name: one\n-- why\nSELECT "a\\b"\nFROM t;\n')
        self.run_tool('sql2c.py', '--statements', source, self.folder / 'a.h')
        self.assertIn(r'"SELECT \"a\\b\"\n"', (self.folder / 'a.h').read_text())


class Layers(Folder):
    def check(self, files):
        self.write('src/LAYERS', 'base:\nfacts: base\n')
        for name, text in files.items():
            self.write(f'src/{name}', text)
        run = self.run_tool('check_layers.py')
        self.assertEqual(run.returncode, int(bool(run.stdout)), run.stderr)
        return run.stdout

    def test_what_is_allowed_passes(self):
        self.assertEqual(self.check({'facts/a/a.c': '#include "base/x.h"\n#include "facts/b/b.h"\n#include "a_sql.h"\n',
                                     'facts/b/b.h': '#include "facts/kind.h"\n',
                                     'facts/list.c': '#include "facts/a/a.h"\n'}), '')

    def test_upward_and_unknown(self):
        out = self.check({'base/a.c': '#include "facts/b.h"\n#include "nowhere/c.h"\n#include "d.h"\n',
                          'other/e.c': ''})
        self.assertIn('src/base/a.c:1: base may not use facts', out)
        self.assertIn('src/base/a.c:2: nowhere is no wing', out)
        self.assertIn('src/base/a.c:3: write "base/…/d.h"', out)
        self.assertIn('src/other: has no line in src/LAYERS', out)

    def test_circles(self):
        out = self.check({'facts/a/a.c': '#include "facts/b/b.h"\n', 'facts/b/b.h': '#include "facts/c/c.h"\n',
                          'facts/c/c.h': '#include "facts/a/a.h"\n', 'facts/d/d.c': '#include "facts/a/a.h"\n'})
        self.assertEqual(out.count('a circle'), 1, out)


class House(unittest.TestCase):
    def test_findings(self):
        text = 'fine\ntrailing \n// TO' + 'DO later\npath /wo' + 'rk/x\n'
        found = list(check_house.check_text(pathlib.Path('src/a.c'), text))
        self.assertEqual([line.split(':')[1] for line in found], ['2', '3', '4'], found)

    def test_long_files(self):
        found = list(check_house.check_text(pathlib.Path('src/a.c'), 'x\n' * 601))
        self.assertEqual(len(found), 1)


class Tally(Folder):
    def test_counts(self):
        report = self.write('r.xml', '<testsuites><testsuite tests="5" failures="1" errors="0" skipped="1"/>'
                                     '<testsuite tests="0" failures="0" errors="1" skipped="0"/></testsuites>')
        self.assertEqual(tally.tally(report), (3, 2, 1))

    def test_a_runner_that_died(self):
        self.assertEqual(tally.tally(self.folder / 'none.xml'), (0, 1, 0))
        self.assertEqual(tally.tally(self.write('cut.xml', '<testsuites><testsuite tests="5"')), (0, 1, 0))


class Embed(Folder):
    def test_without_a_built_application(self):
        run = self.run_tool('embed.py', self.folder / 'web/dist', self.folder / 'a.S', self.folder / 'a.d')
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('/index.html', (self.folder / 'a.S').read_text())

    def test_assets(self):
        self.write('dist/index.html', '<p>')
        self.write('dist/assets/a-1.js', 'x()')
        self.run_tool('embed.py', self.folder / 'dist', self.folder / 'a.S', self.folder / 'a.d')
        text = (self.folder / 'a.S').read_text()
        self.assertIn('"/assets/a-1.js"', text)
        self.assertIn('text/javascript', text)
        self.assertIn('dist/assets/a-1.js', (self.folder / 'a.d').read_text())


if __name__ == '__main__':
    unittest.main()
