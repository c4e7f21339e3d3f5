// The editor of questionnaires: by key and pointer, undone, in two languages, published, out and in again as a file.
import type { Page } from '@playwright/test';
import { look } from '../support/look.ts';
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

test.describe.configure({ mode: 'serial' });

const preview = (page: Page) => page.getByRole('region', { name: 'Preview' });
const opener = (page: Page, at: number) => page.getByRole('button', { name: new RegExp(`^${at}\\. `) });

async function make(page: Page, name: string, begins?: string): Promise<void> {
  await open(page, '/questionnaires');
  await page.getByRole('button', { name: 'New questionnaire' }).click();
  const dialog = page.getByRole('dialog', { name: 'New questionnaire' });
  await dialog.getByLabel('Name').fill(name);
  if (begins) {
    await dialog.getByRole('combobox', { name: 'Begins' }).click();
    await page.getByRole('option', { name: begins }).click();
  }
  await dialog.getByRole('button', { name: 'Make a draft' }).press('Enter');
  await settled(page);
  await expect(page.getByText('Draft of version 1')).toBeVisible();
}

test('a question is added, branched, moved by key, undone; the draft is saved and published', async ({
  page,
}) => {
  await make(page, 'After the workshop');
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.getByRole('menuitem', { name: 'Scale of 1 to 5' }).click();
  await expect(page.getByText('Question 2 has no words yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish …' })).toBeDisabled();
  await page.getByLabel('Question', { exact: true }).fill('Was it worth your time?');
  await page.getByLabel('What the low end means').fill('Not at all');
  await expect(preview(page).getByText('Was it worth your time?')).toBeVisible();

  await opener(page, 2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(opener(page, 1)).toContainText('Was it worth your time?');
  await expect(opener(page, 1)).toBeFocused();

  await opener(page, 2).click();
  await page.getByRole('combobox', { name: 'Asked' }).click();
  await page.getByRole('option', { name: /only after 1\./ }).click();
  await expect(opener(page, 2)).toContainText('only if 1 is at most 3');
  await expect(preview(page).getByRole('group')).toHaveCount(1);
  await preview(page).getByRole('radio', { name: '2' }).check();
  await expect(preview(page).getByRole('group')).toHaveCount(2);

  await opener(page, 2).focus();
  await page.keyboard.press('Control+z');
  await expect(opener(page, 2)).not.toContainText('only if');
  await page.keyboard.press('Control+Shift+z');
  await expect(opener(page, 2)).toContainText('only if 1 is at most 3');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Publish …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish “After the workshop”' });
  await dialog.getByLabel('What is new').fill('The first one');
  await dialog.getByRole('button', { name: 'Publish' }).press('Enter');
  const versions = page.getByRole('table', { name: 'Versions' });
  await expect(versions.getByRole('row').filter({ hasText: 'The first one' })).toContainText('published');
});

test('a language stands beside the first, and what is missing is counted', async ({ page }) => {
  await open(page, '/questionnaires/after_the_workshop');
  await page.getByRole('link', { name: 'Edit a draft' }).click();
  await page.getByRole('button', { name: 'Begin one' }).click();
  await page.getByRole('button', { name: 'Add a language' }).click();
  await page.getByRole('menuitem', { name: 'French' }).click();
  await expect(page.getByText('3 texts are missing in French')).toBeVisible();
  await page.getByLabel('Name (French)').fill('Après l’atelier');
  await opener(page, 1).click();
  await page.getByLabel('Question (French)').fill('Cela valait-il la peine ?');
  await expect(page.getByText('2 texts are missing in French')).toBeVisible();
  await preview(page).getByText('French').click();
  await expect(preview(page).getByText('Cela valait-il la peine ?')).toBeVisible();
  await page.getByRole('button', { name: 'Remove French' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No other language').or(page.getByLabel('Question (French)'))).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete the draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('table', { name: 'Questionnaires' })).toBeVisible();
});

test('a questionnaire goes out as a file, and comes in as another', async ({ page }) => {
  await open(page, '/questionnaires/nps');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export JSON' }).click(),
  ]);
  const text = await new Response((await file.createReadStream()) as unknown as ReadableStream).text();
  const instrument = { ...JSON.parse(text), id: 'nps_of_ours' };
  await open(page, '/questionnaires');
  await page.locator('input[type=file]').setInputFiles({
    name: 'ours.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(instrument)),
  });
  await expect(page.getByText('Draft of version 1')).toBeVisible();
  await expect(opener(page, 2)).toContainText('only if 1 is at most 8');
});

test('the editor looks right wide, dark and on a phone', async ({ page }) => {
  await open(page, '/questionnaires/nps_of_ours/edit');
  await opener(page, 1).click();
  await look(page);
});
