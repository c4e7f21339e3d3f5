// Churn arithmetic.
import { expect, test } from '../support/fixtures.ts';
import { ripen } from '../support/server.ts';

test('the preset is the white paper’s example', async ({ as }) => {
  const s = await as('viewer').must('GET', '/simulate?months=24');
  expect(s).toMatchObject({
    start_cents: 1_000_000,
    added_cents: 200_000,
    churn_pct: 2.5,
    plateau_cents: 8_000_000,
    is_plateau_infinite: false,
  });
  expect(s.months).toHaveLength(25);
  expect(s.months[1]).toEqual({
    month: 1,
    revenue_cents: 1_175_000,
    no_churn_cents: 1_200_000,
    lost_cents: 25_000,
    taken_cents: 25_000,
  });
});

test('without churn nothing stops it', async ({ as }) => {
  const s = await as('viewer').must('GET', '/simulate?churn_pct=0');
  expect(s).toMatchObject({ plateau_cents: null, is_plateau_infinite: true, half_way_months: null });
  expect((await as('viewer').get('/simulate?churn_pct=101')).body).toMatchObject({ field: 'churn_pct' });
});

test('as a file and on the command line', async ({ as }) => {
  const { body } = await as('viewer').get('/simulate.csv?months=2');
  expect(body.split('\r\n')).toEqual([
    'month,revenue_cents,no_churn_cents,lost_cents,taken_cents',
    '0,1000000,1000000,0,0',
    '1,1175000,1200000,25000,25000',
    '2,1345625,1400000,29375,54375',
    '',
  ]);
  const { status, stdout } = ripen('simulate', '--churn', '5', '--months', '12');
  expect(status).toBe(0);
  expect(stdout).toContain('It comes to rest at 40000.00');
});
