// Each kind of fact through its whole life: create, read, list, change, refuse, delete.
import type { Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

interface Kind {
  plural: string;
  /** What is sent on create, besides key and account. */
  create: Record<string, unknown>;
  /** What is changed, and must then be read back. */
  change: Record<string, unknown>;
  /** Input that must be refused with the field's name. */
  refuse: { data: Record<string, unknown>; field: string }[];
}

const KINDS: Kind[] = [
  {
    plural: 'accounts',
    create: {
      name: 'Acorn Ltd',
      industry: 'EdTech',
      lifecycle: 'active',
      employees: 120,
      start: '2025-01-31',
    },
    change: { owner: 'ann', employees: 130, industry: null },
    refuse: [
      { data: { name: '' }, field: 'name' },
      { data: { name: 'x'.repeat(256) }, field: 'name' },
      { data: { name: 'A', lifecycle: 'sleeping' }, field: 'lifecycle' },
      { data: { name: 'A', employees: -1 }, field: 'employees' },
      { data: { name: 'A', employees: '12' }, field: 'employees' },
      { data: { name: 'A', start: '2025-02-30' }, field: 'start' },
      { data: { name: 'A', start: '2025-02-01', churned: '2025-01-01' }, field: 'churned' },
      { data: { name: 'A', currency: 'Taler' }, field: 'currency' },
      { data: { name: 'A', parent: 'no-such-account' }, field: 'parent' },
      { data: { name: 'A', colour: 'blue' }, field: 'colour' },
      { data: { industry: 'EdTech' }, field: 'name' },
    ],
  },
  {
    plural: 'contacts',
    create: {
      name: 'Ann Green',
      email: 'ann@acorn.example',
      roles: ['champion', 'power_user'],
      joined: '2025-02-01',
    },
    change: { title: 'Head of Customer Success', left_day: '2025-11-30' },
    refuse: [
      { data: { name: 'A', roles: ['king'] }, field: 'roles' },
      { data: { name: 'A', joined: '2025-02-01', left_day: '2025-01-01' }, field: 'left_day' },
    ],
  },
  {
    plural: 'subscriptions',
    create: {
      product: 'Base',
      amount_cents: 120000,
      currency: 'EUR',
      interval_months: 12,
      start: '2025-01-31',
    },
    change: { seats: 20, auto_renewal: true },
    refuse: [
      { data: { amount_cents: -1, interval_months: 1, start: '2025-01-01' }, field: 'amount_cents' },
      { data: { amount_cents: 1, interval_months: 0, start: '2025-01-01' }, field: 'interval_months' },
      { data: { amount_cents: 1, interval_months: 1 }, field: 'start' },
      {
        data: { amount_cents: 1, interval_months: 1, start: '2025-02-01', ended: '2025-01-01' },
        field: 'ended',
      },
    ],
  },
  {
    plural: 'invoices',
    create: { issued: '2025-02-01', due: '2025-03-03', amount_cents: 120000, currency: 'EUR' },
    change: { paid: '2025-02-20' },
    refuse: [{ data: { issued: '2025-02-01', amount_cents: 1.5 }, field: 'amount_cents' }],
  },
  {
    plural: 'tickets',
    create: { subject: 'Cannot log in', opened: '2025-05-01T09:00:00Z', priority: 'high', vehicle: 'email' },
    change: { first_response: '2025-05-01T09:30:00Z', solved: '2025-05-02T10:00:00.500Z', satisfaction: 4 },
    refuse: [
      { data: { subject: 'A' }, field: 'opened' },
      { data: { opened: '2025-05-01' }, field: 'opened' },
      { data: { opened: '2025-05-01T09:00:00Z', satisfaction: 6 }, field: 'satisfaction' },
      { data: { opened: '2025-05-01T09:00:00Z', solved: '2025-05-01T08:00:00Z' }, field: 'solved' },
    ],
  },
  {
    plural: 'interactions',
    create: {
      kind: 'meeting',
      at: '2025-06-01T09:00:00Z',
      direction: 'two_way',
      sentiment: 1,
      summary: 'Kick-off',
    },
    change: { sentiment: -2, author: 'ann' },
    refuse: [{ data: { kind: 'meeting', at: '2025-06-01T09:00:00Z', sentiment: 3 }, field: 'sentiment' }],
  },
  {
    plural: 'assessments',
    create: { day: '2025-06-30', basis: 'interview', assessor: 'ann', charter_clarity: 4, people_skill: 2.5 },
    change: { charter_clarity: 5, note: 'A clear charter now' },
    refuse: [
      { data: { day: '2025-06-30', basis: 'interview', charter_clarity: 6 }, field: 'charter_clarity' },
      { data: { day: '2025-06-30', basis: 'hearsay', charter_clarity: 3 }, field: 'basis' },
    ],
  },
  {
    plural: 'churns',
    create: { day: '2025-09-30', reason: 'budget', amount_cents: 120000, is_reactivation: false },
    change: { feedback: 'Will come back' },
    refuse: [{ data: { reason: 'budget' }, field: 'day' }],
  },
  {
    plural: 'events',
    create: { label: 'Report exported', is_tracked: true, is_advanced: false },
    change: { label: 'Report sent', is_advanced: true },
    refuse: [{ data: { is_advanced: 'yes' }, field: 'is_advanced' }],
  },
  {
    plural: 'goals',
    create: {
      outcome: 'Half the time from order to delivery',
      unit: 'days',
      baseline: 12,
      target: 6,
      agreed: '2025-01-15',
      due: '2025-09-30',
    },
    change: { target: 5.5, met: '2025-08-01', owner: 'ann' },
    refuse: [
      { data: { agreed: '2025-01-15' }, field: 'outcome' },
      { data: { outcome: 'Faster' }, field: 'agreed' },
      { data: { outcome: 'Faster', agreed: '2025-01-15', due: '2025-01-14' }, field: 'due' },
      { data: { outcome: 'Faster', agreed: '2025-01-15', met: '2025-01-14' }, field: 'met' },
      { data: { outcome: 'Faster', agreed: '2025-01-15', baseline: 3 }, field: 'target' },
      { data: { outcome: 'Faster', agreed: '2025-01-15', baseline: 3, target: 3 }, field: 'target' },
      { data: { outcome: 'Faster', agreed: '2025-01-15', target: 'soon' }, field: 'target' },
    ],
  },
  {
    plural: 'touches',
    create: { campaign: 'Release notes', sent: '2025-03-01T08:00:00Z', opened: '2025-03-01T09:00:00Z' },
    change: { clicked: '2025-03-01T09:01:00Z', unsubscribed: '2025-03-02T00:00:00Z' },
    refuse: [
      { data: { sent: '2025-03-01T08:00:00Z' }, field: 'campaign' },
      { data: { campaign: 'News' }, field: 'sent' },
      {
        data: { campaign: 'News', sent: '2025-03-01T08:00:00Z', clicked: '2025-03-01T07:00:00Z' },
        field: 'clicked',
      },
      { data: { campaign: 'News', sent: '2025-03-01T08:00:00Z', contact: 'nobody' }, field: 'contact' },
    ],
  },
  {
    plural: 'advocacy',
    create: { kind: 'referral', day: '2025-04-01', worth_cents: 250000, currency: 'EUR' },
    change: { kind: 'case_study', note: 'On the web site' },
    refuse: [
      { data: { day: '2025-04-01' }, field: 'kind' },
      { data: { kind: 'applause', day: '2025-04-01' }, field: 'kind' },
      { data: { kind: 'talk' }, field: 'day' },
      { data: { kind: 'talk', day: '2025-04-01', worth_cents: -1 }, field: 'worth_cents' },
      { data: { kind: 'talk', day: '2025-04-01', worth_cents: 1, currency: 'taler' }, field: 'currency' },
    ],
  },
  {
    plural: 'opportunities',
    create: {
      name: 'Second department',
      kind: 'expansion',
      amount_cents: 900000,
      currency: 'EUR',
      stage: 'Proposal',
      opened: '2025-05-01',
      expected_close: '2025-08-31',
      is_won: false,
    },
    change: { stage: 'Signed', closed: '2025-08-20', is_won: true },
    refuse: [
      { data: { opened: '2025-05-01' }, field: 'kind' },
      { data: { kind: 'renewal' }, field: 'opened' },
      { data: { kind: 'new business', opened: '2025-05-01' }, field: 'kind' },
      { data: { kind: 'renewal', opened: '2025-05-01', closed: '2025-04-30' }, field: 'closed' },
      { data: { kind: 'renewal', opened: '2025-05-01', is_won: true }, field: 'closed' },
      { data: { kind: 'renewal', opened: '2025-05-01', amount_cents: -5 }, field: 'amount_cents' },
    ],
  },
  {
    plural: 'responses',
    create: {
      instrument: 'nps',
      basis: 'survey',
      invited: '2025-05-01T08:00:00Z',
      answered: '2025-05-03T08:00:00Z',
      answers: { score: 9, good: 'The people' },
    },
    change: { survey: 'spring', reminded: '2025-05-02T08:00:00Z' },
    refuse: [
      { data: { invited: '2025-05-01T08:00:00Z' }, field: 'instrument' },
      { data: { instrument: 'mood', invited: '2025-05-01T08:00:00Z' }, field: 'instrument' },
      { data: { instrument: 'nps', version: 9, invited: '2025-05-01T08:00:00Z' }, field: 'version' },
      { data: { instrument: 'nps' }, field: 'invited' },
      { data: { instrument: 'nps', answered: '2025-05-01T08:00:00Z', score: 11 }, field: 'score' },
      {
        data: { instrument: 'nps', answered: '2025-05-01T08:00:00Z', answers: { mood: 1 } },
        field: 'answers.mood',
      },
      { data: { instrument: 'nps', invited: '2025-05-01T08:00:00Z', score: 1 }, field: 'answered' },
    ],
  },
];

/** These belong to no account. */
const ALONE = ['accounts', 'events'];

/** A row of the kind, on an account of its own where the kind has one. */
async function body(api: Api, kind: Kind, data: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (ALONE.includes(kind.plural)) return data;
  const account = await api.must('POST', '/accounts', { name: `For ${kind.plural}` });
  return { account: account.key, ...data };
}

for (const kind of KINDS) {
  test.describe(kind.plural, () => {
    test('live from creation to deletion', async ({ as }) => {
      const api = as('manager');
      const sent = await body(api, kind, { key: `${kind.plural}-life`, ...kind.create });
      const created = await api.post(`/${kind.plural}`, sent);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject(sent);

      const path = `/${kind.plural}/${kind.plural}-life`;
      expect((await api.get(path)).body).toEqual(created.body);
      expect((await api.post(`/${kind.plural}`, sent)).status).toBe(409);

      const changed = await api.patch(path, kind.change);
      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({ ...sent, ...kind.change });
      expect((await api.get(path)).body).toMatchObject({ ...sent, ...kind.change });

      expect((await api.delete(path)).status).toBe(204);
      expect((await api.get(path)).status).toBe(404);
      expect((await api.delete(path)).status).toBe(404);
    });

    test('get a key when they bring none', async ({ as }) => {
      const api = as('manager');
      const { key } = await api.must('POST', `/${kind.plural}`, await body(api, kind, kind.create));
      expect(key).toMatch(/^\S+$/);
      expect((await api.get(`/${kind.plural}/${encodeURIComponent(key)}`)).status).toBe(200);
    });

    for (const { data, field } of kind.refuse) {
      test(`refuse ${JSON.stringify(data).slice(0, 80)}`, async ({ as }) => {
        const api = as('manager');
        const reply = await api.post(`/${kind.plural}`, await body(api, kind, data));
        expect(reply.status).toBe(400);
        expect(reply.headers['content-type']).toContain('application/problem+json');
        expect(reply.body.field).toMatch(new RegExp(`^${field}(\\[|$)`));
        expect(reply.body.detail).not.toBe('');
      });
    }
  });
}

test.describe('lists of accounts', () => {
  const names = ['Birch', 'beech', 'Oak', 'Elm', 'ash'].map((name) => `List ${name}`);
  const industries = ['Timber', 'Timber', 'Paper', 'Paper', 'Ships'];

  test.beforeAll(async ({ people }) => {
    const api = people.api('manager');
    for (const [i, name] of names.entries())
      await api.must('POST', '/accounts', {
        key: `list-${i}`,
        name,
        industry: industries[i],
        employees: i * 10,
      });
  });

  const SCENARIOS: { query: string; keys: string[] }[] = [
    { query: 'filter=industry = "Timber"&sort=-employees', keys: ['list-1', 'list-0'] },
    {
      query: 'filter=industry in ("Paper", "Ships") and employees >= 30&sort=employees',
      keys: ['list-3', 'list-4'],
    },
    { query: 'filter=name contains "list o"', keys: ['list-2'] },
    { query: 'q=list elm', keys: ['list-3'] },
    { query: 'filter=key = "list-0" or key = "list-4"&sort=key', keys: ['list-0', 'list-4'] },
    { query: 'filter=industry = "Iron"', keys: [] },
  ];
  for (const { query, keys } of SCENARIOS)
    test(`${query} finds ${keys.length}`, async ({ as }) => {
      const reply = await as('viewer').get(`/accounts?${encodeURI(query)}`);
      expect(reply.status).toBe(200);
      expect(reply.body.items.map((item: { key: string }) => item.key)).toEqual(keys);
    });

  test('come in pages that miss nothing and repeat nothing', async ({ as }) => {
    const filter = encodeURIComponent('key in ("list-0", "list-1", "list-2", "list-3", "list-4")');
    const seen: string[] = [];
    let path: string | undefined = `/accounts?filter=${filter}&sort=name&limit=2`;
    let pages = 0;
    while (path) {
      const reply = await as('viewer').get(path);
      expect(reply.status).toBe(200);
      seen.push(...reply.body.items.map((item: { key: string }) => item.key));
      pages++;
      const next = /<\/api\/v1([^>]+)>; rel="next"/.exec(reply.headers.link ?? '')?.[1];
      expect(next === undefined).toBe(reply.body.next === null);
      path = next;
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  for (const query of [
    'filter=colour = "blue"',
    'filter=name =',
    'sort=colour',
    'limit=0',
    'limit=x',
    'colour=blue',
  ])
    test(`${query} is refused with a reason`, async ({ as }) => {
      const reply = await as('viewer').get(`/accounts?${encodeURI(query)}`);
      expect(reply.status).toBe(400);
      expect(reply.body.detail.length).toBeGreaterThan(10);
    });
});

test.describe('measurements', () => {
  test('belong to a goal, go with it, and live from creation to deletion', async ({ as }) => {
    const api = as('manager');
    const { key: account } = await api.must('POST', '/accounts', { name: 'Measured' });
    const { key: goal } = await api.must('POST', '/goals', {
      account,
      outcome: 'More tickets answered at once',
      unit: '%',
      baseline: 20,
      target: 60,
      agreed: '2025-01-01',
    });
    const sent = { key: 'first', account, goal, day: '2025-03-31', value: 35.5 };
    const created = await api.post('/measurements', sent);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject(sent);
    expect(created.body.known).toMatch(/^20/); // entered by hand: known today, not in March
    expect((await api.get('/measurements/first')).body).toEqual(created.body);
    expect((await api.patch('/measurements/first', { value: 36 })).body.value).toBe(36);
    const listed = await as('viewer').must(
      'GET',
      `/measurements?filter=${encodeURIComponent(`goal = "${goal}"`)}`,
    );
    expect(listed.items.map((m: { key: string }) => m.key)).toEqual(['first']);
    expect((await api.delete('/measurements/first')).status).toBe(204);

    await api.must('POST', '/measurements', sent);
    expect((await api.delete(`/goals/${goal}`)).status).toBe(204);
    expect((await api.get('/measurements/first')).status).toBe(404);
  });

  test('are refused with the field that is wrong', async ({ as }) => {
    const api = as('manager');
    const { key: account } = await api.must('POST', '/accounts', { name: 'Measured' });
    const { key: other } = await api.must('POST', '/accounts', { name: 'Another' });
    const { key: goal } = await api.must('POST', '/goals', {
      account: other,
      outcome: 'Not ours',
      agreed: '2025-01-01',
    });
    const WRONG: [Record<string, unknown>, string][] = [
      [{ account, goal: 'none', day: '2025-03-31', value: 1 }, 'goal'],
      [{ account, goal, day: '2025-03-31', value: 1 }, 'goal'],
      [{ account: other, goal, value: 1 }, 'day'],
      [{ account: other, goal, day: '2025-03-31' }, 'value'],
      [{ account: other, day: '2025-03-31', value: 1 }, 'goal'],
    ];
    for (const [data, field] of WRONG) {
      const reply = await api.post('/measurements', data);
      expect(reply.status).toBe(400);
      expect(reply.body.field).toBe(field);
    }
  });
});

test.describe('opportunities', () => {
  test('are closed by a stage that says so', async ({ as }) => {
    const api = as('manager');
    const { key: account } = await api.must('POST', '/accounts', { name: 'Buyer' });
    const deal = { account, kind: 'expansion', opened: '2025-01-01', expected_close: '2025-02-01' };
    const won = await api.must('POST', '/opportunities', { ...deal, stage: 'Closed Won' });
    expect(won).toMatchObject({ closed: '2025-02-01', is_won: true });
    const lost = await api.must('POST', '/opportunities', { ...deal, stage: 'closedlost' });
    expect(lost).toMatchObject({ closed: '2025-02-01', is_won: false });
    const open = await api.must('POST', '/opportunities', { ...deal, stage: 'Negotiation' });
    expect(open).toMatchObject({ closed: null, is_won: false });
  });
});

test.describe('usage', () => {
  test('is set cell by cell and charted by day and week', async ({ as }) => {
    const manager = as('manager');
    const { key } = await manager.must('POST', '/accounts', { name: 'User of much' });
    const cells = [
      { event: 'usage-export', day: '2026-01-05', count: 3, user: 'u1' },
      { event: 'usage-export', day: '2026-01-06', count: 4, user: 'u2' },
      { event: 'usage-export', day: '2026-01-06', count: 5, user: 'u2' }, // instead of the 4
      { event: 'usage-share', day: '2026-01-12', count: 1, user: 'u1' },
    ];
    for (const cell of cells) await manager.must('POST', '/usage', { account: key, ...cell });

    const days = await as('viewer').must(
      'GET',
      `/accounts/${key}/usage?from=2026-01-05&to=2026-01-12&by=day`,
    );
    expect(days.days).toHaveLength(8);
    const counts = Object.fromEntries(
      days.events.map((e: { name: string; counts: number[] }) => [e.name, e.counts]),
    );
    expect(counts).toEqual({
      'usage-export': [3, 5, 0, 0, 0, 0, 0, 0],
      'usage-share': [0, 0, 0, 0, 0, 0, 0, 1],
    });
    const weeks = await as('viewer').must(
      'GET',
      `/accounts/${key}/usage?from=2026-01-05&to=2026-01-18&by=week`,
    );
    expect(weeks.days).toEqual(['2026-01-05', '2026-01-12']);
    expect(weeks.active_users).toEqual([2, 1]);
  });

  test('of an account that is not there is refused', async ({ as }) => {
    const reply = await as('manager').post('/usage', {
      account: 'none',
      event: 'e',
      day: '2026-01-05',
      count: 1,
    });
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe('account');
  });
});

test.describe('custom fields', () => {
  test('are declared, filled, filtered by, renamed and removed', async ({ as }) => {
    const manager = as('manager');
    const field = { kind: 'account', name: 'fleet', label: 'Ships', type: 'number' };
    expect(await manager.must('POST', '/custom-fields', field)).toMatchObject(field);
    expect((await manager.post('/custom-fields', { ...field, type: 'text' })).status).toBe(409);

    await manager.must('POST', '/accounts', { key: 'with-fleet', name: 'Fleet', custom: { fleet: 12 } });
    const wrong = await manager.post('/accounts', { name: 'Fleet', custom: { fleet: 'twelve' } });
    expect(wrong.status).toBe(400);
    const unknown = await manager.post('/accounts', { name: 'Fleet', custom: { planes: 1 } });
    expect(unknown.status).toBe(400);

    const { items } = await manager.must(
      'GET',
      `/accounts?filter=${encodeURIComponent('custom.fleet > 10')}`,
    );
    expect(items.map((item: { key: string }) => item.key)).toEqual(['with-fleet']);

    const path = '/custom-fields/account/fleet';
    expect((await manager.patch(path, { label: 'Vessels' })).body.label).toBe('Vessels');
    const listed = await as('viewer').must('GET', '/custom-fields');
    expect(listed.items).toContainEqual(expect.objectContaining({ name: 'fleet', label: 'Vessels' }));
    expect((await manager.delete(path)).status).toBe(204);
    expect((await manager.delete(path)).status).toBe(404);
  });
});
