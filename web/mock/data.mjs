// Plausible data for pages under construction; goes when the real server serves them.
export const TODAY = '2026-11-23';
const DAY_MS = 86_400_000;
const at = (day) => Date.parse(`${day}T00:00:00Z`);
export const addDays = (day, n) => new Date(at(day) + n * DAY_MS).toISOString().slice(0, 10);

export function rng(seed) {
  let s = seed >>> 0;
  const next = () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)],
    int: (a, b) => a + Math.floor(next() * (b - a + 1)),
    normal: () => next() + next() + next() + next() - 2,
  };
}

const A = [
  'North',
  'Blue',
  'Bright',
  'Clear',
  'Iron',
  'Green',
  'Silver',
  'Quick',
  'Stone',
  'Open',
  'High',
  'Deep',
  'Amber',
  'Cobalt',
  'Cedar',
  'Harbour',
  'Lumen',
  'Atlas',
  'Delta',
  'Nova',
  'Orchid',
  'Polar',
  'Summit',
  'Vertex',
];
const B = [
  'wind',
  'field',
  'bridge',
  'works',
  'gate',
  'port',
  'line',
  'forge',
  'path',
  'light',
  'crest',
  'well',
  'loop',
  'cast',
  'point',
  'grid',
];
const C = [
  'Logistics',
  'Health',
  'Bank',
  'Media',
  'Energy',
  'Software',
  'Foods',
  'Retail',
  'Learning',
  'Insurance',
  'Labs',
  'Systems',
  'Group',
  'Mobility',
];
const OWNERS = ['Ann Weber', 'Ben Okafor', 'Carla Rossi', 'David Lindqvist', 'Elif Demir', 'Farid Haddad'];
export const WEEKS = Array.from({ length: 104 }, (_, i) => addDays(TODAY, -7 * (103 - i)));

export const METRICS = [
  [
    'active_users_28d',
    'Active users',
    'adoption',
    'users',
    'more',
    '28 days',
    'Different users with at least one tracked event in the window.',
    ['usage'],
  ],
  [
    'seat_utilisation',
    'Seat utilisation',
    'adoption',
    '%',
    'more',
    '28 days',
    'Active users of 28 days divided by the seats paid for that day.',
    ['usage', 'subscriptions'],
  ],
  [
    'stickiness',
    'Stickiness',
    'adoption',
    '%',
    'more',
    '28 days',
    'Mean daily active users divided by the active users of the window.',
    ['usage'],
  ],
  [
    'depth',
    'Depth of use',
    'adoption',
    'events',
    'more',
    '28 days',
    'Events per active user and week.',
    ['usage'],
  ],
  [
    'breadth',
    'Breadth of use',
    'adoption',
    '%',
    'more',
    '28 days',
    'Tracked features used at least once divided by all tracked features.',
    ['usage'],
  ],
  [
    'usage_trend',
    'Usage trend',
    'adoption',
    '%',
    'more',
    '28 days',
    'Events of the last 28 days against the 28 days before, as a change.',
    ['usage'],
  ],
  [
    'days_since_use',
    'Days since last use',
    'adoption',
    'days',
    'less',
    'all time',
    'Days from the last tracked event to the day.',
    ['usage'],
  ],
  [
    'seat_growth_12m',
    'Seat growth',
    'expansion',
    '%',
    'more',
    '12 months',
    'Seats live on the day against those live a year before.',
    ['subscriptions'],
  ],
  [
    'products_live',
    'Products live',
    'expansion',
    'count',
    'more',
    'the day',
    'Different products with a subscription live on the day.',
    ['subscriptions'],
  ],
  [
    'csat_90d',
    'Ticket satisfaction',
    'value',
    '%',
    'more',
    '90 days',
    'Rated tickets with 4 or 5 divided by all rated tickets.',
    ['tickets'],
  ],
  [
    'days_since_contact',
    'Days since two-way contact',
    'relations',
    'days',
    'less',
    'all time',
    'Days since the last meeting, call or answered message.',
    ['interactions'],
  ],
  [
    'sentiment_90d',
    'Mean sentiment',
    'relations',
    'score',
    'more',
    '90 days',
    'Mean of the sentiment of interactions, from −2 to 2.',
    ['interactions'],
  ],
  [
    'open_tickets',
    'Open tickets',
    'relations',
    'count',
    'less',
    'the day',
    'Tickets opened and not solved on the day.',
    ['tickets'],
  ],
  [
    'escalations_90d',
    'Escalations',
    'relations',
    'count',
    'less',
    '90 days',
    'Tickets escalated in the window.',
    ['tickets'],
  ],
  [
    'first_response_hours',
    'First response',
    'relations',
    'hours',
    'less',
    '90 days',
    'Median time from opened to the first public answer.',
    ['tickets'],
  ],
  [
    'arr',
    'ARR',
    'monetary',
    'currency',
    'more',
    'the day',
    'Twelve times the monthly recurring revenue of the subscriptions live on the day.',
    ['subscriptions'],
  ],
  ['days_to_renewal', 'Days to renewal', 'monetary', 'days', 'neither', '', 'Days from the day to the next renewal of a live subscription.', ['subscription']],
  [
    'arr_growth_12m',
    'ARR growth',
    'monetary',
    '%',
    'more',
    '12 months',
    'ARR of the day against ARR a year before.',
    ['subscriptions'],
  ],
  [
    'gross_margin',
    'Gross margin',
    'monetary',
    '%',
    'more',
    'the day',
    'The margin of the account, else the default of the organisation.',
    ['accounts'],
  ],
  [
    'days_past_due',
    'Days past due',
    'monetary',
    'days',
    'less',
    'the day',
    'Days since the oldest unpaid invoice was due.',
    ['invoices'],
  ],
  [
    'paid_on_time_12m',
    'Invoices paid on time',
    'monetary',
    '%',
    'more',
    '12 months',
    'Invoices paid by their due day divided by the invoices due.',
    ['invoices'],
  ],
  [
    'ltv_5y',
    'Lifetime value, 5 years',
    'monetary',
    'currency',
    'more',
    '5 years',
    'Sum over five years of survival times recurring margin, discounted.',
    ['subscriptions', 'churns'],
  ],
].map(([id, label, group, unit, direction, window, formula, facts]) => ({
  id,
  label,
  group,
  unit,
  direction,
  window,
  formula,
  facts,
  source: 'MODEL, revenue and usage definitions',
}));

