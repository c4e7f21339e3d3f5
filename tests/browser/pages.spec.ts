// Every page in light and dark, wide and on a phone: axe finds nothing, nothing scrolls sideways, nothing is logged.
import { look, WIDE } from '../support/look.ts';
import { accountIn, addPerson, expect, open, sampleTest as test } from '../support/page.ts';

const PAGES = [
  '/portfolio',
  '/portfolio?filter=arr%20%3E%20100000000000',
  '/matrix',
  '/changes',
  '/changes?direction=up&to_cell=expand&span=28',
  '/compare',
  '/lab',
  '/lab?cards=health&horizon_days=45&weights=health',
  '/forecast/retention',
  '/forecast/retention?by=plan',
  '/forecast/retention?show=cohorts&measure=revenue',
  '/forecast/value',
  '/forecast/value?by=industry&sort=-payback',
  '/segments',
  '/segment-editor',
  '/segment-editor?filter=arr%20%3E%205000%20and%20not%20owner%20is%20missing',
  '/segment-report',
  '/forecast/renewals',
  '/forecast/risk',
  '/forecast/renewals?by=owner&months=24&sort=-at_risk',
  '/forecast/revenue',
  '/forecast/revenue?by=month&from=2022-01-01',
  '/dictionary',
  '/dictionary/new',
  '/import',
  '/events/sources',
  '/events/live',
  '/events/catalogue',
  '/events/rules',
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
