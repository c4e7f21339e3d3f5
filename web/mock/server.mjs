// A stand-in for the server while pages are built: MOCK=small|large|empty|unknown, MOCK_PORT=8080.
// Log in with any e-mail; the password "first" asks for a new one, "wrong" is refused.
import { createServer } from 'node:http';
import {
  addDays,
  CARDS,
  CELLS,
  healthBand,
  METRICS,
  makeAccount,
  maturityBand,
  metricValue,
  portfolioRow,
  RATING_GROUPS,
  rng,
  round,
  scoreOf,
  TODAY,
  WEEKS,
  weekOf,
} from './data.mjs';
import { parseFilter } from './filter.mjs';

const kind = process.env.MOCK ?? 'small';
const size = { small: 400, large: 100_000, empty: 0, unknown: 500 }[kind];
const accounts = Array.from({ length: size }, (_, i) => makeAccount(i, kind));
const byKey = new Map(accounts.map((a) => [a.key, a]));
let isIn = true;
let me = { id: 1, email: 'ann@example.com', name: 'Ann Weber', role: 'admin', must_change_password: false };
const settings = {
  organisation: 'Ripe Software GmbH',
  currency: 'EUR',
  time_zone: 'Europe/Berlin',
  ltv_threshold_cents: null,
  gross_margin_threshold_pct: 50,
  default_gross_margin_pct: 75,
  discount_pct: 10,
  matrix: '3x3',
};
const users = [
  me,
  { id: 2, email: 'ben@example.com', name: 'Ben Okafor', role: 'manager' },
  { id: 3, email: 'eve@example.com', name: 'Eve Sand', role: 'viewer' },
].map((u, i) => ({
  ...u,
  is_disabled: i === 2,
  must_change_password: i === 1,
  created: '2026-01-04T08:00:00Z',
  last_seen: i === 1 ? null : '2026-11-23T07:55:00Z',
}));
const keys = [
  {
    id: 1,
    name: 'Warehouse sync',
    role: 'manager',
    scopes: ['facts:write'],
    created: '2026-03-01T09:00:00Z',
    created_by: 'ann@example.com',
    last_used: '2026-11-23T03:00:00Z',
    expires: null,
    is_revoked: false,
  },
];
const views = [
  {
    id: 1,
    name: 'Renewals at risk',
    page: 'portfolio',
    state: { search: 'health_band=low&sort=renewal_days' },
    owner: 'ann@example.com',
  },
];
const jobs = [
  ['score', 'running', 42],
  ['import', 'done', 100],
  ['score', 'failed', 10],
  ['backup', 'queued', null],
].map(([k, state, progress_pct], i) => ({
  id: 40 - i,
  kind: k,
  state,
  progress_pct,
  message: state === 'running' ? 'week 44 of 104' : null,
  run_at: '2026-11-23T02:00:00Z',
  attempts: state === 'failed' ? 3 : 1,
  created: '2026-11-23T02:00:00Z',
  started: state === 'queued' ? null : '2026-11-23T02:00:01Z',
  finished: state === 'done' ? '2026-11-23T02:00:09Z' : null,
  error: state === 'failed' ? 'The disk is full: 0 bytes free in /data. Free some space, then retry.' : null,
}));
const cache = new Map();

const refuse = (status, detail, field) => {
  throw Object.assign(new Error(detail), { status, field });
};

