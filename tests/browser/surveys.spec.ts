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
  await list.locator('a[href="/questionnaires/nps"]').press('Enter');

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
    .filter({ hasText: person.name })
    .filter({ hasText: 'not yet' });
  await expect(silent.first()).toBeVisible();
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

test.describe('asking', () => {
  test.describe.configure({ mode: 'serial' });

  test('set up: whom, with whose names; the words; links instead of mails; opened', async ({ page }) => {
    await open(page, '/portfolio');
    await page.keyboard.press('g');
    await page.keyboard.press('y');
    await page.getByRole('button', { name: 'New survey' }).click();
    const making = page.getByRole('dialog', { name: 'New survey' });
    await making.getByLabel('Name').fill('Spring NPS');
    await making.getByRole('button', { name: 'Set it up' }).press('Enter');

    const who = page.getByRole('region', { name: 'Who would be asked' });
    await expect(who).toContainText(/\d+ people/);
    const everybody = Number.parseInt(await who.locator('b').innerText(), 10);
    await page.getByRole('combobox', { name: 'Roles' }).click();
    await page.getByRole('option', { name: 'Champion' }).click();
    await page.keyboard.press('Escape');
    await expect(who).toContainText('have another role');
    expect(Number.parseInt(await who.locator('b').innerText(), 10)).toBeLessThan(everybody);
    await expect(
      who.getByRole('list', { name: 'The first of them' }).getByRole('listitem').first(),
    ).toBeVisible();

    const mail = page.getByRole('region', { name: 'The mail' });
    await page.getByLabel('Subject').fill('A question for you');
    await page.getByLabel('Mail', { exact: true }).fill('Hello ');
    await page.getByRole('button', { name: '{name}' }).click();
    await expect(page.getByLabel('Mail', { exact: true })).toHaveValue('Hello {name}');
    await expect(mail).toContainText('A question for you');
    await expect(mail).toContainText(/Hello (?!\{name\})/);

    await page.getByText('With links to hand out').click();
    await expect(mail).toBeHidden();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Open …' }).click();
    await page
      .getByRole('dialog', { name: 'Open “Spring NPS”?' })
      .getByRole('button', { name: 'Open' })
      .click();
    await expect(page.getByRole('heading', { name: 'Spring NPS' })).toBeVisible();
  });

  test('its people and their links; one answers; the survey closes', async ({ page, browser }) => {
    await expect(async () => {
      await open(page, '/surveys/spring-nps');
      await expect(page.getByRole('table', { name: 'People' })).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 40_000 });
    const reply = await page.request.get('/api/v1/surveys/spring-nps/invitations', { params: { limit: 1 } });
    const [invitation] = (await reply.json()).items;
    await expect(
      page.getByRole('button', { name: `Copy the link of ${invitation.contact_name}` }).first(),
    ).toBeVisible();

    const visitor = await browser.newContext();
    const outside = await visitor.newPage();
    await outside.goto(new URL(new URL(invitation.link).pathname, page.url()).href);
    await outside.getByRole('radio', { name: '9' }).first().check();
    await outside.getByRole('button', { name: 'Next' }).click();
    await outside.getByRole('button', { name: 'Send answers' }).click();
    await expect(outside.getByText('Somebody of ours reads every answer.')).toBeVisible();
    await visitor.close();

    await open(page, `/accounts/${invitation.account}?tab=responses`);
    const rows = page.getByRole('tabpanel').getByRole('row').filter({ hasText: 'Would you recommend us?' });
    await expect(rows.filter({ hasText: '9 of 10' })).toHaveCount(1);

    await open(page, '/surveys/spring-nps');
    await look(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Close …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close the survey' }).press('Enter');
    await expect(page.getByText('Closed', { exact: true })).toBeVisible();
  });

  test('a set-up looks right wide, dark and on a phone; a draft is deleted', async ({ page }) => {
    await open(page, '/surveys');
    const made = await page.request.post('/api/v1/surveys', {
      data: { name: 'Not sent', instrument: 'csat', reminder_days: 7 },
      headers: { origin: new URL(page.url()).origin },
    });
    expect(made.status()).toBe(201);
    await open(page, '/surveys/not-sent/edit');
    await look(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('link', { name: 'Not sent' })).toHaveCount(0);
    await look(page);
  });
});

test('results: rates and scores with intervals, texts searched, as a file', async ({ page }) => {
  await open(page, '/survey-results?instrument=nps');
  const short = page.locator('dl[aria-label="In short"]');
  await expect(short).toContainText(/NPS\s*−?\d/);
  await expect(short).toContainText(/95 %: −?[\d.]+ to −?[\d.]+/);
  const words = page.getByRole('region', { name: 'In their words' });
  const first = words.getByRole('listitem').first();
  const word = /[a-z]{5,}/i.exec(await first.locator('p').innerText())?.[0] ?? '';
  await words.getByRole('searchbox').fill(word);
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
  await expect(words.locator('mark').first()).toHaveText(new RegExp(word, 'i'));
  const file = await page.request.get(
    (await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '',
  );
  expect(file.headers()['content-type']).toContain('text/csv');
  await look(page);
});
