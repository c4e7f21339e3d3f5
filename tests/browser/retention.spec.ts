// How long customers stay: curves and cohorts, by keyboard and by pointer.
import type { Page } from '@playwright/test';
import { look, PHONE } from '../support/look.ts';
import { chooseByKey, expect, open, sampleTest, settled } from '../support/page.ts';

const test = sampleTest;
const NAME = 'Share of customers still there, by months since their start';

async function ask(page: Page, path: string) {
  const reply = await page.request.get(`/api/v1/forecast/${path}`);
  expect(reply.status()).toBe(200);
  return reply.json();
}

/** What the curve says at an age. */
const at = (points: { months: number; share_pct: number }[], months: number) =>
  Math.round(points.findLast((point) => point.months <= months)?.share_pct ?? 100);

test('one curve: the answer in words, the picture as a table, the file', async ({ page }) => {
  const retention = await ask(page, 'retention');
  const [all] = retention.groups;
  await open(page, '/forecast/retention');
  await expect(
    page.getByText(`Of 100 customers ${at(all.points, 12)} are still there after a year`),
  ).toBeVisible();
  const short = page.getByLabel('In short');
  await expect(short).toContainText(`${all.customers}`);
  await expect(short).toContainText(`${all.left} left`);

  await page.getByRole('button', { name: `${NAME}: show as a table` }).press('Enter');
  const table = page.getByRole('region', { name: `${NAME}, as a table` });
  await expect(table.getByRole('row')).toHaveCount(1 + all.points.length + all.fit.projection.length);

  const renewals = page.getByRole('table', { name: 'Renewals of All' });
  await expect(renewals.getByRole('row')).toHaveCount(1 + all.fit.renewals.length);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^retention-.*\.csv$/);
  await page.getByText('What these figures mean').click();
  await expect(page.getByText(retention.definitions[0].text)).toBeVisible();
});

test('groups by keyboard: a field, then one of its groups', async ({ page }) => {
  const { groups } = await ask(page, 'retention?by=plan');
  await open(page, '/forecast/retention');
  await page.getByRole('combobox', { name: 'Groups' }).focus();
  await page.keyboard.press('Control+a');
  await chooseByKey(page, 'plan', 'Plan');
  await expect(page).toHaveURL(/by=plan$/);
  await settled(page);
  const table = page.getByRole('table', { name: 'How long customers stay, by plan' });
  await expect(table.getByRole('row')).toHaveCount(1 + groups.length);
  await expect(page.getByText(/p [=<] \./)).toBeVisible();

  const last = groups.at(-1);
  await table.getByRole('button', { name: last.label, exact: true }).press('Enter');
  await expect(page).toHaveURL(new RegExp(`group=${last.label}`));
  await expect(page.getByRole('heading', { name: `Renewal by renewal: ${last.label}` })).toBeVisible();
  await page.reload();
  await expect(table.getByRole('button', { name: last.label, exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await table.getByRole('link', { name: `${last.label}: its accounts` }).click();
  await expect(page).toHaveURL(/\/portfolio\?filter=plan/);
});

test('what is counted is chosen, kept in the address, and taken back', async ({ page }) => {
  await open(page, '/forecast/retention');
  await page.getByRole('button', { name: 'How it is counted' }).click();
  await page.getByRole('textbox', { name: 'Project' }).fill('24');
  await page.getByRole('textbox', { name: 'In periods of' }).fill('6');
  await expect(page).toHaveURL(/horizon_months=24&period_months=6$/);
  await page.keyboard.press('Escape');
  await expect(page.getByText(/after 6 months/)).toBeVisible();
  await page.getByRole('button', { name: 'How it is counted' }).click();
  await page.getByRole('button', { name: 'Back to what the data say' }).click();
  await expect(page).toHaveURL(/\/forecast\/retention$/);
});

test('cohorts: each cell as the server says, customers or revenue', async ({ page }) => {
  const { rows, all } = await ask(page, 'cohorts?size=year');
  await open(page, '/forecast/retention?show=cohorts&size=year');
  const table = page.getByRole('table', { name: 'Customers kept by cohort' });
  const oldest = rows[0];
  const row = table.getByRole('row', { name: new RegExp(`^${oldest.label}`) });
  await expect(row.getByRole('cell')).toHaveText([
    `${oldest.accounts}`,
    ...oldest.customers_pct.map((pct: number) => percent(pct)),
  ]);
  await page.getByRole('radio', { name: 'Customers' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/measure=revenue/);
  const money = page.getByRole('table', { name: 'Revenue kept by cohort' });
  const first = money.getByRole('row').nth(1);
  await expect(first.getByRole('rowheader')).toHaveText('All');
  const shares = all.arr_pct.map((pct: number) =>
    Math.round(pct) > 100 ? `↗${percent(pct)}` : percent(pct),
  );
  await expect(first.getByRole('cell').filter({ hasText: '%' })).toHaveText(shares);

  await page.getByRole('combobox', { name: 'Cohorts of' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/size=year/);
});

const percent = (pct: number) => `${Math.round(pct).toLocaleString('en-US')}%`;

test('on a phone the cohorts scroll by themselves under their names', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await open(page, '/forecast/retention?show=cohorts');
  const box = page.getByRole('group', { name: 'Customers kept by cohort, scrolls sideways' });
  await box.focus();
  const name = box.getByRole('rowheader').first();
  const before = await name.boundingBox();
  await box.evaluate((element) => element.scrollTo(200, 0));
  await expect.poll(() => box.evaluate((element) => element.scrollLeft)).toBeGreaterThan(100);
  const after = await name.boundingBox();
  // It stays where it was, but for the gap between cells.
  expect(Math.abs((after?.x ?? -99) - (before?.x ?? 99))).toBeLessThan(4);
});

test.describe('refusals', () => {
  test.use({ mayBeRefused: true });

  test('what changes from day to day chooses nobody in the past', async ({ page }) => {
    await open(page, '/forecast/retention?filter=health%20%3E%203');
    await expect(page.getByText(/another value on each day/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect(page.getByText(/Of 100 customers/)).toBeVisible();
    // Nor is it offered.
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await expect(page.getByRole('menuitem', { name: /^Industry/ })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: /^Health/ })).toHaveCount(0);
  });
});

test('nobody chosen, and segments not named yet, say what to do', async ({ page }) => {
  await open(page, '/forecast/retention?filter=name%20%3D%20%22nobody%22');
  await expect(page.getByRole('heading', { name: 'No customer matches' })).toBeVisible();
  await open(page, '/forecast/retention?by=segment');
  await expect(page.getByRole('heading', { name: 'Which segments?' })).toBeVisible();
  await look(page);
});
