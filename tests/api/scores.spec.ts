// Settings, saved views, jobs and scoring.
import { expect, test } from '../support/fixtures.ts';

test.describe('saved views', () => {
  test('are kept for all and removed again', async ({ as }) => {
    const view = { page: 'portfolio', name: 'Mine', state: { columns: ['arr'], filter: 'owner = "ann"' } };
    const saved = await as('manager').must('POST', '/views', view);
    expect(saved).toMatchObject(view);
    const listed = await as('viewer').must('GET', '/views');
    expect(listed.items).toContainEqual(saved);
    expect((await as('manager').delete(`/views/${saved.id}`)).status).toBe(204);
    expect((await as('manager').delete(`/views/${saved.id}`)).status).toBe(404);
  });
});

test.describe('jobs', () => {
  test('are seen, and a finished one is neither cancelled nor tried again', async ({ as }) => {
    const manager = as('manager');
    const job = await manager.must('POST', '/score', { from: '2026-01-05', to: '2026-01-19', every: 'week' });
    await expect.poll(async () => (await manager.must('GET', `/jobs/${job.id}`)).state).toBe('done');
    const { items } = await as('viewer').must('GET', '/jobs?state=done');
    expect(items.map((item: { id: number }) => item.id)).toContain(job.id);
    expect((await manager.post(`/jobs/${job.id}/cancel`, {})).status).toBe(409);
    expect((await manager.post(`/jobs/${job.id}/retry`, {})).status).toBe(409);
    const { days } = await as('viewer').must('GET', '/days');
    expect(days).toEqual(expect.arrayContaining(['2026-01-05', '2026-01-12', '2026-01-19']));
  });

  test('that run are cancelled, and cancelled ones tried again', async ({ as }) => {
    const manager = as('manager');
    await manager.must('POST', '/accounts', { name: 'Old', start: '1990-01-01' });
    const { id } = await manager.must('POST', '/score', {
      from: '1990-01-01',
      to: '2026-01-31',
      every: 'day',
    });
    const state = async () => (await manager.must('GET', `/jobs/${id}`)).state;
    for (let i = 0; i < 2; i++) {
      expect((await manager.post(`/jobs/${id}/cancel`, {})).status).toBe(200);
      await expect.poll(state).toBe('cancelled');
      if (i === 0) expect((await manager.post(`/jobs/${id}/retry`, {})).status).toBe(200);
    }
  });

  for (const [what, data] of Object.entries({
    'the end before the beginning': { from: '2026-01-05', to: '2026-01-01' },
    'a day that does not exist': { from: '2026-02-30' },
    'a day in the future': { from: '2027-01-01', to: '2027-01-02' },
    'a step nobody knows': { from: '2026-01-05', every: 'fortnight' },
  }))
    test(`of scoring are refused for ${what}`, async ({ as }) => {
      expect((await as('manager').post('/score', data)).status).toBe(400);
    });
});

test.describe('settings', () => {
  const GOOD = { organisation: 'Ours', currency: 'USD', discount_pct: 12, matrix: '2x2' };
  test('are changed by an admin, and said in the audit log', async ({ as }) => {
    const before = await as('viewer').must('GET', '/settings');
    expect((await as('admin').patch('/settings', GOOD)).body).toMatchObject(GOOD);
    expect(await as('viewer').must('GET', '/settings')).toMatchObject(GOOD);
    const { items } = await as('admin').must('GET', '/audit?kind=settings');
    expect(items.length).toBeGreaterThan(0);
    await as('admin').must('PATCH', '/settings', before);
  });

  for (const [field, value] of Object.entries({
    currency: 'Taler',
    time_zone: 'Europe/Atlantis',
    discount_pct: -1,
    matrix: '4x4',
  }))
    test(`refuse ${field} = ${JSON.stringify(value)}`, async ({ as }) => {
      const reply = await as('admin').patch('/settings', { [field]: value });
      expect(reply.status).toBe(400);
      expect(reply.body.field).toBe(field);
    });
});
