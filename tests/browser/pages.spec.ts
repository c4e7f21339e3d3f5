// Every page in light and dark, wide and on a phone: axe finds nothing, nothing scrolls sideways, nothing is logged.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { accountIn, addPerson, expect, open, settled, sampleTest as test } from '../support/page.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** What axe finds, one line each. Contrast depends on the scheme, all else only on the width. */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  // Our pages have no frames; without them axe needs no second page to gather what it found.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${target} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  );
}

/** Looks at the page that is open in all four ways. */
async function look(page: Page): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      const found = await findings(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      expect(found, `${size.width} px, ${colorScheme}`).toEqual([]);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `the width of the page at ${size.width} px`).toBeLessThanOrEqual(size.width);
  }
}

const PAGES = [
  '/portfolio',
  '/portfolio?filter=arr%20%3E%20100000000000',
  '/matrix',
  '/changes',
  '/changes?direction=up&to_cell=expand&span=28',
  '/compare',
  '/segments',
  '/segment-editor',
  '/segment-editor?filter=arr%20%3E%205000%20and%20not%20owner%20is%20missing',
  '/segment-report',
  '/dictionary',
  '/dictionary/new',
  '/import',
  '/settings/organisation',
  '/settings/people',
  '/settings/keys',
  '/settings/cards',
  '/settings/cards/health',
  '/settings/cards/maturity',
  '/settings/cards/maturity/edit',
  '/settings/matrices',
  '/settings/matrices/3x3',
  '/settings/audit',
  '/settings/jobs',
  '/no/such/page',
];

for (const path of PAGES) {
  test(path, async ({ page }) => {
    await open(page, path);
    await look(page);
  });
}

const TABS = [
  'overview',
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

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const CUSTOMERS = 'Customer ID;Name;Start Date\nI-1;Acme;28.02.2024\nI-2;Bcme;31.02.2024\n';
const TICKETS =
  'id,account,opened,priority,colour\nT-1,I-1,2024-05-01 9:00,Medium,red\nT-2,I-9,2024-05-01,high,blue\n';

test('import: review and result', async ({ page }) => {
  await open(page, '/import');
  await page
    .locator('input[type=file]')
    .setInputFiles([csv('customers.csv', CUSTOMERS), csv('tickets.csv', TICKETS)]);
  await page.getByRole('button', { name: 'Check 2 files' }).click();
  await expect(page.getByRole('heading', { name: 'Look before you import' })).toBeVisible();
  await look(page);
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: /^Import \d+ rows$/ }).click();
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible();
  await look(page);
});

test.describe('nobody is logged in', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('log-in, then the one-time password', async ({ page, server, session }) => {
    const password = await addPerson(server, session, 'Nora', 'manager');
    await open(page, '/login');
    await look(page);
    await page.setViewportSize(WIDE);
    await page.getByLabel('E-mail').fill('nora@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible();
    await look(page);
  });
});

test('Ctrl K, a few letters, Enter: the account opens', async ({ page }) => {
  const { name } = await accountIn(page);
  await open(page, '/settings/organisation');
  await page.keyboard.press('Control+k');
  const search = page.getByRole('textbox', { name: 'Search accounts and pages' });
  await expect(search).toBeFocused();
  await page.keyboard.type(name.slice(0, 5));
  await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible();
  await search.fill(name);
  await expect(page.getByRole('option').first()).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});
