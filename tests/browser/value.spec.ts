// What customers are worth: all together, by group, account by account, and on an account's own page.
import type { Page } from '@playwright/test';
import { PHONE } from '../support/look.ts';
import { chooseByKey, expect, open, settled, sampleTest as test } from '../support/page.ts';

async function ask(page: Page, query = '') {
  const reply = await page.request.get(`/api/v1/forecast/value${query}`);
  expect(reply.status()).toBe(200);
  return reply.json();
}

const short = (cents: number, currency: string) =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(cents / 100);

test('the whole in a sentence and figures, what was assumed, and on how few it rests', async ({ page }) => {
  const value = await ask(page);
  const { all, currency } = value;
  await open(page, '/forecast/value');
  await expect(
    page.getByText(`${all.accounts} customers are worth ${short(all.ltv_3y_cents, currency)}`),
  ).toBeVisible();
  await expect(page.getByText(`Half of it is with ${value.half_accounts} of them`)).toBeVisible();
  const figures = page.getByLabel('In short');
  await expect(figures).toContainText(short(all.ltv_5y_low_cents, currency));
  await expect(figures).toContainText(short(all.life_cents, currency));
  await expect(page.getByText(`Discounted by ${value.discount_pct} % a year`)).toBeVisible();

  await page.getByRole('button', { name: 'Share of value by share of customers: show as a table' }).click();
  const shares = page.getByRole('region', { name: 'Share of value by share of customers, as a table' });
  await expect(shares.getByRole('row')).toHaveCount(1 + value.shares.length);
  await page.getByRole('link', { name: 'Change both in the settings' }).press('Enter');
  await expect(page).toHaveURL(/\/settings\/organisation$/);
});

test('groups by keyboard, each leading to its accounts', async ({ page }) => {
  const { groups, currency } = await ask(page, '?by=plan');
  await open(page, '/forecast/value');
  await page.getByRole('combobox', { name: 'Groups' }).focus();
  await page.keyboard.press('Control+a');
  await chooseByKey(page, 'plan', 'Plan');
  await expect(page).toHaveURL(/by=plan$/);
  await settled(page);
  const table = page.getByRole('table', { name: 'Value by plan' });
  await expect(table.getByRole('row')).toHaveCount(2 + groups.length);
  const row = table.getByRole('row', { name: groups[0].label });
  await expect(row).toContainText(short(groups[0].ltv_3y_cents, currency));
  await row.getByRole('link', { name: groups[0].label }).click();
  await expect(page).toHaveURL(/\/portfolio\?filter=plan/);
});

test('accounts sorted by a column and back, opened by Enter, and as a file', async ({ page }) => {
  const first = async (sort: string) => (await ask(page, `?sort=${sort}&limit=1`)).rows[0];
  await open(page, '/forecast/value');
  const grid = page.getByRole('grid', { name: 'Values' });
  await expect(grid.getByRole('row').nth(1)).toContainText((await first('-life')).name);
  await grid.getByRole('button', { name: 'Payback' }).click();
  await expect(page).toHaveURL(/sort=-payback$/);
  await expect(grid.getByRole('row').nth(1)).toContainText((await first('-payback')).name);
  await grid.getByRole('button', { name: 'Payback' }).press('Enter');
  await expect(page).toHaveURL(/sort=payback$/);
  const soonest = await first('payback');
  await expect(grid.getByRole('row').nth(1)).toContainText(soonest.name);

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^value-.*\.csv$/);
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: soonest.name })).toBeVisible();
});

test('the page of an account tells its value, and what it was on a day before', async ({ page }) => {
  const { rows, currency } = await ask(page, '?limit=1');
  const [row] = rows;
  await open(page, `/accounts/${row.key}`);
  const panel = page.getByRole('region', { name: 'Value' });
  await expect(panel).toContainText(short(row.ltv_3y_cents, currency));
  await expect(panel).toContainText(short(row.life_cents, currency));
  await expect(panel).toContainText(`${row.payback_months.toFixed(1)} months`);
  await expect(panel).toContainText(`contracts of ${row.term_months} months`);

  const { start } = await (await page.request.get(`/api/v1/accounts/${row.key}`)).json();
  const then = await (await page.request.get(`/api/v1/accounts/${row.key}/value?day=${start}`)).json();
  await open(page, `/accounts/${row.key}?day=${start}`);
  await expect(panel).toContainText(then.value ? short(then.value.ltv_3y_cents, currency) : then.problem);
});

test('on a phone accounts are two lines, and a menu sorts them', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await open(page, '/forecast/value');
  const grid = page.getByRole('grid', { name: 'Values' });
  await expect(grid.getByText('over three years').first()).toBeVisible();
  await page.getByRole('button', { name: 'Sort' }).click();
  await page.getByRole('menuitem', { name: 'ARR' }).click();
  await expect(page).toHaveURL(/sort=-arr$/);
  const { rows } = await ask(page, '?sort=-arr&limit=1');
  await expect(grid.getByRole('row').nth(1)).toContainText(rows[0].name);
});

test('nobody chosen says what to do', async ({ page }) => {
  await open(page, '/forecast/value?filter=name%20%3D%20%22nobody%22');
  await expect(page.getByRole('heading', { name: 'No customer matches' })).toBeVisible();
});
