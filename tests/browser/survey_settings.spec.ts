// What holds for all surveys, who is left alone, links copied together, and texts a few at a time.
import { look, WIDE } from '../support/look.ts';
import { accountIn, expect, open, sampleTest as test } from '../support/page.ts';

// It asks everybody: in a company of its own, so that others find people who may be asked.
test.use({ accounts: 70, permissions: ['clipboard-read', 'clipboard-write'] });

test('settings by keyboard: least days between askings, and what happens with answers', async ({ page }) => {
  await open(page, '/surveys');
  await page.getByRole('link', { name: 'Settings', exact: true }).last().press('Enter');
  const rules = page.getByRole('region', { name: 'For all surveys' });
  const days = rules.getByLabel('Days between two askings, at least');
  await expect(days).toHaveValue('30 days');
  await expect(rules.getByRole('button', { name: 'Save' })).toBeDisabled();
  await days.fill('45');
  await rules.getByLabel('What happens with the answers').fill('Only our team reads them.');
  await rules.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(page.getByText('The settings of surveys are saved.')).toBeVisible();
  const kept = await (await page.request.get('/api/v1/survey-settings')).json();
  expect(kept).toEqual({ quiet_days: 45, about: 'Only our team reads them.' });
});

test('somebody is left alone, and asked again after a question', async ({ page }) => {
  await open(page, '/survey-settings');
  const alone = page.getByRole('region', { name: 'Left alone' });
  await expect(alone).toContainText('Nobody asked to be left alone');
  await alone.getByLabel('Leave somebody alone').fill('Quiet.One+x@example.com');
  await page.keyboard.press('Enter');
  const row = alone.getByRole('row').filter({ hasText: 'quiet.one+x@example.com' });
  await expect(row).toContainText('entered here');
  await look(page);
  await page.setViewportSize(WIDE);

  const again = row.getByRole('button', { name: 'Ask again … quiet.one+x@example.com' });
  await again.press('Enter');
  const asking = page.getByRole('dialog', { name: 'Ask quiet.one+x@example.com again?' });
  await page.keyboard.press('Escape');
  await expect(asking).toBeHidden();
  await expect(row).toHaveCount(1);
  await again.press('Enter');
  await asking.getByRole('button', { name: 'Ask again' }).press('Enter');
  await expect(row).toHaveCount(0);
  const left = await (await page.request.get('/api/v1/survey-opt-outs')).json();
  expect(left.items).toEqual([]);
});

test('all links of those who may still answer are copied, by keyboard', async ({ page }) => {
  await open(page, '/surveys');
  const headers = { origin: new URL(page.url()).origin };
  const post = (path: string, data: object) => page.request.post(path, { data, headers });
  const made = await post('/api/v1/surveys', {
    name: 'Links',
    instrument: 'csat',
    channel: 'link',
    quiet_days: 0,
  });
  expect(made.status()).toBe(201);
  expect((await post('/api/v1/surveys/links/open', {})).ok()).toBe(true);
  type Invitation = { contact_name: string; email: string; account_name: string; link: string };
  let people: Invitation[] = [];
  await expect(async () => {
    const reply = await page.request.get('/api/v1/surveys/links/invitations', { params: { limit: 500 } });
    people = (await reply.json()).items;
    // More than the list shows at first.
    expect(people.length).toBeGreaterThan(50);
  }).toPass({ timeout: 40_000 });

  await open(page, '/surveys/links');
  await page.getByRole('button', { name: 'Copy all links' }).press('Enter');
  await expect(page.getByText(`${people.length} links copied`)).toBeVisible();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split(/\r?\n/);
  expect(lines).toEqual(
    people.map(({ contact_name, email, account_name, link }) =>
      [contact_name, email, account_name, link].join('\t'),
    ),
  );
});

test('texts: a few at first, more by keyboard, and a search begins anew', async ({ page }) => {
  await open(page, '/survey-results?instrument=nps');
  const words = page.getByRole('region', { name: 'In their words' });
  const texts = words.getByRole('list', { name: 'Texts' }).getByRole('listitem');
  await expect(texts).toHaveCount(15);
  await words.getByRole('button', { name: /^Show 15 more of \d+$/ }).press('Enter');
  await expect(texts).toHaveCount(30);
  await expect(texts.nth(15)).toBeFocused();
  const word = /[a-z]{5,}/i.exec(await texts.first().locator('p').innerText())?.[0] ?? '';
  await words.getByRole('searchbox').fill(word);
  await expect(words.locator('mark').first()).toHaveText(new RegExp(word, 'i'));
  expect(await texts.count()).toBeLessThanOrEqual(15);
});

test('an account against all customers and a segment: the figures are those of the API', async ({ page }) => {
  const { key } = await accountIn(page, 'maturity is not missing');
  await open(page, `/accounts/${key}`);
  const against = page.getByRole('region', { name: 'Against others' });
  await against.getByLabel('Compare with').press('Enter');
  await page.getByRole('option', { name: 'All customers' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/against=customers/);
  const reply = await page.request.get(`/api/v1/accounts/${key}/maturity`, {
    params: { against: 'customers' },
  });
  const { against: others, ratings } = await reply.json();
  await expect(against).toContainText(`the mean of “All customers” is ${others.mean.toFixed(1)}`);
  const rated = ratings.find(({ value }: { value: number | null }) => value !== null);
  const row = against.getByRole('row', { name: new RegExp(`^${rated.label}`) });
  await expect(row.getByRole('cell').nth(0)).toContainText(rated.value.toFixed(1));
  await expect(row.getByRole('cell').nth(1)).toHaveText(rated.against.toFixed(1));
  await look(page);
});

test.describe('a comparison with a segment that is gone', () => {
  test.use({ mayBeRefused: true });

  test('says so and offers another', async ({ page }) => {
    const { key } = await accountIn(page, 'maturity is not missing');
    await open(page, `/accounts/${key}?against=gone`);
    const against = page.getByRole('region', { name: 'Against others' });
    await expect(against.getByRole('alert')).toContainText('no segment "gone"');
    await against.getByRole('combobox', { name: 'Compare with' }).click();
    await page.getByRole('option', { name: 'All customers' }).click();
    await expect(against.getByRole('table')).toBeVisible();
  });
});