function selection(q) {
  const id = JSON.stringify([q.day, q.filter, q.q, q.sort]);
  if (cache.has(id)) return cache.get(id);
  const week = weekOf(q.day);
  let rows = accounts.map((a) => ({ a, row: portfolioRow(a, week, []) }));
  const test = q.filter ? parseFilter(q.filter) : null;
  if (test)
    rows = rows.filter(({ a, row }) =>
      test(
        new Proxy(row, { get: (t, f) => (METRICS.some((m) => m.id === f) ? metricValue(a, f, week) : t[f]) }),
      ),
    );
  if (q.q)
    rows = rows.filter(({ row }) =>
      `${row.name} ${row.key} ${row.owner}`.toLowerCase().includes(q.q.toLowerCase()),
    );
  const desc = q.sort?.startsWith('-');
  const field = (q.sort ?? '-arr').replace(/^-/, '');
  const of = ({ a, row }) => (METRICS.some((m) => m.id === field) ? metricValue(a, field, week) : row[field]);
  const keyed = rows.map((r) => ({ r, v: of(r) }));
  keyed.sort((x, y) =>
    x.v == null ? 1 : y.v == null ? -1 : (x.v < y.v ? -1 : x.v > y.v ? 1 : 0) * (desc || !q.sort ? -1 : 1),
  );
  const sorted = keyed.map(({ r }) => r);
  const known = sorted.filter(({ row }) => row.health != null);
  const rated = sorted.filter(({ row }) => row.maturity != null);
  const mean = (list, f) => (list.length ? list.reduce((s, { row }) => s + row[f], 0) / list.length : null);
  const answer = {
    week,
    sorted,
    totals: {
      accounts: sorted.length,
      arr_cents: sorted.reduce((s, { row }) => s + row.arr_cents, 0),
      health_mean: mean(known, 'health'),
      health_known: known.length,
      maturity_mean: mean(rated, 'maturity'),
      maturity_known: rated.length,
      by_health_band: ['low', 'medium', 'high', null].map((band) => {
        const list = sorted.filter(({ row }) => row.health_band === band);
        return { band, count: list.length, arr_cents: list.reduce((s, { row }) => s + row.arr_cents, 0) };
      }),
    },
  };
  if (cache.size > 20) cache.clear();
  cache.set(id, answer);
  return answer;
}

function portfolio(q) {
  const columns = (q.columns ?? '').split(',').filter((id) => METRICS.some((m) => m.id === id));
  const { week, sorted, totals } = selection(q);
  const offset = Number(q.offset ?? 0);
  const rows = sorted
    .slice(offset, offset + Number(q.limit ?? 100))
    .map(({ a }) => portfolioRow(a, week, columns));
  return { day: q.day ?? TODAY, total: sorted.length, offset, rows, columns, totals };
}

