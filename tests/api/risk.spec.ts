// Who is likely to leave: training as a job, the list, one account, the cards of models.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { ripen, TODAY, temporaryFolder } from '../support/server.ts';

const train = async (api: Api, data: object) => {
  const job = await api.must('POST', '/forecast/train', data);
  expect(job.kind).toBe('risk_train');
  await expect
    .poll(async () => (await api.must('GET', `/jobs/${job.id}`)).state, { timeout: 30_000 })
    .toBe('done');
  return (await api.must('GET', `/jobs/${job.id}`)).result.model_id as number;
};

test.beforeAll(async ({ people }) => {
  const api = people.api('manager');
  if ((await api.get('/accounts/rk-1')).status === 200) return; // this worker has been here
  for (const key of ['rk-1', 'rk-2', 'rk-3']) {
    await api.must('POST', '/accounts', { key, name: `Risk ${key}`, start: '2025-01-01', industry: 'Rk' });
    await api.must('POST', '/subscriptions', {
      account: key,
      amount_cents: 120_000,
      currency: 'USD',
      interval_months: 12,
      term_months: 12,
      notice_days: 30,
      start: '2025-03-01',
      ...(key === 'rk-3' ? { ended: '2025-11-10' } : {}),
    });
  }
});

test('before a model is trained there is nothing to say of an account, and that is no fault', async ({
  as,
}) => {
  const { items, judged } = await as('viewer').must('GET', '/forecast/models');
  test.skip(items.length > 0, 'this worker has trained already');
  expect(judged).toEqual([]);
  expect(await as('viewer').must('GET', '/accounts/rk-1/risk')).toMatchObject({
    key: 'rk-1',
    day: null,
    model_id: null,
    verdict: null,
    p_pct: null,
    reasons: [],
    before: [],
  });
  expect((await as('viewer').get('/accounts/nobody/risk')).status).toBe(404);
  expect(await as('viewer').must('GET', '/forecast/risk')).toMatchObject({ day: null, rows: [] });
});

test('with too little history it says what is missing, and calls nobody a risk', async ({ as }) => {
  const id = await train(as('manager'), { horizon_days: 60 });
  const card = await as('viewer').must('GET', `/forecast/models/${id}`);
  expect(card).toMatchObject({ verdict: 'too_little', is_in_force: true, horizon_days: 60, day: TODAY });
  expect(card.missing.join(' ')).toContain('it takes 20');
  expect(card).toMatchObject({ left_needed: 20, rows_needed: 200 });
  const { items, definitions } = await as('viewer').must('GET', '/forecast/models');
  expect(items[0]).toMatchObject({ id, is_in_force: true });
  expect(definitions.map(({ name }: { name: string }) => name)).toContain('AUC');
  const only = encodeURIComponent('industry = "Rk"');
  const list = await as('viewer').must('GET', `/forecast/risk?filter=${only}&sort=-arr`);
  expect(list).toMatchObject({ day: TODAY, model_id: id, verdict: 'too_little', total: 2 });
  expect(list.totals).toMatchObject({ accounts: 2, arr_cents: 240_000, risks: 0 });
  expect(list.rows[0]).toMatchObject({ is_risk: false, reason: null, renewal: '2026-03-01' });
  expect(list.rows[0].notice).toBe('2026-01-30');
  expect(list.rows[0].p_pct).toBeGreaterThan(0);
  expect(list.definitions.map(({ name }: { name: string }) => name)).toContain('ARR at risk');
  const risks = await as('viewer').must('GET', `/forecast/risk?filter=${only}&is_risk=true`);
  expect(risks).toMatchObject({ total: 0, rows: [], totals: { accounts: 2 } });
});

test('one account is told with what it was told before', async ({ as }) => {
  await train(as('manager'), {});
  const risk = await as('viewer').must('GET', '/accounts/rk-1/risk');
  expect(risk).toMatchObject({
    key: 'rk-1',
    day: TODAY,
    horizon_days: 90,
    is_risk: false,
    reasons: [],
    similar: null,
    renewal: '2026-03-01',
    notice: '2026-01-30',
  });
  expect(risk.before).toHaveLength(1);
  expect(risk.before[0]).toMatchObject({ day: TODAY, outcome: null, verdict: 'too_little' });
  expect((await as('viewer').must('GET', '/accounts/rk-3/risk')).p_pct).toBeNull();
  expect((await as('viewer').get('/accounts/nobody/risk')).status).toBe(404);
});

test('it comes as a file', async ({ as }) => {
  await train(as('manager'), {});
  const { status, body } = await as('viewer').get('/forecast/risk.csv');
  expect(status).toBe(200);
  expect(body.split('\r\n')[0]).toBe(
    'key,name,owner,p_pct,low_pct,high_pct,is_risk,arr_cents,at_risk_cents,health,maturity,renewal',
  );
  expect(body).toContain('rk-1,Risk rk-1,');
  expect((await as('viewer').get('/forecast/risk.csv?is_risk=true&sort=-renewal')).body).not.toContain(
    'rk-1',
  );
});

test('what makes no sense is refused with the reason', async ({ as }) => {
  const api = as('manager');
  expect((await api.post('/forecast/train', { horizon_days: 3 })).body).toMatchObject({
    field: 'horizon_days',
  });
  expect((await api.get('/forecast/risk?sort=luck')).body).toMatchObject({ field: 'sort' });
  expect((await api.get('/forecast/risk?filter=helth<3')).body).toMatchObject({ field: 'filter' });
  expect((await api.get('/forecast/models/999999')).status).toBe(404);
});

test('the command line trains on the sample company and tells why', () => {
  test.setTimeout(120_000);
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  ripen('demo', '--data', data, '--accounts', '250', '--months', '24', '--until', '2026-01-30');
  const none = ripen('risk', '--data', data);
  expect(none.stdout).toContain('train a model first');
  const trained = ripen('risk', 'train', '--data', data);
  expect(trained.status).toBe(0);
  expect(trained.stdout).toContain('can be told in part');
  expect(trained.stdout).toContain('left out: Gross margin.');
  const list = JSON.parse(ripen('risk', 'list', '--data', data, '--format', 'json').stdout);
  expect(list.totals.risks).toBeGreaterThan(0);
  expect(list.rows[0].reason).toMatch(/\S/);
  expect(list.rows[0].points).toBeGreaterThan(0);
  const shown = ripen('risk', 'show', list.rows[0].key, '--data', data);
  expect(shown.stdout).toMatch(/\+\d+\.\d points {2}\S/);
  expect(shown.stdout).toContain('most like this one');
  expect(ripen('risk', 'models', '--data', data).stdout).toContain('in force');
  expect(ripen('risk', 'guess', '--data', data).status).toBe(2);
  rmSync(folder, { recursive: true, force: true });
});
