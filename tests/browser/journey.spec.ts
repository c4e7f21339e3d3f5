// The way of somebody new: from the first start to an account that stands in its cell.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { test as base, expect } from '../support/page.ts';
import { ADMIN_EMAIL, PASSWORD } from '../support/people.ts';
import { type Server, withServer } from '../support/server.ts';

const folder = new URL('../../../shared/data/ravenstack/', import.meta.url).pathname;
const ACCOUNTS = 500;

/** It begins on a server where nobody has been, whichever tests ran before. */
const test = base.extend<object, { server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs
  server: [async ({}, use) => withServer(use), { scope: 'worker' }],
});

test('from the first start to an account in its cell, with RavenStack', async ({ page, server }) => {
  test.skip(!existsSync(folder), 'no ../shared/data');
  test.setTimeout(90_000);

  await test.step('log in with the one-time password, which must be changed', async () => {
    await page.goto('/');
    await page.getByLabel('E-mail').fill(ADMIN_EMAIL);
    await page.getByRole('textbox', { name: 'Password' }).fill(server.oneTimePassword ?? '');
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible();
    await page.getByRole('textbox', { name: 'One-time password' }).fill(server.oneTimePassword ?? '');
    await page.getByRole('textbox', { name: 'New password', exact: true }).fill(PASSWORD);
    await page.getByRole('textbox', { name: 'New password again' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Save password' }).click();
    await expect(page.getByRole('heading', { name: 'Ripen knows no customers yet' })).toBeVisible();
  });

  await test.step('drop the files; the check names what is wrong with them', async () => {
    await page.getByRole('link', { name: 'Import your files' }).click();
    await drop(page.getByText('Drop CSV files here'), folder);
    await page.getByRole('button', { name: 'Check 5 files' }).click();
    await expect(page.getByRole('heading', { name: 'Look before you import' })).toBeVisible();
    const usage = page.getByRole('region', { name: 'ravenstack_feature_usage.csv' });
    await expect(usage).toContainText('mapping RavenStack');
    await expect(usage).toContainText('21 rejected, 21 of them given twice');
    const findings = usage.getByRole('list', { name: 'Findings' }).getByRole('listitem');
    await expect(findings.filter({ hasText: 'usage_id' })).toContainText('21×');
    await expect(findings.filter({ hasText: 'before the subscription began' })).toContainText('19,142×');
  });

  await test.step('commit', async () => {
    await page.getByRole('button', { name: /^Import [\d,]+ rows$/ }).click();
    await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('link', { name: 'Rejected rows as CSV' })).toBeVisible();
  });

  await test.step('the portfolio lists all accounts with their health', async () => {
    await page.getByRole('link', { name: 'Open the portfolio' }).click();
    const table = page.getByRole('grid', { name: 'Accounts' });
    await expect(table).toHaveAttribute('aria-rowcount', String(1 + ACCOUNTS));
    const totals = page.getByLabel('Totals of the accounts shown');
    await expect(totals.getByRole('button', { name: 'Not known' })).toHaveText(/Not known\s*0$/);
    const bands = ['At risk', 'Watch', 'Healthy'].map((name) => totals.getByRole('button', { name }));
    const counts = await Promise.all(bands.map(numberIn));
    expect(sum(counts)).toBe(ACCOUNTS);
    expect(counts.filter((count) => count > 0).length, `${counts}`).toBeGreaterThan(1);
  });

  const name = await test.step('in the matrix they stand beside the grid: not rated', async () => {
    await page.getByRole('link', { name: 'Matrix', exact: true }).click();
    const strip = page.getByRole('button', { name: `Maturity not yet known: ${ACCOUNTS} accounts` });
    await expect(strip).toBeVisible();
    await expect(page.getByText('Maturity not rated')).toBeVisible();
    await strip.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Not yet known' });
    const first = panel.getByRole('list', { name: 'Accounts' }).getByRole('link').first();
    const text = (await first.locator('span').first().innerText()).trim();
    await first.click();
    await expect(page.getByRole('heading', { level: 1, name: text })).toBeVisible();
    return text;
  });

  await test.step('why: the points of its health add up to it', async () => {
    const why = page.getByRole('table', { name: 'Contributions to health' });
    await expect(why).toBeVisible();
    const groups = await pointsOf(why.locator('tbody tr:first-child'));
    const measures = await pointsOf(why.locator('tbody tr:not(:first-child)'));
    const [total = Number.NaN] = await pointsOf(why.locator('tfoot tr'));
    expect(measures.length).toBeGreaterThan(groups.length);
    expect(sum(measures)).toBeCloseTo(total, 6);
    expect(sum(groups)).toBeCloseTo(total, 6);
    await expect(figure(page, 'Health').getByTitle(total.toFixed(1))).toBeVisible();
  });

  await test.step('rate its maturity', async () => {
    await expect(whatToDo(page)).toContainText('Not yet known: maturity');
    await whatToDo(page).getByRole('button', { name: 'Rate maturity' }).click();
    const form = page.getByRole('dialog', { name: `Rate the maturity of ${name}` });
    const questions = form.getByRole('group').filter({ has: page.getByRole('radio') });
    await expect(questions).toHaveCount(12);
    for (const question of await questions.all()) await question.getByText('4', { exact: true }).click();
    await expect(form.getByText('12 of 12 rated')).toBeVisible();
    await form.getByRole('button', { name: 'Save ratings' }).click();
    await expect(form).toBeHidden();
    await expect(figure(page, 'Maturity')).toContainText('4.0High');
  });

  await test.step('it stands in its cell, here and in the matrix', async () => {
    const label = await whatToDo(page).getByRole('heading').innerText();
    await whatToDo(page).getByRole('link', { name: 'Others in this cell' }).click();
    const panel = page.getByRole('complementary', { name: label });
    await expect(panel.getByRole('link', { name })).toBeVisible();
    await expect(page.getByRole('button', { name: new RegExp(`^${label}: 1 account,`) })).toBeVisible();
    await expect(
      page.getByRole('button', { name: `Maturity not yet known: ${ACCOUNTS - 1} accounts` }),
    ).toBeVisible();
  });
});

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** The last number written in an element. */
async function numberIn(place: Locator): Promise<number> {
  return Number(/([\d,]+)\s*$/.exec(await place.innerText())?.[1]?.replaceAll(',', ''));
}

/** "12.3 of 15.0" in the last cell of each row; a row that is not known has none. */
async function pointsOf(rows: Locator): Promise<number[]> {
  const texts = await rows.locator('td:last-child').allInnerTexts();
  return texts.flatMap((text) => /^\d+\.\d/.exec(text.trim()) ?? []).map(Number);
}

const whatToDo = (page: Page) => page.getByRole('region', { name: 'What to do' });

/** One of the figures at the head of an account. */
const figure = (page: Page, term: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${term}$`) }) })
    .locator('dd')
    .first();

/** Drops all files of a folder, as from a file manager. */
async function drop(target: Locator, from: string): Promise<void> {
  const names = await readdir(from);
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(from, name), 'utf8') })),
  );
  const dataTransfer = await target.page().evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) transfer.items.add(new File([text], name, { type: 'text/csv' }));
    return transfer;
  }, files);
  await target.dispatchEvent('drop', { dataTransfer });
}
