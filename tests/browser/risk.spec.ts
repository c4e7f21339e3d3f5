// Who is likely to leave, of a company whose churn can be told: what the model is worth, then whom it names.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { look, PHONE } from '../support/look.ts';
import { addPerson, expect, open, settled, sampleTest as test } from '../support/page.ts';
import { PASSWORD } from '../support/people.ts';
import { ripen } from '../support/server.ts';

// biome-ignore lint/suspicious/noExplicitAny: replies of the API, held against its description elsewhere
type Body = any;

const ask = async (page: Page, params: Record<string, string | number | boolean> = {}): Promise<Body> =>
  (await page.request.get('/api/v1/forecast/risk', { params })).json();
const cardOf = async (page: Page, id: number): Promise<Body> =>
  (await page.request.get(`/api/v1/forecast/models/${id}`)).json();
const short = (page: Page) => page.getByLabel('In short');
const table = (page: Page) => page.getByRole('grid', { name: 'Customers by risk' });

// Enough that left for a model to be tried.
test.use({ accounts: 300 });

test.beforeAll(({ server }) => {
  expect(ripen('risk', 'train', '--data', server.dataDir).status).toBe(0);
});

test('what the model is worth, what it comes to, and who', async ({ page }) => {
  await open(page, '/forecast/risk');
  const { model_id, totals, total, base_pct, rows } = await ask(page, { limit: 1 });
  const { auc, auc_low, auc_high, verdict } = await cardOf(page, model_id);
  expect(verdict).toBe('predicts');
  const of100 = (share: number) => Math.round(100 * share);
  await expect(page.getByRole('region', { name: 'Who is likely to leave' })).toContainText(
    `${of100(auc)} of 100 cases (${of100(auc_low)} to ${of100(auc_high)})`,
  );
  await expect(short(page)).toContainText(
    `${totals.expected.toFixed(1)}${totals.expected_low} to ${totals.expected_high} of ${total} customers`,
  );
  await expect(short(page)).toContainText(`Called a risk${totals.risks}`);
  await expect(short(page)).toContainText(`${base_pct.toFixed(1)}%`);
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(total + 1));
  const first = table(page).getByRole('row').nth(1);
  await expect(first).toContainText(rows[0].name);
  await expect(first).toContainText(rows[0].reason);
  await expect(first).toContainText(`${rows[0].p_pct.toFixed(1)}%`);
  await page.getByText('What these figures mean').click();
  await expect(page.getByText('Probability times ARR, summed up')).toBeVisible();
  await look(page);
});

test('only risks, by what is at risk, by keys to the account; the file has the same rows', async ({
  page,
}) => {
  await open(page, '/forecast/risk');
  await page.getByRole('switch', { name: 'Only risks' }).press('Space');
  await expect(page).toHaveURL(/show=risks/);
  await settled(page);
  await page.getByRole('button', { name: 'ARR at risk' }).press('Enter');
  await expect(page).toHaveURL(/sort=-?at_risk/);
  await settled(page);
  const sort = new URL(page.url()).searchParams.get('sort') ?? '';
  const { rows, total, totals } = await ask(page, { is_risk: true, sort });
  expect(total).toBe(totals.risks);
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(total + 1));
  await expect(table(page).getByRole('row').nth(1)).toContainText(rows[0].name);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\r\n')).toHaveLength(total + 1);
  await table(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: rows[0].name })).toBeVisible();
});

test('a choice of customers narrows all of it', async ({ page }) => {
  await open(page, '/forecast/risk');
  const all = (await ask(page)).totals.accounts;
  const { totals } = await ask(page, { filter: 'renewal_days < 90' });
  expect(totals.accounts).toBeLessThan(all);
  await open(page, '/forecast/risk?filter=renewal_days+%3C+90');
  await expect(short(page)).toContainText(`of ${totals.accounts} customers`);
  await open(page, '/forecast/risk?filter=renewal_days+%3C+-9000');
  await expect(page.getByRole('heading', { name: 'No customer matches' })).toBeVisible();
});

test.describe('refused', () => {
  test.use({ mayBeRefused: true });

  test('a refused condition is told where it is written', async ({ page }) => {
    await open(page, '/forecast/risk?filter=helth+%3C+3');
    await expect(page.getByRole('textbox', { name: 'Filter by a condition' })).toHaveAttribute(
      'aria-invalid',
      'true',
    );
  });
});

test('on a phone a customer is two lines, and training may be stopped', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await open(page, '/forecast/risk');
  const { rows } = await ask(page, { limit: 1 });
  await expect(table(page).getByRole('row').nth(1)).toContainText(rows[0].name);
  await page.getByRole('button', { name: 'Train now' }).click();
  const form = page.getByRole('dialog', { name: 'Train a model of who will leave' });
  // A stop that comes at the first step of the work.
  await page.route('**/api/v1/forecast/train', async (route) => {
    const reply = await route.fetch();
    const job = await reply.json();
    await page.request.post(`/api/v1/jobs/${job.id}/cancel`, {
      headers: { origin: new URL(page.url()).origin },
    });
    await route.fulfill({ response: reply, json: job });
  });
  await form.getByRole('button', { name: 'Train' }).click();
  await expect(page.getByText(/Training a model was stopped|Trained, and everybody/)).toBeVisible();
});

