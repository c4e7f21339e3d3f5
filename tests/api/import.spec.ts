// Uploads, checks, imports, rejects and mappings: the way of a file into the facts.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { Api, Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

const ACCOUNTS = 'Customer ID;Name;Country;Start Date\nI-1;Acme;AT;28.02.2024\nI-2;Bcme;DE;01.03.2024\n';
const TICKETS = 'id,account,opened,priority\nIT-1,I-1,2024-05-01 9:00,Medium\nIT-2,I-9,2024-05-01,high\n';

async function upload(api: Api, name: string, text: string): Promise<number> {
  const reply = await api.upload(name, Buffer.from(text));
  expect(reply.status).toBe(201);
  return reply.body.id;
}

/** Asks until nothing runs any more. */
async function settled(api: Api, id: number): Promise<Body> {
  for (;;) {
    const body = await api.must('GET', `/imports/${id}`);
    if (body.state !== 'checking' && body.state !== 'importing') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function check(api: Api, uploads: number[], more: object = {}): Promise<Body> {
  const started = await api.must('POST', '/imports', { uploads, dry_run: true, ...more });
  return settled(api, started.id);
}

function issue(file: Body, code: string): Body {
  return file.issues.find((found: Body) => found.code === code);
}

test('a file is checked, committed, and changes nothing the second time', async ({ as }) => {
  const api = as('manager');
  const uploads = [await upload(api, 'tickets.csv', TICKETS), await upload(api, 'accounts.csv', ACCOUNTS)];

  const checked = await check(api, uploads);
  expect(checked.state).toBe('ready');
  expect(checked.files.map((file: Body) => file.kind)).toEqual(['account', 'ticket']);
  expect(checked.files[0]).toMatchObject({ rows: 2, new: 2, delimiter: 'semicolon', rejected: 0 });
  expect(checked.files[0].columns[0]).toMatchObject({ header: 'Customer ID', field: 'key', how: 'synonym' });
  expect(checked.files[0].columns[3].date_order).toBe('dmy');
  expect((await api.get('/accounts/I-1')).status).toBe(404);

  const committed = await api.must('POST', `/imports/${checked.id}/commit`);
  expect(committed.state).toBe('importing');
  const done = await settled(api, checked.id);
  expect(done).toMatchObject({ state: 'done', rows_read: 4, rows_new: 3, rows_rejected: 1 });
  expect(issue(done.files[1], 'unresolved').examples[0]).toMatchObject({ line: 3, value: 'I-9' });
  expect((await api.must('GET', '/accounts/I-1')).location).toBe('AT');
  expect((await api.must('GET', '/tickets/IT-1')).priority).toBe('normal');

  const rejects = await api.get(`/imports/${checked.id}/rejects.csv`);
  expect(rejects.headers['content-disposition']).toContain('rejected-');
  expect(rejects.body.split('\r\n')[1]).toMatch(/^tickets\.csv,3,account,.*IT-2,I-9,2024-05-01,high$/);

  const again = await check(api, [await upload(api, 'accounts.csv', ACCOUNTS)]);
  expect(again.files[0]).toMatchObject({ new: 0, changed: 0, unchanged: 2 });

  const list = await api.must('GET', '/imports?limit=1');
  expect(list.items).toHaveLength(1);
  expect(list.items[0].id).toBe(again.id);
  expect((await api.must('GET', `/imports?limit=1&after=${list.next}`)).items[0].id).toBe(checked.id);
});

test('uploads are gone after the commit', async ({ as, server }) => {
  const api = as('manager');
  const id = await upload(api, 'accounts.csv', ACCOUNTS);
  const started = await api.must('POST', '/imports', { uploads: [id], dry_run: false });
  expect((await settled(api, started.id)).state).toBe('done');
  expect(await readdir(join(server.dataDir, 'imports'))).not.toContain(`upload-${id}`);
  const reply = await api.post('/imports', { uploads: [id], dry_run: true });
  expect(reply.status).toBe(404);
  expect(reply.body.detail).toContain('upload it again');
  for (const what of ['commit', 'mapping'])
    expect((await api.post(`/imports/${started.id}/${what}`, {})).status).toBe(409);
});

test('a mapping says what the columns do not', async ({ as }) => {
  const api = as('manager');
  const uploads = [await upload(api, 'kunden.csv', 'nr,bezeichnung,seit\nI-7,Acme,03/04/2024\n')];
  const checked = await check(api, uploads);
  expect(checked.files[0]).toMatchObject({ kind: null, is_refused: true });

  const mapping = {
    name: 'Kunden',
    files: [
      {
        match: 'kunden*',
        kind: 'account',
        columns: { nr: 'key', bezeichnung: 'name', seit: { field: 'start', date_order: 'dmy' } },
        constants: { currency: 'EUR' },
      },
    ],
  };
  const remapped = await api.must('POST', `/imports/${checked.id}/mapping`, { mapping });
  expect(remapped).toMatchObject({ id: checked.id, mapping_name: 'Kunden' });
  expect((await settled(api, checked.id)).files[0]).toMatchObject({ kind: 'account', new: 1 });
  await api.must('POST', `/imports/${checked.id}/commit`);
  await settled(api, checked.id);
  expect(await api.must('GET', '/accounts/I-7')).toMatchObject({ start: '2024-04-03', currency: 'EUR' });

  expect((await api.post('/mappings', { name: 'Kunden', mapping })).status).toBe(201);
  const saved = await api.must('GET', '/mappings');
  expect(saved.items.map((m: Body) => m.name)).toEqual(['RavenStack', 'Kunden']);
  expect((await api.delete('/mappings/RavenStack')).status).toBe(409);
  expect((await api.delete('/mappings/Kunden')).status).toBe(204);
  expect((await api.delete('/mappings/Kunden')).status).toBe(404);
});

test('ambiguous dates are refused until somebody tells', async ({ as }) => {
  const api = as('manager');
  const uploads = [await upload(api, 'accounts.csv', 'id,name,start\nI-8,Acme,03/04/2024\n')];
  const checked = await check(api, uploads);
  expect(checked.files[0].is_refused).toBe(true);
  expect(issue(checked.files[0], 'ambiguous_dates').text).toContain('03/04/2024');
  const told = await check(api, uploads, { date_order: 'mdy' });
  expect(told.files[0]).toMatchObject({ is_refused: false, new: 1 });
});

test('what is wrong with a mapping is told at once', async ({ as }) => {
  const api = as('manager');
  const file = (more: object) => ({ name: 'x', files: [{ kind: 'account', columns: {}, ...more }] });
  const SCENARIOS: [object, string][] = [
    [{ name: 'x' }, 'files'],
    [file({ kind: 'planet' }), 'planet'],
    [file({ columns: { a: 'nam' } }), '"name"'],
    [file({ columns: { a: 'name', b: 'name' } }), 'filled twice'],
    [file({ columns: { a: { field: 'start', after: 'name', unit: 'days' } } }), 'not a time'],
    [file({ columns: { a: { field: 'start', unit: 'days' } } }), 'belong together'],
    [file({ columns: { a: {} } }), 'ignore'],
    [file({ colums: {} }), 'colums'],
    [file({ constants: { name: ['x'] } }), 'must be a text'],
  ];
  for (const [mapping, says] of SCENARIOS) {
    const reply = await api.post('/mappings', { name: 'x', mapping });
    expect(reply.status, JSON.stringify(mapping)).toBe(400);
    expect(`${reply.body.field} ${reply.body.detail}`).toContain(says);
  }
});

test('what is no table is refused when it is uploaded', async ({ as }) => {
  const api = as('manager');
  const SCENARIOS: [string, Buffer, string][] = [
    ['a.csv', Buffer.from('%PDF-1.7 …'), 'PDF'],
    ['a.csv', Buffer.from('\ufeffa,b\n', 'utf16le'), 'UTF-16'],
    ['a.csv', Buffer.from(''), 'empty'],
  ];
  for (const [name, bytes, says] of SCENARIOS) {
    const reply = await api.upload(name, bytes);
    expect(reply.status, says).toBe(400);
    expect(reply.body.detail).toContain(says);
  }
});

/** A ZIP archive of one file. */
function zip(name: string, text: string): Buffer {
  const packed = deflateRawSync(text);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(text), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(Buffer.byteLength(text), 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

test('a ZIP archive is looked into', async ({ as }) => {
  const api = as('manager');
  const good = await api.upload('all.zip', zip('export/accounts.csv', ACCOUNTS));
  expect(good.body).toMatchObject({ name: 'all.zip', rows_estimate: null });
  const checked = await check(api, [good.body.id]);
  expect(checked.files[0]).toMatchObject({ name: 'accounts.csv', kind: 'account', rows: 2 });

  const workbook = await api.upload('a.xlsx', zip('xl/workbook.xml', '<workbook/>'));
  const failed = await check(api, [workbook.body.id]);
  expect(failed.state).toBe('failed');
  expect(failed.message).toContain('Excel');
  expect((await api.post(`/imports/${failed.id}/commit`)).status).toBe(409);
  expect((await api.delete(`/imports/${failed.id}`)).status).toBe(204);
  expect((await api.get(`/imports/${failed.id}`)).status).toBe(404);
});

test('the fields that columns can be mapped to', async ({ as }) => {
  const { kinds } = await as('viewer').must('GET', '/import-fields');
  const account = kinds.find((k: Body) => k.kind === 'account');
  expect(account.has_custom).toBe(true);
  const subscription = kinds.find((k: Body) => k.kind === 'subscription');
  expect(subscription.fields.find((f: Body) => f.name === 'amount')).toMatchObject({ type: 'money' });
  expect(kinds.at(-1)).toMatchObject({ kind: 'usage' });
});

test('RavenStack comes in whole, chosen by its columns', async ({ as }) => {
  const folder = new URL('../../../shared/data/ravenstack/', import.meta.url).pathname;
  test.skip(!existsSync(folder), 'no ../shared/data');
  const api = as('manager');
  const uploads: number[] = [];
  for (const name of await readdir(folder))
    uploads.push(await upload(api, name, await readFile(join(folder, name), 'utf8')));
  const checked = await check(api, uploads);
  expect(checked.mapping_name).toBe('RavenStack');
  expect(checked.files.map((f: Body) => [f.kind, f.rows, f.rejected])).toEqual([
    ['account', 500, 0],
    ['subscription', 5000, 0],
    ['ticket', 2000, 0],
    ['churn', 600, 0],
    ['usage', 25000, 21],
  ]);
  expect(issue(checked.files[4], 'before_subscription').count).toBe(19142);
});

test('past answers to a survey come from a file, with those who said nothing', async ({ as }) => {
  const api = as('manager');
  await api.must('POST', '/accounts', {
    key: 'IR-1',
    name: 'Answers',
    lifecycle: 'active',
    start: '2024-01-01',
  });
  for (const who of ['ann', 'bob', 'eve'])
    await api.must('POST', '/contacts', { key: `IR-${who}`, account: 'IR-1', name: who });
  const text =
    'response id,account,contact,questionnaire,survey,sent on,responded at,nps score,feedback\n' +
    'IR-r1,IR-1,IR-ann,nps,spring,2025-03-01 08:00,2025-03-02 09:30,9,"Good, but =slow"\n' +
    'IR-r2,IR-1,IR-bob,Net Promoter Score,spring,2025-03-01 08:00,2025-03-03 10:00,3,Too slow\n' +
    'IR-r3,IR-1,IR-eve,nps,spring,2025-03-01 08:00,,,\n' +
    'IR-r4,IR-1,IR-eve,nps,spring,2025-03-01 08:00,2025-03-04 10:00,11,\n' +
    'IR-r5,IR-9,,nps,spring,2025-03-01 08:00,2025-03-04 10:00,5,\n' +
    'IR-r6,IR-1,,mood,spring,2025-03-01 08:00,2025-03-04 10:00,5,\n';
  const bring = async () => {
    const started = await api.must('POST', '/imports', {
      uploads: [await upload(api, 'nps_responses.csv', text)],
      dry_run: false,
    });
    return settled(api, started.id);
  };

  const first = await bring();
  expect(first).toMatchObject({ state: 'done', rows_read: 6, rows_new: 3, rows_rejected: 3 });
  expect(first.files[0].kind).toBe('response');
  const rejects = await api.get(`/imports/${first.id}/rejects.csv`);
  const [, ...lines] = String(rejects.body).trimEnd().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^nps_responses\.csv,5,nps score,/);
  expect(lines[1]).toMatch(/^nps_responses\.csv,6,account,/);
  expect(lines[2]).toMatch(/^nps_responses\.csv,7,questionnaire,/);

  expect(await api.must('GET', '/responses/IR-r1')).toMatchObject({
    contact: 'IR-ann',
    instrument: 'nps',
    basis: 'imported',
    answered: '2025-03-02T09:30:00Z',
    score: 9,
    comment: 'Good, but =slow',
    answers: { score: 9 },
  });
  expect(await api.must('GET', '/responses/IR-r3')).toMatchObject({ answered: null, score: null });
  const results = await api.must('GET', '/survey-results?instrument=nps&survey=spring');
  expect(results.sum).toMatchObject({ asked: 3, answered: 2, value: 0 });
  expect(results.texts_total).toBe(2);

  // Once more changes nothing.
  const second = await bring();
  expect(second).toMatchObject({ state: 'done', rows_new: 0, rows_rejected: 3 });
  expect(second.files[0]).toMatchObject({ new: 0, changed: 0, unchanged: 3 });
});
