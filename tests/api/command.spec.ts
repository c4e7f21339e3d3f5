// The command line: help, exit codes, settings from the environment, and what it does beside a server.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { OpenApi } from '../support/openapi.ts';
import { People } from '../support/people.ts';
import { ripen, ripenIn, Server, TODAY, temporaryFolder } from '../support/server.ts';

const COMMANDS = [
  ...['serve', 'demo', 'import', 'score', 'accounts', 'matrix', 'explain', 'metrics', 'user', 'key'],
  ...['prospects', 'matrices', 'card', 'segment', 'ledger', 'risk', 'lab'],
  ...['openapi', 'backup', 'restore', 'check', 'version'],
];

let folder: string;
let data: string;

test.beforeAll(() => {
  folder = temporaryFolder();
  data = join(folder, 'data');
  const made = ripen('demo', '--data', data, '--accounts', '40', '--months', '6');
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('lists its commands, and each tells its options', () => {
  const list = ripen('--help');
  expect(list.status).toBe(0);
  for (const command of COMMANDS) {
    expect(list.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    const help = ripen(command, '--help');
    expect(help.status).toBe(0);
    expect(help.stdout).toContain(`usage: ripen ${command}`);
    expect(help.stdout).toContain('Options:');
  }
});

const EXITS: [number, string, string][] = [
  [2, 'matrx', 'matrix'],
  [2, 'accounts --fromat json', '--format'],
  [2, 'matrix --matrix 9x9', '9x9'],
  [2, 'matrix --as-of 2099-01-01', '--as-of: must not be in the future'],
  [2, 'explain NL-00001 --as-of 2099-01-01', '--as-of: must not be in the future'],
  [2, 'score --as-of 2099-01-01', '--as-of: must not be in the future'],
  [2, 'score --from 2026-01-01 --to 2099-01-01', '--to: must not be in the future'],
  [2, 'score --to 2026-01-01', '--from'],
  [2, 'accounts --filter health<', 'filter'],
  [2, 'prospects --verdict maybe', '--verdict'],
  [2, 'card order health', 'keys'],
  [2, 'card order wealth --keys a', 'no kind of card'],
  [4, 'card retire health', 'health'],
  [2, 'matrices shwo 3x3', 'list, show, export, import, delete, restore'],
  [2, 'matrices show', 'who or which'],
  [3, 'matrices show 9x9', '9x9'],
  [4, 'matrices delete 3x3', '3x3'],
  [2, 'import', 'PATH'],
  [3, 'explain nobody', 'nobody'],
  [3, 'accounts --data no/such/place', 'ripen import'],
  [3, 'import no/such/file.csv', 'no/such/file.csv'],
];
for (const [status, words, said] of EXITS)
  test(`\`ripen ${words}\` exits with ${status} and names it`, () => {
    const all = words.includes('--data') ? words.split(' ') : [...words.split(' '), '--data', data];
    const done = ripen(...all);
    expect(done.stderr).toContain(said);
    expect(done.status).toBe(status);
    expect(done.stdout).toBe('');
  });

test('settings come from the environment, and the command line wins', () => {
  const env = { RIPEN_DATA: data, RIPEN_FORMAT: 'csv', RIPEN_LIMIT: '3' };
  expect(ripenIn(env, 'accounts').stdout.trim().split('\n')).toHaveLength(4);
  const rows = JSON.parse(ripenIn(env, 'accounts', '--format', 'json', '--limit', '2').stdout).rows;
  expect(rows).toHaveLength(2);
  expect(ripenIn({ ...env, RIPEN_LIMIT: 'few' }, 'accounts').status).toBe(2);
});

test('the filter of the matrix counts what the list shows', () => {
  const filter = ['--filter', 'arr >= 20000', '--data', data, '--format', 'json'];
  const { total } = JSON.parse(ripen('accounts', ...filter).stdout);
  const matrix = JSON.parse(ripen('matrix', ...filter).stdout);
  expect(matrix.customers).toBe(total);
  expect(total).toBeGreaterThan(0);
});

test('prospects come with a verdict, and why', () => {
  const told = (...words: string[]) => ripen('prospects', '--data', data, ...words).stdout;
  const { rows, total, totals } = JSON.parse(told('--format', 'json'));
  expect(total).toBe(4); // one for ten customers
  expect(totals.reduce((sum: number, t: { count: number }) => sum + t.count, 0)).toBe(total);
  for (const row of rows) expect(row.why.length).toBeGreaterThan(20);
  const [first] = rows;
  const chosen = JSON.parse(told('--format', 'json', '--verdict', first.verdict)).rows;
  expect(chosen.map((row: { key: string }) => row.key)).toContain(first.key);
  expect(told()).toContain(first.why);
  expect(told('--format', 'csv').trim().split('\n')).toHaveLength(5);
  expect(ripen('explain', first.key, '--data', data).stdout).toContain(
    `Verdict: ${first.verdict}. ${first.why}`,
  );
});

test('cards of a kind are put in order and retired', () => {
  const at = join(folder, 'cards');
  ripen('demo', '--data', at, '--accounts', '12', '--months', '2');
  const card = (...words: string[]) => ripen('card', ...words, '--data', at);
  // Who is in which segment is said over the API; a database without one can have no second card.
  expect(card('retire', 'qualification').stdout).toContain('is retired');
  expect(card('retire', 'qualification').status).not.toBe(0);
  expect(card('list').stdout).toMatch(/qualification +1 +retired/);
  const health = JSON.parse(card('export', 'health').stdout);
  const mine = { ...health, key: 'mine', kind: 'other', name: 'Mine' };
  expect(card('import', file('mine.json', JSON.stringify(mine))).status).toBe(0);
  expect(card('publish', 'mine').status).toBe(0);
  const wrong = card('order', 'other', '--keys', 'yours');
  expect(wrong.status).not.toBe(0);
  expect(wrong.stderr).toContain('keys[0]: there is no published other card yours');
  expect(card('order', 'other', '--keys', 'mine').stdout).toContain('mine');
  const list = ripen('accounts', '--data', at).stdout;
  expect(list).toMatch(/health card/);
  expect(list).toContain('health 1');
});

test('matrices are exported, changed and imported', () => {
  const at = join(folder, 'matrices');
  ripen('demo', '--data', at, '--accounts', '12', '--months', '2');
  const matrices = (...words: string[]) => ripen('matrices', ...words, '--data', at);
  expect(matrices('list').stdout).toMatch(/^3x3 .*true/m);
  const def = JSON.parse(matrices('export', '2x2').stdout);
  const lines = { ...def, key: 'lines', y: { ...def.y, edges: [60] } };
  const path = file('lines.json', JSON.stringify(lines));
  expect(matrices('import', path).stdout).toContain('lines is there now');
  expect(matrices('import', path).stdout).toContain('lines is defined anew');
  expect(matrices('show', 'lines').stdout).toContain('upwards: health, 2 bands that meet at 60');
  expect(JSON.parse(matrices('export', 'lines').stdout)).toEqual(lines);
  expect(ripen('matrix', '--matrix', 'lines', '--data', at).status).toBe(0);
  const wrong = { ...lines, y: { ...def.y, edges: [600] } };
  const refused = matrices('import', file('wrong.json', JSON.stringify(wrong)));
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('y.edges');
  expect(matrices('delete', 'lines').status).toBe(0);
  expect(matrices('show', 'lines').status).toBe(3);
  expect(matrices('restore', '2x2').status).toBe(0);
});

test('history is filled for the days that were asked for', () => {
  expect(
    ripen('score', '--data', data, '--from', '2025-12-01', '--to', TODAY, '--every', 'month').status,
  ).toBe(0);
  const then = JSON.parse(
    ripen('matrix', '--data', data, '--as-of', '2025-12-01', '--format', 'json').stdout,
  );
  expect(then.day).toBe('2025-12-01');
  expect(ripen('check', '--data', data).stdout).toContain('the database is sound');
});

test('one seed makes one company', () => {
  const facts = (name: string, seed: string) => {
    const at = join(folder, name);
    ripen('demo', '--data', at, '--accounts', '15', '--months', '4', '--seed', seed);
    return ripen('accounts', '--data', at, '--format', 'csv').stdout;
  };
  const first = facts('seed-1', '7');
  expect(first.split('\n').length).toBeGreaterThan(8);
  expect(facts('seed-2', '7')).toBe(first);
  expect(facts('seed-3', '8')).not.toBe(first);
});

test.describe('import', () => {
  let target: string;
  test.beforeEach(() => {
    target = join(folder, `import-${test.info().title.length}-${Math.random()}`);
    mkdirSync(target);
  });
  const run = (...words: string[]) => ripen('import', ...words, '--data', target);
  const rows = () => JSON.parse(ripen('accounts', '--data', target, '--format', 'json').stdout).rows;

  test('says what would happen, and does nothing', () => {
    const dry = run(file('accounts.csv', 'key,name\nd-1,Dry\n'), '--dry-run');
    expect(dry.stdout).toContain('Nothing was written');
    expect(rows()).toEqual([]);
  });

  test('reads what spreadsheets write', () => {
    const files = [
      file('a.csv', '\ufeffkey;name;start\r\nx-1;"Zwei\r\nZeilen";31.01.2024\r\n'),
      file('b.csv', Buffer.from('key,name,start\nx-2,M\xfcller,2024-01-31\n', 'latin1')),
      file('c.csv', 'key\tname\tstart\nx-3\tTab\t1/31/2024\n'),
    ];
    const done = run(...files);
    expect(done.status).toBe(0);
    const sub = file(
      'subscriptions.csv',
      'key,account,start,arr\n1,x-1,2024-02-01,"1,200"\n2,x-2,2024-02-01,99\n3,x-3,2024-02-01,1\n',
    );
    expect(run(sub).status).toBe(0);
    const names = Object.fromEntries(rows().map((row: { key: string; name: string }) => [row.key, row.name]));
    expect(names).toEqual({ 'x-1': 'Zwei\r\nZeilen', 'x-2': 'Müller', 'x-3': 'Tab' });
  });

  test('refuses dates that may mean two days until it is told', () => {
    const path = file('accounts.csv', 'key,name,start\ny-1,Maybe,03/04/2024\n');
    const refused = run(path);
    expect(refused.status).toBe(7);
    expect(refused.stdout).toContain('date_order dmy or mdy');
    expect(run(path, '--date-order', 'dmy').status).toBe(0);
  });

  test('hands back what it rejects, and takes it when it is corrected', () => {
    const rejects = join(folder, 'rejects.csv');
    const path = file('accounts.csv', 'key,name,employees\nz-1,Good,5\nz-2,Bad,many\n');
    const first = run(path, '--rejects', rejects);
    expect(first.status).toBe(0);
    expect(first.stdout).toContain('line 3, employees "many"');
    const text = readFileSync(rejects, 'utf8');
    expect(text).toMatch(/^accounts\.csv,3,employees,/m);
    const again = run(file('again.csv', text.replace('many', '70')), '--format', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ new: 1, rejected: 0 });
    const same = run(path, '--format', 'json');
    expect(JSON.parse(same.stdout)).toMatchObject({ new: 0, changed: 0, unchanged: 1, rejected: 1 });
  });

  test('follows a mapping from a file', () => {
    const path = file('kunden.csv', 'Nr,Firma,Mitarbeiter\nm-1,Erste,12\n');
    const map = file(
      'map.json',
      JSON.stringify({
        name: 'Kunden',
        files: [
          {
            match: 'kunden*.csv',
            kind: 'account',
            columns: { Nr: 'key', Firma: 'name', Mitarbeiter: 'employees' },
          },
        ],
      }),
    );
    expect(run(path, '--map', map).status).toBe(0);
    expect(run(path, '--map', map, '--format', 'json').stdout).toContain('"unchanged":1');
    const wrong = run(
      path,
      '--map',
      file('wrong.json', '{"name":"W","files":[{"kind":"acount","columns":{"Nr":"key"}}]}'),
    );
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('kind');
  });
});

test('check reads the event log, and mends what is damaged', () => {
  const at = join(folder, 'events');
  const log = join(at, 'events', 'log');
  ripen('demo', '--data', at, '--accounts', '5', '--months', '2');
  expect(ripen('check', '--data', at).stdout).not.toContain('event log');
  mkdirSync(log, { recursive: true });
  writeFileSync(join(log, '0000000001.evlog'), 'no frame of a log');
  writeFileSync(join(log, '0000000002.evlog'), '');

  const found = ripen('check', '--data', at);
  expect(found.status).toBe(7);
  expect(found.stdout).toContain('0000000001.evlog: bytes 0 to 17: events are damaged');
  expect(found.stdout).toContain('`ripen check --repair`');
  const mended = ripen('check', '--data', at, '--repair');
  expect(mended.status).toBe(0);
  expect(mended.stdout).toContain('1 segments of the event log go on');
  expect(readFileSync(join(log, '0000000001.evlog.damaged'), 'utf8')).toBe('no frame of a log');
  expect(ripen('check', '--data', at).stdout).toContain('the event log is sound: 0 requests');
});

test('a backup taken from a server at work is whole', async () => {
  const dataDir = join(folder, 'served');
  const server = await Server.start(dataDir);
  const people = await People.settle(server, await OpenApi.of(server.url));
  const manager = people.api('manager');
  let n = 0;
  let isDone = false;
  const writing = (async () => {
    while (!isDone) await manager.must('POST', '/accounts', { name: `Account ${n++}` });
  })();
  await expect.poll(() => n).toBeGreaterThan(5);
  const copy = join(folder, 'copy.db');
  const before = n;
  const backup = ripen('backup', copy, '--data', dataDir);
  expect(backup.stderr).toBe('');
  expect(backup.status).toBe(0);
  isDone = true;
  await writing;
  expect(ripen('backup', copy, '--data', dataDir).status).toBe(4); // it is there already
  expect(ripen('restore', copy, '--data', dataDir).status).toBe(6); // the server has it
  await people.leave();
  await server.stop();

  const other = join(folder, 'restored');
  expect(ripen('restore', copy, '--data', other).status).toBe(0);
  expect(ripen('check', '--data', other).status).toBe(0);
  const count = (at: string) =>
    JSON.parse(
      ripen('accounts', '--data', at, '--filter', 'name contains "Account"', '--format', 'json').stdout,
    ).total;
  expect(count(other)).toBeGreaterThanOrEqual(Math.min(before, 5));
  expect(count(other)).toBeLessThanOrEqual(n);
});