function facets(q) {
  const { sorted } = selection({ day: q.day });
  const fields = [
    ['owner', 'Owner'],
    ['health_band', 'Health'],
    ['maturity_band', 'Maturity'],
    ['cell', 'Cell'],
    ['lifecycle', 'Lifecycle'],
    ['stage', 'Stage'],
    ['size_band', 'Size'],
    ['location', 'Location'],
    ['industry', 'Industry'],
    ['use_case', 'Use case'],
    ['plan', 'Plan'],
  ];
  return {
    items: fields.map(([field, label]) => {
      const counts = new Map();
      for (const { row } of sorted) counts.set(row[field], (counts.get(row[field]) ?? 0) + 1);
      return {
        field,
        label,
        values: [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
      };
    }),
  };
}

function matrix(q) {
  const { sorted } = selection({ day: q.day, filter: q.filter });
  const two = q.preset === '2x2';
  const bands = two ? ['low', 'high'] : ['low', 'medium', 'high'];
  const fold = (b, v, mid) => (two && b ? (v < mid ? 'low' : 'high') : b);
  const total = sorted.reduce((s, { row }) => s + row.arr_cents, 0);
  const placed = sorted.map(({ row }) => ({
    row,
    y: fold(row.health_band, row.health, 62.5),
    x: fold(row.maturity_band, row.maturity, 3),
  }));
  const cells = bands.flatMap((y) =>
    bands.map((x) => {
      const list = placed.filter((p) => p.x === x && p.y === y);
      const arr = list.reduce((s, p) => s + p.row.arr_cents, 0);
      const [label, action, is_economic] = CELLS[`${y}-${x}`];
      return {
        id: `${y}-${x}`,
        x,
        y,
        label,
        action,
        why: `Health is ${y}, maturity is ${x}.`,
        is_economic,
        count: list.length,
        share_pct: sorted.length ? (100 * list.length) / sorted.length : 0,
        arr_cents: arr,
        arr_share_pct: total ? (100 * arr) / total : 0,
      };
    }),
  );
  const missing = placed.filter((p) => !p.x || !p.y);
  const reason = (id, label, next_step, list) => ({
    id,
    label,
    next_step,
    count: list.length,
    arr_cents: list.reduce((s, p) => s + p.row.arr_cents, 0),
  });
  const axis = (card) => ({
    card: card.key,
    label: card.name,
    bands: two
      ? [
          {
            id: 'low',
            label: 'Low',
            from: card.low,
            to: (card.low + card.high) / 2 + (card.high === 100 ? 12.5 : 0),
          },
          {
            id: 'high',
            label: 'High',
            from: (card.low + card.high) / 2 + (card.high === 100 ? 12.5 : 0),
            to: card.high,
          },
        ]
      : card.bands,
  });
  const points = placed.filter((p) => p.x && p.y).sort((a, b) => b.row.arr_cents - a.row.arr_cents);
  return {
    day: q.day ?? TODAY,
    preset: two ? '2x2' : '3x3',
    x: axis(CARDS.maturity),
    y: axis(CARDS.health),
    cells,
    unknown: {
      count: missing.length,
      arr_cents: missing.reduce((s, p) => s + p.row.arr_cents, 0),
      reasons: [
        reason(
          'maturity',
          'Maturity not yet known',
          'Rate the twelve questions on the account page, or send the survey.',
          missing.filter((p) => p.y && !p.x),
        ),
        reason(
          'health',
          'Health not yet known',
          'Import usage: it is most of the health card.',
          missing.filter((p) => p.x && !p.y),
        ),
        reason(
          'both',
          'Neither is known',
          'Import usage first, then rate maturity.',
          missing.filter((p) => !p.x && !p.y),
        ),
      ],
    },
    points: points
      .slice(0, 2000)
      .map(({ row }) => ({
        key: row.key,
        name: row.name,
        health: row.health,
        maturity: row.maturity,
        arr_cents: row.arr_cents,
        cell: row.cell,
      })),
    n_points_total: points.length,
  };
}

function history(q) {
  const days = WEEKS.filter((d) => (!q.from || d >= q.from) && (!q.to || d <= q.to));
  const frames = days.map((day) => matrix({ day, preset: q.preset }));
  const series = (list, id) => ({
    id,
    counts: list.map((c) => c.count),
    arr_cents: list.map((c) => c.arr_cents),
  });
  return {
    days,
    cells: (frames[0]?.cells ?? []).map(({ id }) =>
      series(
        frames.map((f) => f.cells.find((c) => c.id === id)),
        id,
      ),
    ),
    unknown: ['maturity', 'health', 'both'].map((id) =>
      series(
        frames.map((f) => f.unknown.reasons.find((r) => r.id === id)),
        id,
      ),
    ),
  };
}

const find = (key) =>
  byKey.get(key) ?? refuse(404, `There is no account "${key}". Search by name with Ctrl K.`, 'key');
const accountFact = ({ healthAt, maturityAt, arrAt, seed, renewal_days, ...fact }) => ({
  ...fact,
  parent: null,
  churned: null,
  churn_reason: null,
  acquisition_cost_cents: 1_200_000,
  gross_margin_pct: 74,
  custom: { region_lead: 'Nora' },
});

function standing(account, q) {
  const week = weekOf(q.day);
  const health = scoreOf(CARDS.health, account, week, account.healthAt(week));
  const maturity = scoreOf(CARDS.maturity, account, week, account.maturityAt(week));
  const id = health.band && maturity.band ? `${health.band}-${maturity.band}` : null;
  return {
    day: q.day ?? TODAY,
    account: accountFact(account),
    arr_cents: account.arrAt(week),
    renewal: addDays(TODAY, account.renewal_days),
    renewal_days: account.renewal_days,
    health,
    maturity,
    cell: id
      ? {
          id,
          label: CELLS[id][0],
          action: CELLS[id][1],
          why: `Health is ${health.band}, maturity is ${maturity.band}.`,
          playbook: null,
        }
      : null,
  };
}

function change(account, q) {
  const one = (card, at) => {
    const [a, b] = [at(weekOf(q.from)), at(weekOf(q.to))];
    if (a == null || b == null) return null;
    const groups = card.groups.flatMap((g) => g.measures);
    const r = rng(account.seed);
    const shares = groups.map(() => r.next() - 0.3);
    const sum = shares.reduce((s, v) => s + v, 0);
    return {
      from: a,
      to: b,
      parts: groups.map((m, i) => ({ id: m.id, label: m.label, points: (0.9 * (b - a) * shares[i]) / sum })),
      reweighting: 0.1 * (b - a),
    };
  };
  return { health: one(CARDS.health, account.healthAt), maturity: one(CARDS.maturity, account.maturityAt) };
}

function trend(account, q) {
  const weeks = WEEKS.map((day, i) => ({ day, i })).filter(
    ({ day }) => (!q.from || day >= q.from) && (!q.to || day <= q.to),
  );
  return {
    days: weeks.map((w) => w.day),
    health: weeks.map((w) => account.healthAt(w.i)),
    maturity: weeks.map((w) => account.maturityAt(w.i)),
    arr_cents: weeks.map((w) => account.arrAt(w.i)),
  };
}

function usage(account) {
  const days = WEEKS.slice(-52);
  const names = [
    ['report_viewed', 'Report viewed', false],
    ['export_made', 'Export made', false],
    ['rule_created', 'Rule created', true],
    ['api_called', 'API called', true],
    ['dashboard_shared', 'Dashboard shared', false],
  ];
  return {
    days,
    events: names.map(([name, label, is_advanced], e) => {
      const r = rng(account.seed + e);
      return {
        name,
        label,
        is_advanced,
        counts: days.map((_, i) =>
          Math.round(((account.healthAt(52 + i) ?? 40) * (2 + 6 * r.next())) / (e + 1)),
        ),
      };
    }),
    active_users: days.map((_, i) => Math.round((account.seats * (account.healthAt(52 + i) ?? 40)) / 100)),
  };
}

function facts(plural, q) {
  const account = byKey.get(/account = "([^"]+)"/.exec(q.filter ?? '')?.[1]) ?? accounts[0];
  if (!account) return [];
  const r = rng(account.seed + plural.length);
  const n = {
    contacts: 6,
    subscriptions: 3,
    invoices: 14,
    tickets: 18,
    interactions: 16,
    assessments: account.maturityAt(103) == null ? 0 : 3,
    churns: 0,
  }[plural];
  const day = (i) => addDays(TODAY, -i * 23 - r.int(0, 9));
  const time = (i) => `${day(i)}T${String(r.int(8, 17)).padStart(2, '0')}:15:00Z`;
  const people = ['Mara Klein', 'Jon Petit', 'Sofia Lund', 'Omar Nasser', 'Iris Vogel', 'Tom Beck'];
  const make = {
    contacts: (i) => ({
      name: people[i],
      email: `${people[i].toLowerCase().replace(' ', '.')}@example.com`,
      title: r.pick(['Head of Operations', 'Analyst', 'CFO', 'Team lead']),
      stakeholder_group: r.pick(['Operations', 'Finance', 'IT']),
      roles: i === 0 ? ['decision_maker', 'executive_sponsor'] : i === 1 ? ['champion'] : [],
      joined: day(20),
      left_day: i === 5 ? day(1) : null,
    }),
    subscriptions: (i) => ({
      product: r.pick(['Core', 'Insights', 'Connect']),
      plan: account.plan,
      seats: account.seats,
      amount_cents: Math.round(account.arrAt(103) / 12),
      currency: 'EUR',
      interval_months: 1,
      start: addDays(TODAY, -365 * (i + 1) + account.renewal_days),
      ended: addDays(TODAY, -365 * i + account.renewal_days),
      term_months: 12,
      auto_renewal: true,
      notice_days: 60,
    }),
    invoices: (i) => ({
      issued: day(i),
      due: addDays(day(i), 30),
      paid: i < 2 ? null : addDays(day(i), 28),
      amount_cents: Math.round(account.arrAt(103) / 12),
      currency: 'EUR',
    }),
    tickets: (i) => ({
      contact: 'C-1',
      vehicle: r.pick(['email', 'phone', 'portal', 'chat']),
      priority: r.pick(['low', 'normal', 'high', 'urgent']),
      subject: r.pick([
        'Export stops at 10,000 rows',
        'Login loop after password change',
        'Report shows last month twice',
        'How do we add a second region?',
      ]),
      opened: time(i),
      first_response: time(i),
      understood: null,
      solved: i < 2 ? null : time(i),
      closed: null,
      reopened_count: 0,
      escalated: null,
      satisfaction: i % 3 ? r.int(2, 5) : null,
    }),
    interactions: (i) => ({
      contacts: ['C-1'],
      kind: r.pick(['meeting', 'call', 'email', 'check_in', 'business_review', 'note']),
      at: time(i),
      direction: r.pick(['two_way', 'inbound', 'outbound']),
      summary: r.pick([
        'Walked through the new reports; they want a second region by spring.',
        'Budget review: champion defends the renewal.',
        'Sent the quarter’s figures, no answer yet.',
      ]),
      sentiment: r.int(-1, 2),
      author: account.owner,
    }),
    assessments: (i) => ({
      day: day(i * 4),
      assessor: 'Ann Weber',
      basis: r.pick(['interview', 'survey', 'observed']),
      ...Object.fromEntries(RATING_GROUPS.flatMap((g) => g.ratings).map((m) => [m.id, r.int(1, 5)])),
      evidence: { charter_clarity: 'Shown in the board deck of spring.' },
      note: null,
    }),
    churns: () => ({}),
  };
  return Array.from({ length: n }, (_, i) => ({
    key: `${plural[0].toUpperCase()}-${i + 1}`,
    account: account.key,
    known: null,
    created: time(i),
    updated: time(i),
    ...make[plural](i),
  }));
}

