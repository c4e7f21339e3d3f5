// Renewals: what comes due and what is at risk, narrowed by picture, by list and by keys; the same figures as the API's.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { PHONE } from '../support/look.ts';
import { chooseByKey, expect, open, settled, sampleTest as test } from '../support/page.ts';

// biome-ignore lint/suspicious/noExplicitAny: replies of the API, held against its description elsewhere
type Body = any;

const ask = async (page: Page, params: Record<string, string | number>): Promise<Body> =>
  (await page.request.get('/api/v1/forecast/renewals', { params })).json();
const short = (page: Page) => page.getByLabel('In short');
const list = (page: Page) => page.getByRole('grid', { name: 'Renewals' });
const percent = (value: number) => `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)}%`;

test('what is due, expected and at risk; the picture as a table', async ({ page }) => {
  await open(page, '/forecast');
  await expect(page).toHaveURL(/\/forecast\/renewals$/);
  const { all, months, year, by_model } = await ask(page, {});
  await expect(short(page)).toContainText(`Due in the next 12 months`);
  await expect(short(page)).toContainText(`${all.due} renewals`);
  await expect(short(page)).toContainText(
    `${Math.round(all.expected)} of ${all.due} renewals (${all.expected_low} to ${all.expected_high})`,
  );
  await expect(short(page)).toContainText(
    `${percent((100 * all.at_risk_cents) / all.due_cents)} of what is due`,
  );
  await expect(short(page)).toContainText(`${percent(year.grr_low_pct)} to ${percent(year.grr_high_pct)}`);
  const behind = await (await page.request.get('/api/v1/forecast/revenue')).json();
  await expect(short(page)).toContainText(`${percent(behind.total.nrr_12m_pct)} over the last 12 months`);
  expect(by_model).toBe(0);
  await expect(page.getByRole('note')).toContainText('no model of risk that predicts is in force');

  await page.getByRole('button', { name: 'ARR due by month: show as a table' }).press('Enter');
  const rows = page.getByLabel('ARR due by month, as a table').getByRole('row');
  await expect(rows).toHaveCount(months.length + 1);
  await expect(rows.nth(2).getByRole('cell').nth(1)).toHaveText(String(months[1].due));
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^CSV of renewals-by-month/ }).press('Enter');
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(months.length + 1);
  expect(lines[2]).toContain(`${months[1].month},${months[1].due},${months[1].due_cents},`);
});

test('a click on a month narrows the list; the file has the same rows', async ({ page }) => {
  await open(page, '/forecast/renewals');
  const picture = page.getByRole('img', { name: 'ARR due by month' });
  const box = await picture.boundingBox();
  if (!box) throw new Error('the picture is not there');
  // Somewhere at the foot of the drawing there is a bar.
  for (let x = 0.3; x < 0.8 && !page.url().includes('in_month'); x += 0.015)
    await picture.click({ position: { x: box.width * x, y: box.height - 48 } });
  await expect(page).toHaveURL(/in_month=/);
  await settled(page);
  const month = new URL(page.url()).searchParams.get('in_month') ?? '';
  const { total } = await ask(page, { in_month: month });
  await expect(list(page)).toHaveAttribute('aria-rowcount', String(total + 1));
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\r\n')).toHaveLength(total + 1);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page).not.toHaveURL(/in_month/);
});

test('by keys: owners, one of them, the dearest first, and to the account', async ({ page }) => {
  await open(page, '/forecast/renewals');
  await page.getByRole('radio', { name: 'By month' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('img', { name: 'ARR due by owner' })).toBeVisible();
  const { owners } = await ask(page, {});
  const owner: string = owners[0].label;
  await page.getByRole('combobox', { name: 'Owner of the list' }).focus();
  await chooseByKey(page, owner, owner);
  await page.getByRole('button', { name: 'At risk' }).press('Enter');
  await expect(page).toHaveURL(/sort=-at_risk/);
  await settled(page);
  const { rows, total } = await ask(page, { filter: `owner = "${owner}"`, sort: '-at_risk', limit: 3 });
  expect(total).toBe(owners[0].due);
  await expect(list(page)).toHaveAttribute('aria-rowcount', String(total + 1));
  await expect(list(page).getByRole('row').nth(1)).toContainText(rows[0].name);
  await list(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: rows[0].name })).toBeVisible();
});

test('a choice of customers, period and length is in the address', async ({ page }) => {
  await open(page, '/forecast/renewals?in_month=2026-02-01');
  await page.getByText('3 months', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Length of contracts' }).click();
  await page.getByRole('option', { name: 'A year or longer', exact: true }).click();
  await expect(page).toHaveURL(/months=3&min_term_months=12$/);
  await settled(page);
  const { all } = await ask(page, { months: 3, min_term_months: 12 });
  await expect(short(page)).toContainText(`Due in the next 3 months`);
  await expect(short(page)).toContainText(`${all.due} renewals`);
  await open(page, '/forecast/renewals?owner=Nobody+at+all');
  await expect(page.getByRole('heading', { name: /^Nothing comes due by/ })).toBeVisible();
});

test.describe('refused', () => {
  test.use({ mayBeRefused: true });

  test('a filter is refused where it is written; one of today says that the past is not told', async ({
    page,
  }) => {
    await open(page, '/forecast/renewals?filter=health+%3C');
    await expect(page.getByRole('textbox', { name: 'Filter by a condition' })).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    await open(page, '/forecast/renewals?filter=health+%3E+10');
    await expect(short(page)).toContainText('the past cannot be chosen by this filter');
  });
});

test('on a phone a renewal is two lines', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await open(page, '/forecast/renewals');
  const { rows } = await ask(page, { limit: 1 });
  const first = list(page).getByRole('row').nth(1);
  await expect(first).toContainText(rows[0].name);
  await expect(first).toContainText(rows[0].owner);
});
