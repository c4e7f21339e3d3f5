// The lab: the verdict as the server gives it, what is asked in the address, files, and weights that become a draft.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { look, WIDE } from '../support/look.ts';
import { addPerson, chooseByKey, expect, open, settled, sampleTest as test } from '../support/page.ts';

// As many as take a job.
test.use({ accounts: 300 });

async function post(page: Page, path: string, data: object) {
  const headers = { origin: new URL(page.url()).origin };
  return (await page.request.post(`/api/v1${path}`, { headers, data })).json();
}

/** The same question, asked without the page. */
async function ask(page: Page, path: string, data: object) {
  const { job } = await post(page, path, data);
  const read = async () => (await page.request.get(`/api/v1/jobs/${job.id}`)).json();
  await expect.poll(async () => (await read()).state, { timeout: 60_000 }).toBe('done');
  return (await read()).result;
}

async function saved(page: Page, name: string): Promise<string[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `CSV of ${name}`, exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${name}.csv`);
  return readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
}

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });

test('g l: the verdict, each score on the scale, bands, and customers one can open', async ({ page }) => {
  await open(page, '/portfolio');
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/\/lab$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Lab' })).toBeVisible();
  const lab = await ask(page, '/lab', {});
  await expect(verdict(page).getByRole('heading')).toHaveText(lab.headline);
  await expect(verdict(page)).toContainText(lab.words);

  const ranks = page.getByRole('table', { name: 'How well each score ranks who leaves' });
  for (const { label, auc, left_accounts } of lab.scores) {
    const row = ranks.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label }) });
    await expect(row).toContainText(auc.toFixed(2));
    await expect(row).toContainText(`known of ${left_accounts} of the ${lab.left_accounts} that left`);
  }
  const [health] = lab.scores;
  const bands = page.getByRole('table', { name: `Bands of ${health.label}` });
  await expect(bands.getByRole('row')).toHaveCount(1 + health.bands.length);
  await expect(
    page.getByRole('heading', { name: `Left while green: ${lab.left_green_accounts}` }),
  ).toBeVisible();

  const [account] = lab.stayed_red;
  await page.getByRole('table', { name: 'Red, and stayed' }).getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/accounts/.*day=${account.day}`));
  await expect(page.getByRole('heading', { level: 1, name: account.name })).toBeVisible();
});

test('each picture has its table, each table its file, each figure its meaning', async ({ page }) => {
  await open(page, '/lab');
  const lab = await ask(page, '/lab', {});
  const [head, first] = await saved(page, 'lab-scores');
  expect(head).toBe('id,label,verdict,auc,auc_low,auc_high,rows,left,left_accounts,missing');
  expect(first?.split(',').slice(0, 4)).toEqual([
    'health',
    lab.scores[0].label,
    'useful',
    String(lab.scores[0].auc),
  ]);
  expect(await saved(page, 'lab-pairs')).toHaveLength(1 + lab.pairs.length);
  expect(await saved(page, 'lab-left-green')).toHaveLength(1 + lab.left_green.length);
  const bands = lab.scores.flatMap(({ bands }: { bands: unknown[] }) => bands);
  expect(await saved(page, 'lab-bands')).toHaveLength(1 + bands.length);

  await page.getByRole('button', { name: 'Share of those that left found: show as a table' }).press('Enter');
  const found = page.getByRole('region', { name: 'Share of those that left found, as a table' });
  await expect(found.getByRole('row')).toHaveCount(1 + lab.scores[0].gains.length);
  await page.getByText('What these figures mean').press('Enter');
  await expect(page.getByText(lab.definitions[1].text)).toBeVisible();
});

test('what is asked stands in the address, and a link asks the same', async ({ page }) => {
  // Seven questions, each a job of its own.
  test.setTimeout(150_000);
  await open(page, '/lab');
  await page.getByRole('combobox', { name: 'Foretell who leaves' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'within 180 days' }).click();
  await expect(page).toHaveURL(/horizon_days=180/);
  await page.getByRole('checkbox', { name: 'Only with a renewal due' }).press('Space');
  await expect(page).toHaveURL(/due_only=1/);
  await page.getByRole('combobox', { name: 'Scores' }).focus();
  await chooseByKey(page, 'Customer health 1', 'Customer health 1, published');
  await expect(page).toHaveURL(/cards=health%2Cmaturity%2Chealth%401/);
  await settled(page);
  const lab = await ask(page, '/lab', {
    cards: ['health', 'maturity', 'health@1'],
    horizon_days: 180,
    is_due_only: true,
  });
  await expect(verdict(page)).toContainText(lab.words);
  await page.reload();
  await settled(page);
  await expect(verdict(page)).toContainText(lab.words);
  await expect(page.getByRole('checkbox', { name: 'Only with a renewal due' })).toBeChecked();

  const { items } = await (await page.request.get('/api/v1/portfolio/facets')).json();
  const [plan] = items.find(({ field }: { field: string }) => field === 'plan').values;
  await open(page, `/lab?renewal=1&plan=${plan.value}`);
  await expect(page.getByRole('textbox', { name: 'Due within' })).toHaveValue('400 days');
  await expect(page.getByRole('button', { name: `Plan: ${plan.value}` })).toBeVisible();
  await expect(verdict(page)).toContainText('at their next renewal, if within 400 days');
});