const importReport = {
  id: 1,
  state: 'ready',
  progress_pct: 100,
  message: null,
  mapping_name: 'RavenStack',
  created: '2026-11-23T08:00:00Z',
  who: 'ann@example.com',
  files: [
    {
      name: 'accounts.csv',
      kind: 'account',
      encoding: 'UTF-8',
      delimiter: ',',
      rows: 500,
      new: 498,
      changed: 0,
      unchanged: 0,
      rejected: 2,
      duplicates: 0,
      from: '2023-01-01',
      to: '2024-12-31',
      columns: [
        {
          header: 'account_id',
          field: 'key',
          how: 'mapping',
          sample: ['A-2e4581', 'A-43a9e3'],
          date_order: null,
        },
        {
          header: 'account_name',
          field: 'name',
          how: 'synonym',
          sample: ['Company_0', 'Company_1'],
          date_order: null,
        },
        { header: 'signup_date', field: 'start', how: 'mapping', sample: ['2024-10-16'], date_order: 'ISO' },
        {
          header: 'referral_source',
          field: null,
          how: 'unmatched',
          sample: ['partner', 'ads'],
          date_order: null,
        },
      ],
      issues: [
        {
          severity: 'error',
          code: 'bad_day',
          text: 'Not a day',
          count: 2,
          examples: [
            {
              line: 17,
              column: 'signup_date',
              value: '31.02.2024',
              reason: 'February has no 31st day. Correct the date.',
            },
          ],
        },
        {
          severity: 'warning',
          code: 'no_owner',
          text: 'Accounts without an owner',
          count: 500,
          examples: [],
        },
      ],
    },
    {
      name: 'feature_usage.csv',
      kind: 'usage',
      encoding: 'UTF-8',
      delimiter: ',',
      rows: 25000,
      new: 24979,
      changed: 0,
      unchanged: 0,
      rejected: 0,
      duplicates: 21,
      from: '2023-01-01',
      to: '2024-12-31',
      columns: [{ header: 'usage_id', field: 'key', how: 'name', sample: ['U-1c6c24'], date_order: null }],
      issues: [
        {
          severity: 'info',
          code: 'duplicate',
          text: 'Duplicate ids, the last one counts',
          count: 21,
          examples: [{ line: 402, column: 'usage_id', value: 'U-1c6c24', reason: 'Also on line 88.' }],
        },
      ],
    },
  ],
};