const band = (v, edges) => (v == null ? null : v < edges[0] ? 'low' : v < edges[1] ? 'medium' : 'high');
export const healthBand = (v) => band(v, [50, 75]);
export const maturityBand = (v) => band(v, [2.333, 3.667]);
export const CELLS = {
  'high-low': ['Retain', 'Keep the relation warm; do not push more than the customer can use.', false],
  'high-medium': [
    'Promote maturity',
    'Advise on how they run their function so that they can grow into more.',
    false,
  ],
  'high-high': ['Expand and leverage', 'Propose the next product and ask for a reference.', false],
  'medium-low': [
    'Depends on value',
    'Invest when lifetime value and margin clear the thresholds, else serve at low touch.',
    true,
  ],
  'medium-medium': ['Core', 'Steady rhythm: reviews, adoption of the next feature.', false],
  'medium-high': ['Promote your solution', 'Show what they do not use yet; they can make use of it.', false],
  'low-low': ['Churn or let churn', 'Limit effort; agree on a plan only if they ask for it.', false],
  'low-medium': [
    'Depends on value',
    'Invest when lifetime value and margin clear the thresholds, else serve at low touch.',
    true,
  ],
  'low-high': ['Save', 'Executive attention this week: they could succeed and do not.', false],
};
export const round = (v, d = 1) => (v == null ? null : Number(v.toFixed(d)));

