// The interview sheet: filled in by keyboard during a call, kept as it is typed, saved as one interview.
import type { Locator, Page } from '@playwright/test';
import { look } from '../support/look.ts';
import { accountIn, expect, open, sampleTest as test } from '../support/page.ts';

const sheetOf = (key: string) => `/accounts/${key}/interview`;

const questionsOf = (page: Page): Locator => page.getByRole('group').filter({ has: page.getByRole('radio') });

const indexOf = (page: Page) => page.getByRole('complementary', { name: 'The index so far' });

/** The worked example: 3 1 3 | 3 4 5 | 2 1 2 | 1 2 1 makes 2.3, 4.0, 1.7, 1.3 and 2.4. */
const EXAMPLE = [3, 1, 3, 3, 4, 5, 2, 1, 2, 1, 2, 1];

test('by keyboard alone: rate, write down why, go on, save', async ({ page }) => {
  const { key, name } = await accountIn(page);
  await open(page, sheetOf(key));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Maturity interview: ${name}`);
  const questions = questionsOf(page);
  await expect(questions).toHaveCount(12);
  await expect(page.getByRole('button', { name: 'Save the interview' })).toBeDisabled();

  await page.getByRole('combobox', { name: 'Talking to' }).fill('Ada Example');
  await questions.first().getByRole('radio').first().focus();
  for (const [at, rating] of EXAMPLE.entries()) {
    await expect(questions.nth(at).getByRole('radio').first()).toBeInViewport();
    await page.keyboard.press(String(rating));
    if (at === 0) {
      await page.keyboard.press('Enter');
      await page.keyboard.type('The board signed it in March.');
      await page.keyboard.press('Escape');
      await expect(questions.first().getByRole('radio', { name: '3' })).toBeFocused();
    }
    if (at < EXAMPLE.length - 1) await page.keyboard.press('Control+Enter');
  }
  await page.keyboard.press('Control+Shift+Enter');
  await expect(questions.nth(10).getByRole('radio', { name: '2' })).toBeFocused();

  await expect(indexOf(page)).toContainText('2.4');
  await expect(page.getByText('12 of 12 rated')).toBeVisible();
  await page.getByRole('button', { name: 'Save the interview' }).press('Enter');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const assessments = await page.request.get('/api/v1/assessments', {
    params: { filter: `account = "${key}"`, sort: '-day', limit: 1 },
  });
  const [saved] = (await assessments.json()).items;
  expect(saved).toMatchObject({
    basis: 'interview',
    charter_clarity: 3,
    tech_complexity: 1,
    evidence: { charter_clarity: 'The board signed it in March.' },
  });
  expect(saved.assessor).toContain('with Ada Example');
  await open(page, sheetOf(key));
  await expect(page.getByText('0 of 12 rated')).toBeVisible();
});

test('in the language of the customer, with a person of theirs', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, sheetOf(key));
  await expect(questionsOf(page).first()).toContainText('Why it matters');
  await page.getByRole('combobox', { name: 'Questions in' }).click();
  await page.getByRole('option', { name: 'German' }).click();
  await expect(questionsOf(page).first()).toContainText('Ist klar, wofür der Bereich da ist?');
  await page.getByRole('combobox', { name: 'Talking to' }).click();
  const person = page.getByRole('option').first();
  const name = await person.innerText();
  await person.click();
  await questionsOf(page).first().getByText('2', { exact: true }).click();
  await page.getByRole('button', { name: 'Save the interview' }).click();
  await expect(page.getByText('The ratings are saved').or(page.getByText(/is now in/))).toBeVisible();
  const get = async (path: string, filter: string) =>
    (await (await page.request.get(`/api/v1/${path}`, { params: { filter, limit: 50 } })).json()).items;
  const named = await get('contacts', `account = "${key}" and name = "${name}"`);
  const rated = await get('assessments', `account = "${key}" and basis = "interview"`);
  expect(rated.map(({ contact }: { contact: string | null }) => contact)).toContain(named[0].key);
});

test('what is filled in outlives the page, until one starts over', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, sheetOf(key));
  await questionsOf(page).nth(2).getByText('5', { exact: true }).click();
  await page
    .getByRole('textbox', { name: /^Evidence for / })
    .nth(2)
    .fill('Sits on the board');
  await expect(page.getByText('The draft is kept in this browser')).toBeVisible();

  await open(page, `/accounts/${key}`);
  await page.getByRole('link', { name: 'Continue the interview' }).click();
  await expect(questionsOf(page).nth(2).getByRole('radio', { name: /^5/ })).toBeChecked();
  await expect(page.getByRole('textbox', { name: /^Evidence for / }).nth(2)).toHaveValue('Sits on the board');

  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Empty the sheet' }).click();
  await expect(page.getByText('0 of 12 rated')).toBeVisible();
  await open(page, `/accounts/${key}`);
  await expect(page.getByRole('link', { name: 'Interview', exact: true })).toBeVisible();
});

test('the outline leads to a question, and says which are open', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, sheetOf(key));
  const outline = page.getByRole('navigation', { name: 'Questions' });
  await expect(outline.getByRole('link', { name: /open$/ })).toHaveCount(12);
  await outline.getByRole('link').last().click();
  const last = questionsOf(page).last();
  await expect(last.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('4');
  await expect(outline.getByRole('link').last()).toHaveText(/4$/);
  await last.getByRole('button', { name: /^Clear/ }).click();
  await expect(outline.getByRole('link', { name: /open$/ })).toHaveCount(12);
});

test('it looks right wide, dark and on a phone', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, sheetOf(key));
  await questionsOf(page).first().getByText('2', { exact: true }).click();
  await look(page);
});

test('the account page says what would lift the index, and who says what', async ({ page }) => {
  const { key } = await accountIn(page, 'maturity_band = "medium"');
  await open(page, `/accounts/${key}`);
  const lifts = page.getByRole('region', { name: 'What would lift the index most' });
  await expect(lifts.getByRole('listitem').first()).toContainText(/now \d\.\d/);
  await expect(lifts.getByRole('listitem').first()).toContainText(/\+\d\.\d\d/);
});
