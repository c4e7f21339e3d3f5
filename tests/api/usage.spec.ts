// Usage, its events, and the fields that an organisation declares for itself.
import { expect, test } from '../support/fixtures.ts';

test.describe('usage', () => {
  test('is set by cell and charted by day and week', async ({ as }) => {
    const api = as('manager');
    const { key } = await api.must('POST', '/accounts', { name: 'User of much' });
    const cells = [
      { event: 'report.opened', day: '2026-02-27', count: 3, user: 'u1' },
      { event: 'report.opened', day: '2026-03-01', count: 4, user: 'u1' },
      { event: 'data.exported', day: '2026-03-01', count: 50, user: 'u2' },
      { event: 'data.exported', day: '2026-03-02', count: 7 },
      { event: 'data.exported', day: '2026-03-02', count: 1 }, // takes the place of the 7
    ];
    for (const cell of cells) expect((await api.post('/usage', { account: key, ...cell })).status).toBe(204);

    const span = 'from=2026-02-27&to=2026-03-02';
    const byDay = await as('viewer').must('GET', `/accounts/${key}/usage?${span}`);
    expect(byDay.days).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(byDay.events).toMatchObject([
      { name: 'data.exported', counts: [0, 0, 50, 1], is_advanced: false },
      { name: 'report.opened', counts: [3, 0, 4, 0] },
    ]);
    expect(byDay.active_users).toEqual([1, 0, 2, 0]);
    expect(byDay.last_used).toBe('2026-03-02');
    const empty = await as('viewer').must('GET', `/accounts/${key}/usage?from=2026-04-01&to=2026-04-30`);
    expect(empty).toMatchObject({ events: [], last_used: '2026-03-02' });
    const before = await as('viewer').must('GET', `/accounts/${key}/usage?from=2026-02-01&to=2026-02-26`);
    expect(before.last_used).toBeNull();
    const byWeek = await as('viewer').must('GET', `/accounts/${key}/usage?${span}&by=week`);
    expect(byWeek.days).toEqual(['2026-02-23', '2026-03-02']);
    expect(byWeek.active_users).toEqual([2, 0]);
  });

  test('is refused for what is not there or cannot be', async ({ as }) => {
    const api = as('manager');
    const { key } = await api.must('POST', '/accounts', { name: 'User of little' });
    const good = { account: key, event: 'login', day: '2026-03-01', count: 1 };
    for (const [wrong, field] of [
      [{ account: 'no-such-account' }, 'account'],
      [{ day: '2026-02-30' }, 'day'],
      [{ count: -1 }, 'count'],
      [{ event: 'two\nlines' }, 'event'],
    ] as const) {
      const reply = await api.post('/usage', { ...good, ...wrong });
      expect(reply.status).toBe(400);
      expect(reply.body.field).toBe(field);
    }
    for (const query of ['from=2026-03-02&to=2026-03-01', 'from=2010-01-01&to=2026-03-01', 'by=year'])
      expect((await api.get(`/accounts/${key}/usage?${query}`)).status).toBe(400);
    expect((await api.get('/accounts/no-such-account/usage')).status).toBe(404);
  });
});

test('events live from creation to deletion, and take their counts along', async ({ as }) => {
  const api = as('manager');
  const created = await api.must('POST', '/events', { key: 'short.lived', label: 'Short-lived' });
  expect(created).toMatchObject({ is_tracked: true, is_advanced: false, first_day: null });
  const { key } = await api.must('POST', '/accounts', { name: 'User of one thing' });
  await api.must('POST', '/usage', { account: key, event: 'short.lived', day: '2026-03-01', count: 2 });
  const changed = await api.must('PATCH', '/events/short.lived', { is_advanced: true });
  expect(changed).toMatchObject({ is_tracked: true, is_advanced: true, first_day: '2026-03-01' });
  const { items } = await api.must('GET', '/events?filter=is_advanced%20=%20true&q=SHORT');
  expect(items).toEqual([changed]);

  expect((await api.delete('/events/short.lived')).status).toBe(204);
  expect((await api.get('/events/short.lived')).status).toBe(404);
  const usage = await api.must('GET', `/accounts/${key}/usage?from=2026-03-01&to=2026-03-01`);
  expect(usage.events).toEqual([]);
});

test.describe('custom fields', () => {
  test('are declared, used in filters, relabelled and removed', async ({ as }) => {
    const api = as('manager');
    const declared = await api.post('/custom-fields', { kind: 'account', name: 'tier', type: 'text' });
    expect(declared.status).toBe(201);
    expect(declared.body.label).toBe('tier');
    const other = await api.post('/custom-fields', { kind: 'account', name: 'tier', type: 'number' });
    expect(other.status).toBe(409);

    const gold = await api.must('POST', '/accounts', { name: 'Golden', custom: { tier: 'gold' } });
    await api.must('PATCH', '/custom-fields/account/tier', { label: 'Service tier' });
    const { items: fields } = await api.must('GET', '/custom-fields?kind=account');
    // Beside it stand those that the built-in qualification card reads.
    expect(fields.find((field: { name: string }) => field.name === 'tier')).toMatchObject({
      label: 'Service tier',
      type: 'text',
    });
    const filter = encodeURIComponent('custom.tier = "gold"');
    const { items } = await api.must('GET', `/accounts?filter=${filter}&sort=-custom.tier`);
    expect(items).toEqual([gold]);

    expect((await api.delete('/custom-fields/account/tier')).status).toBe(204);
    expect((await api.get(`/accounts/${gold.key}`)).body.custom).toBeNull();
    expect((await api.get(`/accounts?filter=${filter}`)).status).toBe(400);
  });

  test('refuse values of another type, and names that nobody declared', async ({ as }) => {
    const api = as('manager');
    await api.must('POST', '/custom-fields', { kind: 'account', name: 'signed', type: 'day' });
    for (const [custom, field] of [
      [{ signed: '31.1.2026' }, 'custom.signed'],
      [{ colour: 'blue' }, 'custom'],
    ] as const) {
      const reply = await api.post('/accounts', { name: 'A', custom });
      expect(reply.status).toBe(400);
      expect(reply.body.field).toBe(field);
    }
  });
});
