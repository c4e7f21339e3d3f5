// Is a score useful? At once where there is little, as a job where there is much.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from '../support/fixtures.ts';
import { OpenApi } from '../support/openapi.ts';
import { People } from '../support/people.ts';
import { ripen, Server, temporaryFolder, withServer } from '../support/server.ts';

/** Whose facts would be judged, too: here there are none. */
const test = base.extend<object, { server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs
  server: [async ({}, use) => withServer(use), { scope: 'worker' }],
});

test('with too few that left it says so', async ({ as }) => {
  const { lab, job } = await as('viewer').must('POST', '/lab', {});
  expect(job).toBeNull();
  expect(lab).toMatchObject({ verdict: 'too_few', horizon_days: 90, scores: [] });
  expect(lab.headline).toBe('No month-end can be judged yet.');
  expect(lab.words).toContain('Import a longer history');
  expect(lab.definitions.map(({ name }: { name: string }) => name)).toContain('AUC');
  const { weights } = await as('viewer').must('POST', '/lab/weights', { card: 'health', level: 'measures' });
  expect(weights).toMatchObject({ key: 'health', level: 'measures', card: null, is_better: false });
});

test('what makes no sense is refused with the reason', async ({ as }) => {
  const api = as('viewer');
  const refused = async (data: object) => (await api.post('/lab', data)).body;
  expect(await refused({ cards: ['wealth'] })).toMatchObject({ status: 400, field: 'cards' });
  expect(await refused({ cards: ['health@x'] })).toMatchObject({ field: 'cards' });
  expect(await refused({ cards: ['health', 'health'] })).toMatchObject({ field: 'cards' });
  expect(await refused({ filter: 'cell = "save"' })).toMatchObject({ field: 'filter' });
  expect(await refused({ filter: 'helth < 3' })).toMatchObject({ field: 'filter' });
  expect(await refused({ from: '2025-06-01', to: '2025-01-01' })).toMatchObject({ field: 'from' });
  expect(await refused({ horizon_days: 1 })).toMatchObject({ field: 'horizon_days' });
  expect((await api.post('/lab/weights', {})).body).toMatchObject({ field: 'card' });
});

test.describe('of the sample company', () => {
  test.describe.configure({ mode: 'serial' });
  let folder: string;
  let data: string;

  test.beforeAll(() => {
    test.setTimeout(120_000);
    folder = temporaryFolder();
    data = join(folder, 'data');
    ripen('demo', '--data', data, '--accounts', '300', '--months', '24', '--until', '2026-01-30');
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a job judges the cards, and suggested weights become a draft', async () => {
    test.setTimeout(120_000);
    const server = await Server.start(data);
    const openapi = await OpenApi.of(server.url);
    const people = await People.meet(server, openapi);
    const api = await people.visitor();
    await api.must('POST', '/login', { email: 'admin@example.com', password: 'ripen-demo' });
    const result = async (path: string, body: object) => {
      const { job } = await api.must('POST', path, body);
      const state = async () => (await api.must('GET', `/jobs/${job.id}`)).state;
      await expect.poll(state, { timeout: 60_000 }).toBe('done');
      return (await api.must('GET', `/jobs/${job.id}`)).result;
    };
    // Not by the job, later.
    const refused = async (path: string, body: object) => (await api.post(path, body)).body;
    expect(await refused('/lab', { cards: ['health', 'wealth'] })).toMatchObject({
      status: 400,
      field: 'cards',
    });
    expect(await refused('/lab', { filter: 'cell = "save"' })).toMatchObject({
      status: 400,
      field: 'filter',
    });
    expect(
      await refused('/lab/weights', { card: 'health', from: '2025-06-01', to: '2025-01-01' }),
    ).toMatchObject({
      field: 'from',
    });
    const lab = await result('/lab', { horizon_days: 90 });
    expect(lab.verdict).toBe('useful');
    expect(lab.scores.map((s: { id: string }) => s.id)).toEqual(['health', 'maturity', 'both']);
    expect(lab.headline).toMatch(/^Customer health tells who leaves better than chance/);
    expect(lab.scores[0]).toMatchObject({
      label: 'Customer health',
      kind: 'health',
      version: 1,
      undated: [],
    });
    expect(lab.scores[2]).toMatchObject({ label: 'Both together', kind: null, version: null });
    expect(lab.scores[0].bands).toHaveLength(3);
    expect(lab.words).toContain('better than chance');
    const weights = await result('/lab/weights', { card: 'health' });
    expect(weights.words).toMatch(/^(Not better than what you have|Other weights would have told better)/);
    const draft = await api.must('POST', '/cards', { card: weights.card });
    expect(draft.summary).toMatchObject({ key: 'health', state: 'draft' });
    await people.leave();
    await server.stop();
  });

  test('the command line tells the same, and prints the card', () => {
    const judged = ripen('lab', '--data', data);
    expect(judged.stderr).toBe('');
    expect(judged.stdout).toContain('better than chance: AUC 0.');
    expect(judged.stdout).toContain('Left from the highest band: ');
    const csv = ripen('lab', 'judge', '--data', data, '--format', 'csv');
    expect(csv.stdout.split('\n')[0]).toBe('id,label,rows,left,missing,auc,auc_low,auc_high,verdict');
    const weights = JSON.parse(ripen('lab', 'weights', '--data', data, '--format', 'json').stdout);
    expect(weights.changes.length).toBeGreaterThan(3);
    const definition = ripen('lab', 'weights', '--data', data, '--definition');
    expect(JSON.parse(definition.stdout).groups).toHaveLength(weights.card.groups.length);
    writeFileSync(join(folder, 'health.json'), definition.stdout);
    expect(ripen('lab', 'guess', '--data', data).status).toBe(2);
  });
});