const audit = Array.from({ length: 60 }, (_, i) => ({
  id: 900 - i,
  at: new Date(Date.parse('2026-11-23T08:00:00Z') - i * 3_700_000).toISOString(),
  who: users[i % 2].email,
  action: ['create', 'update', 'delete', 'login'][i % 4],
  kind: ['account', 'assessment', 'user', 'session'][i % 4],
  key: `A-${String(i + 1).padStart(4, '0')}`,
  before: i % 4 === 1 ? { owner: 'Ben Okafor', seats: 20 } : null,
  after: i % 4 === 0 ? { name: 'Cedargate Labs' } : i % 4 === 1 ? { owner: 'Ann Weber', seats: 25 } : null,
}));
const importKinds = {
  kinds: [
    {
      kind: 'account',
      label: 'Accounts',
      fields: [
        {
          name: 'key',
          label: 'Key',
          type: 'text',
          required: true,
          help: 'The id of the account in your system.',
        },
        { name: 'name', label: 'Name', type: 'text', required: true, help: null },
        { name: 'start', label: 'Customer since', type: 'day', required: false, help: null },
        { name: 'industry', label: 'Industry', type: 'text', required: false, help: null },
      ],
    },
    {
      kind: 'usage',
      label: 'Usage',
      fields: [
        { name: 'account', label: 'Account', type: 'reference', required: true, help: null },
        { name: 'day', label: 'Day', type: 'day', required: true, help: null },
      ],
    },
  ],
};

