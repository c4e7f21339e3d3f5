// Surveys: questionnaires as people see them, and the responses on the account page.
import { type APIRequestContext, request } from '@playwright/test';
import { look } from '../support/look.ts';
import { accountIn, expect, open, sampleTest as test } from '../support/page.ts';

test('questionnaires: by key to the list, to one, tried as a respondent', async ({ page }) => {
  await open(page, '/portfolio');
  await page.keyboard.press('g');
  await page.keyboard.press('y');
  await page.getByRole('link', { name: 'Questionnaires' }).click();
  const list = page.getByRole('table', { name: 'Questionnaires' });
  await expect(list.getByRole('row').filter({ hasText: 'came with Ripen' })).toHaveCount(7);
  await list.getByRole('link', { name: 'Would you recommend us?' }).press('Enter');

  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('group')).toHaveCount(1);
  await preview.getByRole('radio', { name: '9' }).check();
  await expect(preview.getByText('What do you value most')).toBeVisible();
  await preview.getByRole('radio', { name: '9' }).press('ArrowLeft');
  await expect(preview.getByText('What would we have to change')).toBeVisible();
  await expect(preview.getByText('What do you value most')).toBeHidden();
  await preview.getByText('German').click();
  await expect(preview.getByRole('heading')).toHaveText('Würden Sie uns empfehlen?');
  await preview.getByRole('button', { name: 'Show the thanks' }).click();
  await expect(preview.getByText('Vielen Dank.')).toBeVisible();
});

test('a questionnaire looks right wide, dark and on a phone', async ({ page }) => {
  await open(page, '/questionnaires');
  await look(page);
  await open(page, '/questionnaires/maturity');
  await look(page);
});

const apiOf = (url: string, state: object) =>
  request.newContext({ baseURL: url, storageState: state as never, extraHTTPHeaders: { origin: url } });

/** Somebody of the account is asked, and does not answer. */
async function askInVain(api: APIRequestContext, account: string, contact: string): Promise<void> {
  const data = { account, contact, instrument: 'csat', basis: 'survey', invited: '2026-01-20T09:00:00Z' };
  expect((await api.post('/api/v1/responses', { data })).status()).toBe(201);
}

test('responses on the account page: silence, answers from a talk, and taken back', async ({
  page,
  server,
  session,
}) => {
  const { key } = await accountIn(page);
  const api = await apiOf(server.url, session);
  const contacts = await api.get('/api/v1/contacts', { params: { filter: `account = "${key}"`, limit: 1 } });
  const [person] = (await contacts.json()).items;
  await askInVain(api, key, person.key);
  await api.dispose();

  await open(page, `/accounts/${key}?tab=responses`);
  const panel = page.getByRole('tabpanel');
  const silent = panel
    .getByRole('row')
    .filter({ hasText: 'How satisfied are you?' })
    .filter({ hasText: 'not yet' });
  await expect(silent.first()).toContainText(person.name);
  await silent.first().getByRole('button', { name: 'How satisfied are you?' }).press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Answers' });
  await expect(drawer).toContainText('There is no answer yet');
  await page.keyboard.press('Escape');

  await panel.getByRole('button', { name: 'Add answers' }).click();
  const adding = page.getByRole('dialog', { name: 'Answers from a talk' });
  await adding.getByLabel('Questionnaire').click();
  await page.getByRole('option', { name: 'Would you recommend us?' }).click();
  await adding.getByLabel('Who answered').click();
  await page.getByRole('option').first().click();
  await adding.getByRole('radio', { name: '10' }).check();
  await adding.getByRole('textbox', { name: /value most/ }).fill('You <b>listen</b>');
  await adding.getByRole('button', { name: 'Save the answers' }).click();
  await expect(adding).toBeHidden();

  const row = panel.getByRole('row').filter({ hasText: 'You <b>listen</b>' });
  await expect(row).toContainText('10 of 10 Promoter');
  await row.getByRole('button', { name: 'Would you recommend us?' }).click();
  await expect(drawer).toContainText('What do you value most');
  await drawer.getByRole('button', { name: 'Delete this response' }).click();
  await page
    .getByRole('dialog', { name: 'Delete this response?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(row).toHaveCount(0);
});

test('responses look right wide, dark and on a phone', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, `/accounts/${key}?tab=responses`);
  await look(page);
});