export function makeAccount(i, kind) {
  const r = rng(7919 * (i + 1));
  const name = `${r.pick(A)}${r.pick(B)} ${r.pick(C)}`;
  const base = Math.min(96, Math.max(14, 66 + 22 * r.normal()));
  const swing = 6 + 10 * r.next();
  const phase = r.next() * 6;
  const noHealth = r.next() < 0.04;
  const noMaturity = kind === 'unknown' || r.next() < 0.1;
  const m0 = Math.min(5, Math.max(1, 2.9 + 0.9 * r.normal()));
  const arr0 = Math.round(Math.exp(9.6 + 1.1 * r.normal())) * 100;
  const seats = Math.max(5, Math.round(arr0 / 100 / 220));
  const drift = 12 * r.normal();
  const healthAt = (week) =>
    noHealth
      ? null
      : round(
          Math.min(99, Math.max(3, base + swing * Math.sin(phase + week / 9) + (drift * week) / 104 - drift)),
          1,
        );
  const maturityAt = (week) =>
    noMaturity || week < 20 ? null : round(Math.min(5, m0 + (0.4 * Math.floor(week / 26)) / 4 - 0.3), 2);
  const arrAt = (week) => Math.round(arr0 * (0.8 + (0.4 * week) / 104));
  return {
    key: `A-${String(i + 1).padStart(4, '0')}`,
    name,
    owner: r.next() < 0.04 ? null : r.pick(OWNERS),
    lifecycle: r.next() < 0.06 ? 'onboarding' : 'active',
    stage: r.pick(['adopting', 'growing', 'steady', 'declining']),
    size_band: r.pick(['1–50', '51–200', '201–1000', '1000+']),
    location: r.pick(['DE', 'FR', 'UK', 'US', 'NL', 'SE', 'ES']),
    industry: r.pick(['EdTech', 'FinTech', 'Health', 'Retail', 'Logistics', 'Cybersecurity', 'DevTools']),
    use_case: r.pick(['Reporting', 'Automation', 'Compliance', 'Analytics']),
    plan: r.pick(['Basic', 'Pro', 'Enterprise']),
    employees: r.int(10, 4000),
    adopter_type: r.pick(['early_adopter', 'early_majority', 'late_majority']),
    seats,
    currency: 'EUR',
    start: addDays(TODAY, -r.int(60, 1400)),
    renewal_days: r.int(-3, 364),
    seed: r.int(1, 1e9),
    healthAt,
    maturityAt,
    arrAt,
  };
}

export function weekOf(day) {
  if (!day) return 103;
  return Math.max(0, Math.min(103, 103 - Math.floor((at(TODAY) - at(day)) / DAY_MS / 7)));
}

export function metricValue(account, id, week) {
  const r = rng(account.seed + id.length * 977 + id.charCodeAt(0) * 31 + id.charCodeAt(2));
  const h = (account.healthAt(week) ?? 50) / 100;
  if (r.next() < 0.06) return null;
  switch (id) {
    case 'arr':
      return account.arrAt(week) / 100;
    case 'days_to_renewal':
      return account.renewal_days;
    case 'ltv_5y':
      return Math.round(account.arrAt(week) * (1 + 2.5 * h)) / 100;
    case 'active_users_28d':
      return Math.round(account.seats * (0.2 + 0.8 * h));
    case 'seat_utilisation':
      return round(20 + 80 * h);
    case 'days_since_use':
    case 'days_past_due':
      return Math.round((1 - h) * 30 * r.next());
    case 'days_since_contact':
      return Math.round(3 + 90 * (1 - h) * r.next());
    case 'sentiment_90d':
      return round(-1.5 + 3 * h, 2);
    case 'open_tickets':
    case 'escalations_90d':
    case 'products_live':
      return Math.round((id === 'products_live' ? 3 : 4) * r.next());
    case 'first_response_hours':
      return round(1 + 20 * r.next());
    case 'usage_trend':
    case 'arr_growth_12m':
    case 'seat_growth_12m':
      return round(-30 + 70 * h * (0.5 + r.next()));
    default:
      return round(30 + 60 * h * (0.6 + 0.5 * r.next()));
  }
}

export function portfolioRow(account, week, columns) {
  const health = account.healthAt(week);
  const maturity = account.maturityAt(week);
  const hb = healthBand(health);
  const mb = maturityBand(maturity);
  const cell = hb && mb ? `${hb}-${mb}` : null;
  return {
    key: account.key,
    name: account.name,
    owner: account.owner,
    lifecycle: account.lifecycle,
    stage: account.stage,
    size_band: account.size_band,
    location: account.location,
    industry: account.industry,
    use_case: account.use_case,
    plan: account.plan,
    cell,
    cell_label: cell ? CELLS[cell][0] : null,
    health,
    health_band: hb,
    health_coverage_pct: health == null ? 20 : 85,
    health_before: week >= 4 ? account.healthAt(week - 4) : null,
    maturity,
    maturity_band: mb,
    arr_cents: account.arrAt(week),
    renewal_days: account.renewal_days,
    values: columns.map((id) => metricValue(account, id, week)),
  };
}