const routes = [
  [
    'POST /login',
    (q, b) => {
      if (b.password === 'wrong')
        refuse(401, 'E-mail or password is wrong. After five failures the log-in waits a minute.');
      isIn = true;
      me = { ...me, must_change_password: b.password === 'first' };
      return me;
    },
  ],
  ['POST /logout', () => { isIn = false; return null; }],
  ['GET /me', () => (isIn ? me : refuse(401, 'Log in first.'))],
  [
    'POST /me/password',
    (q, b) => {
      if (b.old_password === 'wrong') refuse(400, 'The present password is not right.', 'old_password');
      me = { ...me, must_change_password: false };
      return me;
    },
  ],
  ['GET /settings', () => settings],
  [
    'PATCH /settings',
    (q, b) => {
      if (b.discount_pct > 100) refuse(400, 'discount_pct is 0 to 100.', 'discount_pct');
      return Object.assign(settings, b);
    },
  ],
  [
    'GET /status', () => ({ version: '0.1.0', organisation: settings.organisation, currency: settings.currency, accounts: size, today: TODAY, last_scored: size ? TODAY : null })],
  ['GET /users', () => ({ items: users })],
  [
    'POST /users',
    (q, b) => {
      const user = {
        id: users.length + 1,
        ...b,
        is_disabled: false,
        must_change_password: true,
        created: '2026-11-23T08:00:00Z',
        last_seen: null,
      };
      users.push(user);
      return { user, one_time_password: 'plum-otter-candle-42' };
    },
  ],
  [
    'PATCH /users/:id',
    (q, b, p) =>
      Object.assign(
        users.find((u) => u.id === Number(p[0])),
        b,
      ),
  ],
  [
    'DELETE /users/:id',
    (q, b, p) => {
      users.splice(
        users.findIndex((u) => u.id === Number(p[0])),
        1,
      );
      return null;
    },
  ],
  ['POST /users/:id/password-reset', () => ({ one_time_password: 'river-lamp-quartz-7' })],
  ['GET /keys', () => ({ items: keys })],
  [
    'POST /keys',
    (q, b) => {
      const key = {
        id: keys.length + 1,
        created: '2026-11-23T08:00:00Z',
        created_by: me.email,
        last_used: null,
        expires: null,
        is_revoked: false,
        ...b,
      };
      keys.push(key);
      return { key, secret: 'ripen_7f3c0a1b9e5d4c2f8a6b' };
    },
  ],
  [
    'DELETE /keys/:id',
    (q, b, p) => {
      keys.find((k) => k.id === Number(p[0])).is_revoked = true;
      return null;
    },
  ],
  [
    'GET /audit',
    (q) => {
      const from = q.after ? audit.findIndex((e) => e.id === Number(q.after)) + 1 : 0;
      const list = audit.filter((e) => (!q.kind || e.kind === q.kind) && (!q.who || e.who.includes(q.who)));
      const items = list.slice(from, from + 25);
      return { items, next: from + 25 < list.length ? String(items.at(-1).id) : null };
    },
  ],
  ['GET /jobs', () => ({ items: jobs })],
  [
    'POST /jobs/:id/cancel',
    (q, b, p) =>
      Object.assign(
        jobs.find((j) => j.id === Number(p[0])),
        { state: 'cancelled' },
      ),
  ],
  [
    'POST /jobs/:id/retry',
    (q, b, p) =>
      Object.assign(
        jobs.find((j) => j.id === Number(p[0])),
        { state: 'queued', error: null },
      ),
  ],
  ['POST /score', () => jobs[0]],
  ['GET /metrics', () => ({ items: METRICS })],
  [
    'GET /cards',
    () => ({
      items: Object.values(CARDS).map(({ key, name, kind: k, version }) => ({
        key,
        name,
        kind: k,
        version,
        state: 'published',
        published: '2026-01-04T08:00:00Z',
      })),
    }),
  ],
  ['GET /cards/:key', (q, b, p) => CARDS[p[0]] ?? refuse(404, `There is no card "${p[0]}".`)],
  [
    'GET /days',
    () =>
      size
        ? { first: WEEKS[0], last: TODAY, today: TODAY, days: WEEKS }
        : { first: null, last: null, today: TODAY, days: [] },
  ],
  ['GET /portfolio', portfolio],
  ['GET /portfolio/facets', facets],
  ['GET /matrix', matrix],
  ['GET /matrix/history', history],
  ['GET /ratings', () => ({ groups: RATING_GROUPS })],
  ['GET /views', () => ({ items: views })],
  [
    'POST /views',
    (q, b) => {
      const view = { id: Date.now(), owner: me.email, ...b };
      views.push(view);
      return view;
    },
  ],
  [
    'DELETE /views/:id',
    (q, b, p) => {
      views.splice(
        views.findIndex((v) => v.id === Number(p[0])),
        1,
      );
      return null;
    },
  ],
  [
    'GET /search',
    (q) => ({
      items: selection({ q: q.q })
        .sorted.slice(0, 20)
        .map(({ row: { key, name, owner, health, health_band, arr_cents } }) => ({
          key,
          name,
          owner,
          health,
          health_band,
          arr_cents,
        })),
    }),
  ],
  ['GET /accounts/:key/standing', (q, b, p) => standing(find(p[0]), q)],
  ['GET /accounts/:key/change', (q, b, p) => change(find(p[0]), q)],
  ['GET /accounts/:key/trend', (q, b, p) => trend(find(p[0]), q)],
  ['GET /accounts/:key/usage', (q, b, p) => usage(find(p[0]))],
  [
    'GET /accounts/:key/metrics',
    (q, b, p) => ({
      items: METRICS.map(({ id }) => ({ id, value: metricValue(find(p[0]), id, weekOf(q.day)) })),
    }),
  ],
  ['GET /accounts/:key', (q, b, p) => accountFact(find(p[0]))],
  ...['contacts', 'subscriptions', 'invoices', 'tickets', 'interactions', 'assessments', 'churns'].flatMap(
    (plural) => [
      [
        `GET /${plural}`,
        (q) => {
          const items = facts(plural, q);
          return { items, next: null, total: items.length };
        },
      ],
      [`POST /${plural}`, (q, b) => ({ key: 'X-1', ...b })],
    ],
  ),
  ['POST /uploads', (q) => ({ id: `u-${q.name}`, name: q.name, bytes: 24_000, rows_estimate: 500 })],
  ['GET /imports', () => ({ items: [importReport] })],
  ['POST /imports', () => importReport],
  ['GET /imports/:id', () => importReport],
  ['POST /imports/:id/mapping', () => importReport],
  ['POST /imports/:id/commit', () => Object.assign(importReport, { state: 'done' })],
  ['GET /import-fields', () => importKinds],
  ['GET /mappings', () => ({ items: [] })],
].map(([route, fn]) => {
  const [method, path] = route.split(' ');
  return { method, pattern: new RegExp(`^/api/v1${path.replace(/:\w+/g, '([^/]+)')}$`), fn };
});

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const reply = (status, body, type = 'application/json') => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body == null ? undefined : JSON.stringify(body));
  };
  try {
    const route =
      routes.find((r) => r.method === request.method && r.pattern.test(url.pathname)) ??
      refuse(404, `The mock knows no ${request.method} ${url.pathname}.`);
    const text = Buffer.concat(chunks).toString();
    const isJson = request.headers['content-type']?.includes('json');
    const path = route.pattern.exec(url.pathname).slice(1).map(decodeURIComponent);
    const body = route.fn(Object.fromEntries(url.searchParams), isJson && text ? JSON.parse(text) : {}, path);
    reply(body == null ? 204 : 200, body);
  } catch (error) {
    const status = error.status ?? (error.field ? 400 : 500);
    reply(
      status,
      { type: 'about:blank', title: 'Refused', status, detail: error.message, field: error.field ?? null },
      'application/problem+json',
    );
  }
}).listen(Number(process.env.MOCK_PORT ?? 8080), '127.0.0.1', () =>
  console.log(`mock ${kind}: ${size} accounts`),
);
