// The pictures of the README, made anew by RIPEN_SCREENSHOTS=1 ./dev test browser.
import type { Page } from '@playwright/test';
import { accountIn, expect, open, sampleTest as test } from '../support/page.ts';

test.use({ accounts: 400 });

const folder = new URL('../../docs/images/', import.meta.url).pathname;

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
}

test('portfolio', async ({ page }) => {
  await open(page, '/portfolio');
  await shoot(page, 'portfolio');
});

test('matrix, light and dark', async ({ page }) => {
  await open(page, '/matrix');
  await shoot(page, 'matrix');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'matrix-dark');
});

test('account', async ({ page }) => {
  const { key } = await accountIn(page, 'health_band = "medium" and maturity_band = "high"');
  await open(page, `/accounts/${key}`);
  await shoot(page, 'account');
});

test('lab', async ({ page, server }) => {
  test.setTimeout(150_000);
  const headers = { origin: server.url };
  const job = await (await page.request.post('/api/v1/forecast/train', { headers, data: {} })).json();
  const state = async () => (await (await page.request.get(`/api/v1/jobs/${job.id}`)).json()).state;
  await expect.poll(state, { timeout: 120_000 }).toBe('done');
  await open(page, '/lab');
  await shoot(page, 'lab');
});

const ACCOUNTS = 'Customer ID;Name;Country;Start Date\nI-1;Acme;AT;28.02.2024\nI-2;Bcme;DE;31.02.2024\n';
const TICKETS =
  'id,account,opened,priority,channel colour\nT-1,I-1,2024-05-01 9:00,Medium,red\nT-2,I-9,2024-05-01,high,blue\n';

test('import', async ({ page }) => {
  await open(page, '/import');
  const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page
    .locator('input[type=file]')
    .setInputFiles([csv('customers.csv', ACCOUNTS), csv('tickets.csv', TICKETS)]);
  await page.getByRole('button', { name: 'Check 2 files' }).click();
  await page.getByRole('heading', { name: 'Look before you import' }).waitFor();
  await shoot(page, 'import');
});