export const CARDS = {
  health: {
    key: 'health',
    name: 'Customer health',
    kind: 'health',
    version: 1,
    low: 0,
    high: 100,
    min_coverage_pct: 40,
    bands: [
      ['low', 'At risk', 0, 50],
      ['medium', 'Watch', 50, 75],
      ['high', 'Healthy', 75, 100],
    ],
    groups: [
      [
        'adoption',
        'Adoption',
        25,
        [
          [
            'seat_utilisation',
            40,
            [
              [10, 0],
              [50, 60],
              [80, 100],
            ],
          ],
          [
            'stickiness',
            20,
            [
              [5, 0],
              [20, 60],
              [40, 100],
            ],
          ],
          [
            'breadth',
            20,
            [
              [10, 0],
              [60, 100],
            ],
          ],
          [
            'usage_trend',
            20,
            [
              [-40, 0],
              [0, 60],
              [20, 100],
            ],
          ],
        ],
      ],
      [
        'expansion',
        'Programme expansion',
        10,
        [
          [
            'products_live',
            50,
            [
              [0, 0],
              [1, 50],
              [3, 100],
            ],
          ],
          [
            'seat_growth_12m',
            50,
            [
              [-30, 0],
              [0, 50],
              [30, 100],
            ],
          ],
        ],
      ],
      [
        'value',
        'Value to the customer',
        20,
        [
          [
            'csat_90d',
            100,
            [
              [40, 0],
              [80, 70],
              [95, 100],
            ],
          ],
        ],
      ],
      [
        'relations',
        'Relations',
        25,
        [
          [
            'days_since_contact',
            40,
            [
              [7, 100],
              [45, 60],
              [120, 0],
            ],
          ],
          [
            'sentiment_90d',
            30,
            [
              [-2, 0],
              [0, 50],
              [1.5, 100],
            ],
          ],
          [
            'open_tickets',
            30,
            [
              [0, 100],
              [3, 60],
              [10, 0],
            ],
          ],
        ],
      ],
      [
        'monetary',
        'Monetary value',
        20,
        [
          [
            'arr_growth_12m',
            50,
            [
              [-30, 0],
              [0, 55],
              [30, 100],
            ],
          ],
          [
            'paid_on_time_12m',
            50,
            [
              [40, 0],
              [90, 80],
              [100, 100],
            ],
          ],
        ],
      ],
    ],
  },
};
for (const card of Object.values(CARDS)) {
  card.bands = card.bands.map(([id, label, from, to]) => ({ id, label, from, to }));
  card.groups = card.groups.map(([id, label, weight_pct, measures]) => ({
    id,
    label,
    weight_pct,
    measures: measures.map(([ref, weight, scale]) => {
      const metric = METRICS.find((m) => m.id === ref);
      return {
        id: `${id}.${ref}`,
        label: metric.label,
        source: 'metric',
        ref,
        weight_pct: weight,
        unit: metric.unit,
        help: metric.formula,
        low_end: null,
        high_end: null,
        scale: scale.map(([value, score]) => ({ value, score })),
      };
    }),
  }));
}
export const RATING_GROUPS = [
  [
    'charter',
    'Charter',
    40,
    [
      ['charter_clarity', 'Clarity of the charter'],
      ['charter_influence', 'Breadth of influence'],
      ['charter_head', 'Title of the functional head'],
    ],
  ],
  [
    'people',
    'People',
    20,
    [
      ['people_skill', 'Sophistication of the team'],
      ['people_size', 'Size of the team'],
      ['people_record', 'Track record'],
    ],
  ],
  [
    'process',
    'Process',
    30,
    [
      ['process_quality', 'Quality of processes'],
      ['process_knowledge', 'Knowledge management'],
      ['process_integration', 'Integration with other teams'],
    ],
  ],
  [
    'technology',
    'Technology',
    10,
    [
      ['tech_tools', 'Use of tools'],
      ['tech_reports', 'Use of reports'],
      ['tech_complexity', 'Complexity of the environment'],
    ],
  ],
].map(([id, label, weight_pct, ratings]) => ({
  id,
  label,
  weight_pct,
  ratings: ratings.map(([rid, rlabel]) => ({
    id: rid,
    label: rlabel,
    question: `How would you rate the ${rlabel.toLowerCase()}?`,
    low_end: 'Nothing is written down and nobody speaks for it.',
    high_end: 'It is written, known across the company and reviewed each year.',
    help: 'Judge by what you have seen, not by what was promised.',
  })),
}));
CARDS.maturity = {
  key: 'maturity',
  name: 'Customer maturity',
  kind: 'maturity',
  version: 1,
  low: 1,
  high: 5,
  min_coverage_pct: 50,
  bands: [
    { id: 'low', label: 'Low', from: 1, to: 2.333 },
    { id: 'medium', label: 'Medium', from: 2.333, to: 3.667 },
    { id: 'high', label: 'High', from: 3.667, to: 5 },
  ],
  groups: RATING_GROUPS.map((g) => ({
    id: g.id,
    label: g.label,
    weight_pct: g.weight_pct,
    measures: g.ratings.map((m) => ({
      id: `${g.id}.${m.id}`,
      label: m.label,
      source: 'rating',
      ref: m.id,
      weight_pct: 33.333,
      unit: 'rating',
      help: m.help,
      low_end: m.low_end,
      high_end: m.high_end,
      scale: [
        { value: 1, score: 1 },
        { value: 5, score: 5 },
      ],
    })),
  })),
};