test('a job is stopped, and asked again', async ({ page }) => {
  let isStopped = false;
  await page.route('**/api/v1/jobs/*', async (route) => {
    const response = await route.fetch();
    const state = isStopped ? 'cancelled' : 'running';
    await route.fulfill({ response, json: { ...(await response.json()), state, progress_pct: 40 } });
  });
  await page.route('**/api/v1/jobs/*/cancel', async (route) => {
    isStopped = true;
    await route.fulfill({ status: 200, json: {} });
  });
  await page.goto('/lab?horizon_days=60');
  const working = page.getByRole('status', { name: 'Judging the scores' });
  await expect(working.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
  await working.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('It was stopped.')).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: 'Ask again' }).press('Enter');
  await expect(verdict(page).getByRole('heading')).toBeVisible();
});

test('suggested weights become a draft; one that is there is replaced only after a question', async ({
  page,
}) => {
  await open(page, '/lab');
  await page.getByRole('button', { name: 'Look for better weights' }).press('Enter');
  await expect(page).toHaveURL(/weights=health/);
  await settled(page);
  const { words, changes, card } = await ask(page, '/lab/weights', { card: 'health', horizon_days: 90 });
  await expect(page.getByText(words)).toBeVisible();
  const bars = page.getByRole('table', { name: 'Weights as they are and as they are suggested' });
  await expect(bars.getByRole('row')).toHaveCount(1 + changes.length);
  for (const { label, from_pct, to_pct } of changes)
    await expect(
      bars.getByRole('row', { name: new RegExp(`^${label} .*${from_pct}%.*${to_pct}%`) }),
    ).toBeVisible();
  expect(await saved(page, 'lab-weights-health')).toHaveLength(1 + changes.length);
  await look(page);
  await page.setViewportSize(WIDE);

  const make = page.getByRole('button', { name: 'Make a draft of these weights' });
  await make.press('Enter');
  await expect(page).toHaveURL(/\/settings\/cards\/health\/edit$/);
  const draft = await (await page.request.get('/api/v1/cards/health/draft')).json();
  const weightsOf = ({ groups }: { groups: { weight_pct: number }[] }) =>
    groups.map(({ weight_pct }) => weight_pct);
  expect(weightsOf(draft.card)).toEqual(weightsOf(card));
  await page.goBack();
  await make.press('Enter');
  const question = page.getByRole('dialog', { name: 'Replace the draft?' });
  await expect(question).toContainText('is replaced by the suggested weights');
  await question.getByRole('button', { name: 'Replace' }).press('Enter');
  await expect(page).toHaveURL(/\/settings\/cards\/health\/edit$/);

  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await page.getByRole('link', { name: 'Does it tell better who leaves?' }).press('Enter');
  await expect(page).toHaveURL(/\/lab\?cards=health%40draft%2Chealth%401$/);
  await settled(page);
  const pairs = page.getByRole('region', { name: 'Held against each other' });
  await expect(pairs.getByRole('listitem')).toContainText(/Customer health, draft .*Customer health 1/);
  await expect(pairs).toContainText('any lead it has is flattered');
});

test.describe('a viewer', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('asks all of it, and makes no draft', async ({ page, server, session }) => {
    const password = await addPerson(server, session, 'Vera', 'viewer');
    const headers = { origin: server.url };
    const email = 'vera@example.com';
    await page.request.post('/api/v1/login', { headers, data: { email, password } });
    const chosen = { old_password: password, new_password: 'a long walk by the sea' };
    await page.request.post('/api/v1/me/password', { headers, data: chosen });
    await open(page, '/lab?weights=health');
    await expect(verdict(page)).toBeVisible();
    await expect(page.getByRole('button', { name: 'CSV of lab-weights-health' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Make a draft of these weights' })).toHaveCount(0);
  });
});

test.describe('refused', () => {
  test.use({ mayBeRefused: true });

  test('what cannot be asked is told where it is asked', async ({ page }) => {
    await open(page, '/lab?cards=wealth');
    await expect(page.getByText('wealth is no card, or has no such version')).toBeVisible();
    await expect(verdict(page)).toBeHidden();
    await open(page, `/lab?filter=${encodeURIComponent('cell = "save"')}`);
    await expect(page.getByText('cell is not known of past days here')).toBeVisible();
    await page.getByRole('button', { name: 'Clear' }).press('Enter');
    await settled(page);
    await expect(verdict(page)).toBeVisible();
  });
});
