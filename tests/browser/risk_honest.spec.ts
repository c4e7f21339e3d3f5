// Where nothing predicts, or there is too little, the page of risks says so, and calls nobody a risk.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { look } from '../support/look.ts';
import { accountIn, expect, open, settled, sampleTest as test, test as withPeople } from '../support/page.ts';
import { ADMIN_EMAIL, PASSWORD } from '../support/people.ts';
import { ripen, Server, temporaryFolder } from '../support/server.ts';

// biome-ignore lint/suspicious/noExplicitAny: replies of the API, held against its description elsewhere
type Body = any;

const ask = async (page: Page): Promise<Body> => (await page.request.get('/api/v1/forecast/risk')).json();
const cardOf = async (page: Page, id: number): Promise<Body> =>
  (await page.request.get(`/api/v1/forecast/models/${id}`)).json();
const short = (page: Page) =>
  page.getByRole('region', { name: 'Who is likely to leave' }).getByLabel('In short');
const table = (page: Page) => page.getByRole('grid', { name: 'Customers by risk' });

test.describe('refused', () => {
  test.use({ mayBeRefused: true });

  test('before there is a model the page says so; training is begun by keys, and followed to its end', async ({
    page,
  }) => {
    await open(page, '/forecast/risk');
    await expect(page.getByRole('heading', { name: 'No model yet' })).toBeVisible();
    await look(page);
    await page.getByRole('button', { name: 'Train now' }).press('Enter');
    const form = page.getByRole('dialog', { name: 'Train a model of who will leave' });
    await expect(form.getByRole('radio', { name: 'within 90 days' })).toBeFocused();
    // Other days are refused at their field.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await form.getByRole('textbox', { name: 'Days' }).fill('401');
    await form.getByRole('button', { name: 'Train' }).press('Enter');
    await expect(form.getByText(/400/).last()).toBeVisible();
    await form.getByRole('radio', { name: 'within 90 days' }).check();
    await form.getByRole('button', { name: 'Train' }).press('Enter');
    await expect(page.getByText('Trained, and everybody was told anew')).toBeVisible({ timeout: 40_000 });
    await settled(page);
    await expect(page.getByText('Too little to tell', { exact: true })).toBeVisible();
  });
});

test('it says how far there is to go, and shows how long customers stay', async ({ page, server }) => {
  expect(ripen('risk', 'train', '--data', server.dataDir).status).toBe(0);
  await open(page, '/forecast/risk');
  const { model_id } = await ask(page);
  const { left_accounts, left_needed, missing } = await cardOf(page, model_id);
  expect(left_accounts).toBeLessThan(left_needed);
  await expect(page.getByText('Too little to tell', { exact: true })).toBeVisible();
  await expect(page.getByText(`${left_accounts} of ${left_needed} customers that left needed`)).toBeVisible();
  await expect(page.getByText(missing[0])).toBeVisible();
  await expect(short(page)).toContainText('Called a risknobody');
  await expect(table(page)).toHaveCount(0);
  await expect(page.getByRole('switch', { name: 'Only risks' })).toHaveCount(0);
  await expect(page.getByRole('img', { name: /Share of customers still there/ })).toBeVisible();
  await look(page);
  // The card says the same, with nothing tried.
  await page.getByRole('link', { name: 'How it was tried, what it reads, what to mind' }).click();
  await expect(page.getByText('Too little to tell', { exact: true })).toBeVisible();
  await expect(page.getByRole('table', { name: 'What was tried' })).toHaveCount(0);
  const { key } = await accountIn(page, 'lifecycle = "active"');
  await open(page, `/accounts/${key}?tab=risk`);
  await expect(page.getByText('Too little to tell', { exact: true })).toBeVisible();
  await expect(page.getByText('that it leaves within')).toHaveCount(0);
  await open(page, `/accounts/${key}`);
  await expect(page.getByRole('region', { name: 'Risk of leaving' })).toHaveCount(0);
});

const folder = new URL('../../../shared/data/ravenstack/', import.meta.url).pathname;

/** RavenStack, whose labels have no signal, with the model that learned from its churn records. */
const raven = withPeople.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs
    async ({}, use) => {
      const place = temporaryFolder();
      const data = join(place, 'data');
      if (existsSync(folder)) {
        ripen('import', folder, '--data', data);
        ripen('score', '--data', data);
        ripen('risk', 'train', '--recorded', '--data', data);
      }
      const server = await Server.start(data);
      await use(server);
      await server.stop();
      rmSync(place, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

raven('where nothing predicts it says so, and nobody is called a risk', async ({ page, server, people }) => {
  raven.skip(!existsSync(folder), 'no ../shared/data');
  expect(people).toBeTruthy();
  await page.goto('/');
  const headers = { origin: server.url };
  await page.request.post('/api/v1/login', { headers, data: { email: ADMIN_EMAIL, password: PASSWORD } });
  await open(page, '/forecast/risk');
  const { words, totals, verdict } = await ask(page);
  expect(verdict).toBe('nothing');
  expect(totals.risks).toBe(0);
  await expect(page.getByText('Nothing predicts', { exact: true })).toBeVisible();
  await expect(page.getByText(words)).toBeVisible();
  await expect(short(page)).toContainText('Called a risknobody');
  await expect(table(page)).toHaveCount(0);
  await expect(page.getByRole('img', { name: /Share of customers still there/ })).toBeVisible();
  await look(page);
  await page.getByRole('link', { name: 'How it was tried, what it reads, what to mind' }).click();
  const kept = page
    .getByRole('table', { name: 'What was tried' })
    .getByRole('row')
    .filter({ hasText: 'in use' });
  await expect(kept).toContainText('Retention curve');
  await look(page);
  const { rows } = await (await page.request.get('/api/v1/portfolio?sort=-arr&limit=1')).json();
  const { p_pct } = await (await page.request.get(`/api/v1/accounts/${rows[0].key}/risk`)).json();
  await open(page, `/accounts/${rows[0].key}?tab=risk`);
  await expect(page.getByText('Nothing predicts', { exact: true })).toBeVisible();
  const told = page.getByRole('table', { name: 'What was told before' });
  await expect(told).toContainText('nothing of its own');
  await expect(page.getByRole('tabpanel')).not.toContainText(`${p_pct.toFixed(1)}%`);
  await look(page);
});