// A score taken apart: measure scores scatter around the wanted total and are shifted to meet it.
export function scoreOf(card, account, week, total) {
  if (total == null) {
    return {
      card: card.key,
      version: 1,
      score: null,
      band: null,
      coverage_pct: card.key === 'health' ? 20 : 0,
      freshness_days: null,
      missing_reason:
        card.key === 'health'
          ? 'Only 20% of the weight has data; the card asks for 40%. Connect usage.'
          : 'No maturity assessment is known. Rate the account or send the survey.',
      groups: [],
    };
  }
  const groups = card.groups.map((group) => {
    const measures = group.measures.map((m) => {
      const value =
        m.source === 'metric' ? metricValue(account, m.ref, week) : round(Math.min(5, Math.max(1, total)), 0);
      return {
        id: m.id,
        label: m.label,
        metric: m.source === 'metric' ? m.ref : null,
        unit: m.unit,
        value,
        score: value == null ? null : total,
        weight_pct: m.weight_pct,
        effective_weight_pct: 0,
        points: 0,
        note: value == null ? 'Not known; its weight went to the others.' : null,
      };
    });
    const present = measures.filter((m) => m.score != null).reduce((sum, m) => sum + m.weight_pct, 0);
    return {
      id: group.id,
      label: group.label,
      weight_pct: group.weight_pct,
      effective_weight_pct: present ? group.weight_pct : 0,
      score: present ? total : null,
      points: 0,
      measures,
      present,
    };
  });
  const whole = groups.reduce((sum, g) => sum + g.effective_weight_pct, 0);
  const r = rng(account.seed + week);
  for (const g of groups) {
    g.effective_weight_pct = (100 * g.effective_weight_pct) / whole;
    const tilt = (r.next() - 0.5) * (card.high - card.low) * 0.3;
    g.score = g.score == null ? null : Math.min(card.high, Math.max(card.low, total + tilt));
    for (const m of g.measures) {
      m.score = m.score == null ? null : g.score;
      m.effective_weight_pct = m.score == null ? 0 : (g.effective_weight_pct * m.weight_pct) / g.present;
      m.points = m.score == null ? 0 : (m.score * m.effective_weight_pct) / 100;
    }
    g.points = g.measures.reduce((sum, m) => sum + m.points, 0);
    delete g.present;
  }
  const score = groups.reduce((sum, g) => sum + g.points, 0);
  return {
    card: card.key,
    version: 1,
    score,
    band: card.key === 'health' ? healthBand(score) : maturityBand(score),
    coverage_pct: 85,
    freshness_days: 12,
    missing_reason: null,
    groups,
  };
}
