// Revenue: the bridge adds up before the reader's eyes, and each figure leads to the accounts that make it.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { look, PHONE } from '../support/look.ts';
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

// biome-ignore lint/suspicious/noExplicitAny: replies of the API, held against its description elsewhere
type Body = any;

/** The page's usual period: twelve months until the day of the tests, 31 January 2026. */
const YEAR = { from: '2025-02-01', to: '2026-01-31' };

const revenue = async (page: Page, params: Record<string, string> = YEAR): Promise<Body> =>
  (await page.request.get('/api/v1/forecast/revenue', { params })).json();
const movers = async (page: Page, params: Record<string, string>): Promise<Body> =>
  (await page.request.get('/api/v1/forecast/revenue/movers', { params: { ...YEAR, ...params } })).json();
const exact = (cents: number) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(Math.abs(cents) / 100);
const monthOf = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(day),
  );
const drawer = (page: Page) => page.getByRole('dialog');
const months = (page: Page) => page.getByRole('table', { name: 'ARR by month' });

test('the bridge adds up to the cent, in the picture and written out', async ({ page }) => {
  await open(page, '/forecast/revenue');
  const { total } = await revenue(page);
  const sum = page.getByText('adds up to the cent').locator('..');
  for (const cents of [total.start_arr_cents, total.new_cents, total.churn_cents, total.end_arr_cents])
    await expect(sum).toContainText(exact(cents));
  await expect(page.getByLabel('In short')).toContainText(`${total.renewals_won} of ${total.renewals_due}`);
  await expect(page.getByLabel('In short')).toContainText(
    `${total.lost_customers_12m} of ${total.customers_12m} customers`,
  );
  await page.getByRole('button', { name: 'ARR bridge: show as a table' }).press('Enter');
  const table = page.getByLabel('ARR bridge, as a table');
  await expect(table.getByRole('row').filter({ hasText: 'Expansion' })).toContainText(
    `+${exact(total.expansion_cents)}`,
  );
});

test('by keys: a figure of a month leads to its accounts, and one of them to its page', async ({ page }) => {
  await open(page, '/forecast/revenue');
  const { months: all } = await revenue(page);
  const month = all.findLast((m: Body) => m.churn_cents > 0);
  await months(page)
    .getByRole('button', { name: new RegExp(`^Churn, ${monthOf(month.month)}`) })
    .press('Enter');
  await expect(page).toHaveURL(new RegExp(`moved=churn&in_month=${month.month}`));
  await settled(page);
  const { rows, total, change_cents } = await movers(page, { kind: 'churn', in_month: month.month });
  expect(change_cents).toBe(-month.churn_cents);
  await expect(drawer(page)).toContainText(`−${exact(change_cents)}`);
  await expect(drawer(page)).toContainText('the figure of the bridge, to the cent');
  const grid = drawer(page).getByRole('grid', { name: 'Accounts that moved' });
  await expect(grid).toHaveAttribute('aria-rowcount', String(total + 1));
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: rows[0].name })).toBeVisible();
  await page.goBack();
  await settled(page);
  await expect(drawer(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/moved=/);
});

test('by pointer: a click on the bridge; the file has the accounts of all pages', async ({ page }) => {
  await open(page, '/forecast/revenue');
  const picture = page.getByRole('img', { name: 'ARR bridge' });
  const box = await picture.boundingBox();
  if (!box) throw new Error('the picture is not there');
  // The second of seven steps is what is new: somewhere above the middle.
  for (let y = 0.15; y < 0.9 && !page.url().includes('moved'); y += 0.04)
    await picture.click({ position: { x: 60 + (box.width - 76) * (1.5 / 7), y: box.height * y } });
  await expect(page).toHaveURL(/moved=new$/);
  await settled(page);
  const { total } = await movers(page, { kind: 'new' });
  const download = page.waitForEvent('download');
  await drawer(page).getByRole('link', { name: 'CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\r\n')).toHaveLength(total + 1);
});

test('the period is in the address; the month that is not over says so', async ({ page }) => {
  await open(page, '/forecast/revenue');
  await expect(months(page).getByRole('row')).toHaveCount(1 + 1 + 12);
  await page.getByText('24 months', { exact: true }).click();
  await expect(page).toHaveURL(/from=2024-02-01$/);
  await expect(months(page).getByRole('row')).toHaveCount(1 + 1 + 24);
  await open(page, '/forecast/revenue?from=2025-06-01&to=2025-12-10');
  await expect(months(page).getByRole('row').nth(2)).toContainText('Dec 2025, so far');
  const { total } = await revenue(page, { from: '2025-06-01', to: '2025-12-10' });
  await expect(page.getByText('adds up to the cent').locator('..')).toContainText(exact(total.end_arr_cents));
});

test('rates month by month, and renewals of longer contracts', async ({ page }) => {
  await open(page, '/forecast/revenue');
  await page.getByText('Month by month', { exact: true }).last().click();
  await expect(page).toHaveURL(/by=month/);
  await page.getByRole('combobox', { name: 'Length of contracts' }).click();
  await page.getByRole('option', { name: 'A year or longer', exact: true }).click();
  await expect(page).toHaveURL(/min_term_months=12/);
  await settled(page);
  const { total, months: all } = await revenue(page, { ...YEAR, min_term_months: '12' });
  await expect(page.getByLabel('In short')).toContainText(`${total.renewals_won} of ${total.renewals_due}`);
  await page.getByRole('button', { name: 'Logo churn: show as a table' }).click();
  const rows = page.getByLabel('Logo churn, as a table').getByRole('row');
  await expect(rows.nth(1).getByRole('cell').nth(3)).toHaveText(String(all.at(-1).lost_customers));
  await expect(rows.nth(1).getByRole('cell').nth(4)).toHaveText(String(all.at(-1).start_customers));
});

test('axe finds nothing in the list of accounts either', async ({ page }) => {
  await open(page, '/forecast/revenue?moved=all');
  await expect(drawer(page)).toContainText('the figure of the bridge, to the cent');
  await look(page);
  await page.setViewportSize(PHONE);
  const { rows } = await movers(page, {});
  await expect(drawer(page).getByRole('row').nth(1)).toContainText(rows[0].name);
});

test('customers nobody has', async ({ page }) => {
  await open(page, '/forecast/revenue?owner=Nobody+at+all');
  await expect(page.getByRole('heading', { name: 'No customer in this time' })).toBeVisible();
});

test.describe('refused', () => {
  test.use({ mayBeRefused: true });

  test('what changes from day to day cannot choose the past', async ({ page }) => {
    await open(page, '/forecast/revenue?filter=health+%3E+10');
    const condition = page.getByRole('textbox', { name: 'Filter by a condition' });
    await expect(condition).toHaveAttribute('aria-invalid', 'true');
    await condition.fill('');
    await condition.press('Enter');
    await expect(page.getByText('adds up to the cent')).toBeVisible();
  });
});