test('the card of the model: what was tried, whether it comes true, what it reads and what not', async ({
  page,
}) => {
  await open(page, '/forecast/risk');
  const { model_id } = await ask(page);
  const card = await cardOf(page, model_id);
  await page.getByRole('link', { name: 'Models' }).press('Enter');
  const models = page.getByRole('table', { name: 'Models' });
  await expect(models.getByText('in force')).toBeVisible();
  await expect(page.getByText('the horizon of what was told has not passed')).toBeVisible();
  await look(page);
  await models.getByRole('link').first().press('Enter');
  await expect(page).toHaveURL(new RegExp(`/forecast/risk/models/${model_id}$`));
  const tried = page.getByRole('table', { name: 'What was tried' });
  for (const [index, { label, auc }] of card.candidates.entries()) {
    const row = tried.getByRole('row').nth(index + 1);
    await expect(row).toContainText(label);
    await expect(row).toContainText(String(Math.round(100 * auc)));
  }
  const kept = card.candidates.find(({ is_kept }: Body) => is_kept);
  await expect(tried.getByRole('row').filter({ hasText: 'in use' })).toContainText(kept.label);
  await expect(page.getByRole('table', { name: 'Months held back' }).getByRole('row')).toHaveCount(
    card.blocks.length + 1,
  );
  await page.getByRole('button', { name: 'Told beside happened: show as a table' }).press('Enter');
  const told = page.getByLabel('Told beside happened, as a table').getByRole('row');
  await expect(told).toHaveCount(card.bins.length + 1);
  const reads = page.getByRole('table', { name: 'What it reads' });
  await expect(reads.getByRole('row').nth(1)).toContainText(card.columns[0].label);
  await page.getByRole('button', { name: `All ${card.columns.length} columns` }).press('Enter');
  await expect(reads.getByRole('row')).toHaveCount(card.columns.length + 1);
  await expect(page.getByText(card.left_out[0].reason).first()).toBeVisible();
  await expect(page.getByText(card.caveats[0])).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `CSV of model-${model_id}-told` }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\r\n')).toHaveLength(card.bins.length + 1);
  await look(page);
});

test('an account: how likely, why with its size, what similar ones did, and until when', async ({ page }) => {
  const { rows } = await ask(page, { is_risk: true, limit: 1 });
  const [{ key }] = rows;
  const risk: Body = await (await page.request.get(`/api/v1/accounts/${key}/risk`)).json();
  await open(page, `/accounts/${key}`);
  const inShort = page.getByRole('region', { name: 'Risk of leaving' });
  await expect(inShort).toContainText(`${risk.p_pct.toFixed(1)}% that it leaves within 90 days`);
  await expect(page.getByRole('link', { name: /^a risk: / })).toBeVisible();
  await inShort.getByRole('button', { name: 'All' }).press('Enter');
  await expect(page).toHaveURL(/tab=risk/);
  await settled(page);
  const reasons = page.getByRole('table', { name: 'Reasons' }).getByRole('row');
  await expect(reasons).toHaveCount(risk.reasons.length + 1);
  await expect(reasons.nth(1)).toContainText(risk.reasons[0].words);
  await expect(reasons.nth(1)).toContainText(
    `${risk.reasons[0].points > 0 ? '+' : '−'}${Math.abs(risk.reasons[0].points).toFixed(1)}`,
  );
  await expect(page.getByText(risk.range_words)).toBeVisible();
  await expect(page.getByText(risk.similar.words)).toBeVisible();
  await expect(page.getByRole('table', { name: 'The most similar' }).getByRole('row')).toHaveCount(
    risk.similar.items.length + 1,
  );
  const before = page.getByRole('table', { name: 'What was told before' }).getByRole('row').nth(1);
  await expect(before).toContainText('not known yet');
  await look(page);
  // A reason leads on to the facts it rests on.
  await reasons.getByRole('button').first().press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  // As of another day nothing is shown that was told later.
  await open(page, `/accounts/${key}?tab=risk&day=2025-12-31`);
  await expect(page.getByText('Nothing was told of it by then.')).toBeVisible();
  await expect(page.getByText('that it leaves within')).toHaveCount(0);
  await open(page, `/accounts/${key}?day=2025-12-31`);
  await expect(inShort).toHaveCount(0);
});

test.describe('a viewer', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('looks, and cannot train', async ({ page, server, session }) => {
    const password = await addPerson(server, session, 'Vera', 'viewer');
    await page.goto('/');
    const headers = { origin: server.url };
    const email = 'vera@example.com';
    await page.request.post('/api/v1/login', { headers, data: { email, password } });
    const chosen = { old_password: password, new_password: PASSWORD };
    await page.request.post('/api/v1/me/password', { headers, data: chosen });
    await open(page, '/forecast/risk');
    await expect(page.getByText('It predicts', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Train now' })).toHaveCount(0);
  });
});
