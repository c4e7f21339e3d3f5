// What an account's page shows, looked at as every page is (pages.spec.ts). A file of its own, so that two run at a time.
import { look, WIDE } from '../support/look.ts';
import { accountIn, expect, open, sampleTest as test } from '../support/page.ts';

const TABS = [
  'overview',
  'risk',
  'usage',
  'interactions',
  'goals',
  'contacts',
  'subscriptions',
  'opportunities',
  'invoices',
  'tickets',
  'advocacy',
  'campaigns',
  'churn',
  'audit',
];

for (const tab of TABS) {
  test(`account: ${tab}`, async ({ page }) => {
    const { key } = await accountIn(page);
    await open(page, `/accounts/${key}?tab=${tab}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await look(page);
  });
}

test('an address that names no tab shows the overview', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, `/accounts/${key}?tab=maturity`);
  await expect(page.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel')).toBeVisible();
});

test('account as of a past day', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, `/accounts/${key}?day=2025-10-06`);
  await look(page);
});

for (const metric of ['csat_180d_pct', 'active_users_28d', 'days_since_contact']) {
  test(`account: the facts behind ${metric}`, async ({ page }) => {
    const { key } = await accountIn(page, `${metric} is not missing`);
    await open(page, `/accounts/${key}?facts=${metric}`);
    await expect(page.getByRole('dialog').getByText(/^It rests on/)).toBeVisible();
    await look(page);
  });
}

test('account: the drawers', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, `/accounts/${key}?tab=tickets`);
  for (const name of ['Edit', 'Rate maturity', 'Add a ticket']) {
    await page.setViewportSize(WIDE);
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
    await look(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});
