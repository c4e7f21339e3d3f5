// Maturity of an account by survey, interview and API, who says what, and what questionnaires have brought.

import type { Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { TODAY } from '../support/server.ts';

/** The worked example of the Customer Maturity Index: 2.3, 4.0, 1.7 and 1.3 give 2.4. */
const WORKED = {
  charter_clarity: 3,
  charter_influence: 1,
  charter_head: 3,
  people_skill: 3,
  people_size: 4,
  people_record: 5,
  process_quality: 2,
  process_knowledge: 1,
  process_integration: 2,
  tech_tools: 1,
  tech_reports: 2,
  tech_complexity: 1,
};
const YESTERDAY = new Date(Date.parse(TODAY) - 16 * 3_600_000).toISOString();

async function account(api: Api, name: string): Promise<string> {
  return (await api.must('POST', '/accounts', { name })).key;
}

const WAYS: Record<string, (api: Api, key: string) => Promise<unknown>> = {
  'answers to a survey': async (api, key) => {
    const asked = await api.must('POST', '/responses', {
      account: key,
      instrument: 'maturity',
      basis: 'survey',
      invited: YESTERDAY,
    });
    expect((await api.get(`/accounts/${key}/maturity`)).body.score).toBeNull(); // silence says nothing
    const answered = { answered: YESTERDAY, answers: WORKED };
    return api.must('PATCH', `/responses/${asked.key}`, answered);
  },
  'an interview': (api, key) =>
    api.must('POST', '/responses', {
      account: key,
      instrument: 'maturity',
      basis: 'interview',
      answered: YESTERDAY,
      answers: WORKED,
    }),
  'an assessment': (api, key) =>
    api.must('POST', '/assessments', {
      account: key,
      day: YESTERDAY.slice(0, 10),
      basis: 'interview',
      assessor: 'ann',
      ...WORKED,
      evidence: { charter_clarity: 'A written charter' },
    }),
};

test.describe('the worked example', () => {
  for (const [way, rate] of Object.entries(WAYS))
    test(`is 2.4 by ${way}`, async ({ as }) => {
      const api = as('manager');
      const key = await account(api, `Worked by ${way}`);
      await rate(api, key);
      const maturity = await api.must('GET', `/accounts/${key}/maturity`);
      expect(maturity.score).toBeCloseTo(2.3667, 4);
      expect(maturity.before).toBeNull(); // yesterday nobody knew
      const groups = maturity.groups.map(({ score }: { score: number }) => score.toFixed(1));
      expect(groups).toEqual(['2.3', '4.0', '1.7', '1.3']);
      // 4 points of a third of 40 % lift it most.
      expect(maturity.lifts[0]).toMatchObject({ rating: 'charter_influence', gap: 4 });
      expect(maturity.lifts[0].points).toBeCloseTo((4 * 0.4) / 3, 4);
      const standing = await api.must('GET', `/accounts/${key}/standing`);
      expect(standing.maturity.score).toBeCloseTo(2.3667, 4);
    });
});

test('people who differ are averaged, and their spread is told', async ({ as }) => {
  const api = as('manager');
  const key = await account(api, 'Two minds');
  for (const [name, clarity] of [
    ['Ann', 1],
    ['Bob', 4],
  ] as const) {
    const contact = await api.must('POST', '/contacts', { account: key, name });
    await api.must('POST', '/responses', {
      account: key,
      contact: contact.key,
      instrument: 'maturity',
      basis: 'survey',
      answered: YESTERDAY,
      answers: { ...WORKED, charter_clarity: clarity },
    });
  }
  const maturity = await api.must('GET', `/accounts/${key}/maturity?against=customers`);
  const [clarity, influence] = maturity.ratings;
  expect(clarity).toMatchObject({ value: 2.5, spread: 3, is_disagreed: true, side: 'self' });
  expect(influence).toMatchObject({ value: 1, spread: 0, is_disagreed: false });
  expect(maturity.is_disagreed).toBe(true);
  const names = maturity.voices.map(({ name }: { name: string }) => name).sort();
  expect(names).toEqual(['Ann', 'Bob']);
  expect(maturity.voices[0].counts).toContain('charter_clarity');
  expect(maturity.against.scored).toBeGreaterThan(0);
  expect(maturity.against.median).not.toBeNull();
  expect((await api.get(`/accounts/${key}/maturity?against=nobody`)).status).toBe(400);

  // An interview outranks them; the setting says for how long.
  await api.must('POST', '/assessments', {
    account: key,
    day: YESTERDAY.slice(0, 10),
    basis: 'interview',
    charter_clarity: 2,
  });
  const after = await api.must('GET', `/accounts/${key}/maturity`);
  expect(after.ratings[0]).toMatchObject({ value: 2, side: 'found', spread: null });
  expect(after.ratings[1]).toMatchObject({ value: 1, side: 'self' });
});

test('the short form stands for the twelve', async ({ as }) => {
  const api = as('manager');
  const key = await account(api, 'In short');
  await api.must('POST', '/responses', {
    account: key,
    instrument: 'maturity_short',
    basis: 'survey',
    answered: YESTERDAY,
    answers: { charter: 2, people: 4, process: 2, technology: 1 },
  });
  const maturity = await api.must('GET', `/accounts/${key}/maturity`);
  expect(maturity.score).toBeCloseTo(0.4 * 2 + 0.2 * 4 + 0.3 * 2 + 0.1 * 1, 4);
  expect(maturity.ratings[0]).toMatchObject({ value: 2, is_by_group: true });
});

test('results of a survey carry their intervals, and a file that runs nothing', async ({ as }) => {
  const api = as('manager');
  const key = await account(api, '=HYPERLINK("x")');
  const scores = [...Array(50).fill(10), ...Array(30).fill(7), ...Array(20).fill(3)];
  const ask = { account: key, instrument: 'nps', survey: 'proof', basis: 'survey' };
  for (const score of scores)
    await api.must('POST', '/responses', {
      ...ask,
      invited: '2025-03-01T08:00:00Z',
      answered: '2025-03-02T08:00:00Z',
      answers: score === 3 ? { score, improve: '=1+1 <b>slow</b>' } : { score },
    });
  await api.must('POST', '/responses', { ...ask, invited: '2025-04-01T08:00:00Z' });

  const results = await api.must('GET', '/survey-results?instrument=nps&survey=proof');
  expect(results.sum).toMatchObject({ asked: 101, answered: 100, value: 30 });
  expect(results.sum.low).toBeCloseTo(14.05, 2);
  expect(results.sum.high).toBeCloseTo(44.2, 2);
  expect(results.sum.rate_low_pct).toBeGreaterThan(90);
  const score = results.questions.find(({ id }: { id: string }) => id === 'score');
  expect(score.choices[10]).toMatchObject({ id: '10', n: 50, share_pct: 50 });
  expect(results.months).toHaveLength(2);
  expect(results.months[1]).toMatchObject({ month: '2025-04-01', sum: { asked: 1, answered: 0 } });
  expect(results.texts_total).toBe(20);
  const found = await api.must('GET', '/survey-results?instrument=nps&survey=proof&q=SLOW');
  expect(found.texts).toHaveLength(20);
  expect((await api.must('GET', '/survey-results?instrument=nps&survey=proof&q=fast')).texts).toEqual([]);
  expect((await api.get('/survey-results?instrument=nps&segment=nobody')).status).toBe(400);
  expect((await api.get('/survey-results?instrument=mood2')).status).toBe(404);

  const file = await api.get('/survey-results.csv?instrument=nps&survey=proof');
  expect(file.status).toBe(200);
  const lines = String(file.body).split('\r\n');
  expect(lines[0]).toContain('answers.improve');
  expect(lines.filter((line) => line.includes("'=1+1"))).toHaveLength(20);
  expect(lines[1]).toContain("'=HYPERLINK");
});
