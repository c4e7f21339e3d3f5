// From a number to the facts behind it, the ledger of changes, and two customers side by side.
import { accountIn, expect, open, settled, sampleTest as test } from '../support/page.ts';

const KNOWN = 'maturity is not missing and health is not missing';

test('a number of the why table opens the very facts it rests on, by keyboard', async ({ page }) => {
  const { key } = await accountIn(page, `${KNOWN} and open_tickets >= 1`);
  await open(page, `/accounts/${key}`);
  const measure = page.getByRole('button', { name: /the facts behind Open tickets$/ });
  const count = Number((await measure.textContent())?.split(',')[0]);
  await measure.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText(`It rests on ${count} fact`)).toBeVisible();
  await expect(drawer.getByRole('table', { name: 'Tickets' }).getByRole('row')).toHaveCount(count + 1);
  await expect(page).toHaveURL(/facts=open_tickets/);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page).not.toHaveURL(/facts=/);
});

test('the facts lead to the tab where all of their kind are', async ({ page }) => {
  const { key } = await accountIn(page, `${KNOWN} and active_users_28d >= 1`);
  await open(page, `/accounts/${key}?facts=active_users_28d`);
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('table', { name: 'Use by event' })).toBeVisible();
  const users = drawer.getByRole('region', { name: 'Product users' });
  await expect(users.getByRole('row').nth(1)).toBeVisible();
  await users.getByRole('button', { name: 'All of the account' }).click();
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('tab', { name: 'Usage' })).toHaveAttribute('aria-selected', 'true');
});

test('every rating of maturity is a point of the index and leads to who gave it', async ({ page }) => {
  const { key } = await accountIn(page, KNOWN);
  await open(page, `/accounts/${key}`);
  await page.getByText('Every rating and its points').click();
  const table = page.getByRole('table', { name: 'Contributions to maturity' });
  await table.getByRole('button', { name: /the facts behind Clarity of the charter$/ }).click();
  const ratings = page.getByRole('dialog').getByRole('table', { name: 'Maturity ratings' });
  await expect(ratings.getByRole('row').nth(1)).toContainText(/Interview|Survey|Observed/);
});

test('the ledger of the portfolio is filtered by way and by cell, and leads to the account', async ({
  page,
}) => {
  await open(page, '/changes');
  const total = Number(
    await page
      .locator('dl')
      .getByRole('definition')
      .first()
      .textContent()
      .then((text) => text?.match(/\d+/)?.[0]),
  );
  expect(total).toBeGreaterThan(0);
  await page.getByRole('radiogroup', { name: 'Which way' }).getByText('Moved down').click();
  await settled(page);
  await expect(page.getByRole('listitem').filter({ hasText: 'Moved up' })).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'Moved down' }).first()).toBeVisible();
  await expect(page).toHaveURL(/direction=down/);
  await page.getByRole('radiogroup', { name: 'How far back' }).getByText('1 year').click();
  await settled(page);
  const entry = page.getByRole('listitem').filter({ hasText: 'Moved down' }).first();
  const name = await entry.getByRole('link').textContent();
  await entry.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name ?? '');
  await expect(page).toHaveURL(/day=/);
});

test('the points of a reason add up to the change that is shown', async ({ page }) => {
  const reply = await page.request.get('/api/v1/ledger?changed=health&limit=1');
  const { entries } = await reply.json();
  await open(page, `/accounts/${entries[0].key}`);
  const ledger = page.getByRole('region', { name: 'Where it came from' });
  const first = ledger.getByRole('listitem').first();
  await expect(first).toBeVisible();
  await expect(first.getByRole('listitem').first()).toHaveText(/[+−]\d/);
});

test('two days of choice are compared', async ({ page }) => {
  const { key } = await accountIn(page, KNOWN);
  await open(page, `/accounts/${key}`);
  const panel = page.getByRole('region', { name: 'What changed' });
  const day = panel.getByRole('combobox', { name: 'Compare with the day' });
  await day.focus();
  await page.keyboard.press('ArrowDown');
  const first = page.getByRole('option').first();
  const label = await first.textContent();
  await first.click();
  await settled(page);
  await expect(panel.getByText(`From ${label}`)).toBeVisible();
});

test('two customers of the same health and different maturity stand side by side', async ({ page }) => {
  await open(page, '/compare');
  await expect(page.getByText(/have the same health/)).toBeVisible();
  const [a, b] = ['Customer A', 'Customer B'].map((name) => page.getByRole('region', { name }));
  const actions = await Promise.all(
    [a, b].map((side) => side?.getByRole('heading', { level: 3 }).textContent()),
  );
  expect(actions[0]).not.toBe(actions[1]);
  await expect(page.getByRole('table', { name: 'Points of health of both' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Why the actions differ' }).getByRole('listitem').first(),
  ).toBeVisible();
});

test('any two can be picked, with the keyboard alone', async ({ page }) => {
  const { key, name } = await accountIn(page, KNOWN);
  await open(page, `/accounts/${key}`);
  await page.getByRole('link', { name: 'Compare with…' }).focus();
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(
    page.getByRole('region', { name: 'Customer A' }).getByRole('heading', { level: 2 }),
  ).toHaveText(name);
  const other = await accountIn(page, `${KNOWN} and key != "${key}"`);
  const select = page.getByRole('region', { name: 'Customer B' }).getByRole('combobox');
  await select.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(other.name);
  // The list follows what was typed a moment later.
  await expect(page.getByRole('option').first()).toHaveText(other.name);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`b=${other.key}`));
  await expect(
    page.getByRole('region', { name: 'Customer B' }).getByRole('heading', { level: 2 }),
  ).toHaveText(other.name);
});

test('what a score rests on is one hover away, in the table and in the header', async ({ page }) => {
  const { key } = await accountIn(page, KNOWN);
  await open(page, '/portfolio');
  await expect(page.locator('[title*="of the card is known"]').first()).toBeVisible();
  await open(page, `/accounts/${key}`);
  await expect(page.getByText(/of the card is rated/).first()).toBeVisible();
});
