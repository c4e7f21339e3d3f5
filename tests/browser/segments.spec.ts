// Segments: built by pointing and by typing, counted before they are saved, looked at over time and
// held against each other.
import type { Page } from '@playwright/test';
import { chooseByKey, expect, open, settled, sampleTest as test } from '../support/page.ts';

test.use({ accounts: 80 });
test.describe.configure({ mode: 'serial' });

const text = (page: Page) => page.getByRole('textbox', { name: 'The same in words' });
const preview = (page: Page) => page.getByLabel('Preview of the segment');

async function numberOf(page: Page, filter: string): Promise<number> {
  const reply = await page.request.get('/api/v1/portfolio', { params: { filter, limit: 1 } });
  return (await reply.json()).total;
}

/** Chooses in a list that opens below its input. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('with the pointer: rows write the text, and it is saved', async ({ page }) => {
  await open(page, '/segments');
  await expect(page.getByRole('heading', { name: 'No segment yet' })).toBeVisible();
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await settled(page);
  await expect(page.getByText('Say who is in it, and it is counted here.')).toBeVisible();

  await choose(page, 'Condition 1: field', 'ARR');
  await choose(page, 'Condition 1: operator', 'is at least');
  await page.getByRole('textbox', { name: 'Condition 1: value' }).fill('5000');
  await expect(text(page)).toHaveValue('arr >= 5000');
  const count = await numberOf(page, 'arr >= 5000');
  await expect(preview(page)).toContainText(`Accounts${count}`);

  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await choose(page, 'Condition 2.1: field', 'Health band');
  await choose(page, 'Condition 2.1: value', 'Healthy');
  await page
    .getByRole('group', { name: 'Group 2' })
    .getByRole('button', { name: 'Condition', exact: true })
    .click();
  await choose(page, 'Condition 2.2: field', 'Owner');
  await choose(page, 'Condition 2.2: operator', 'is not known');
  await expect(text(page)).toHaveValue('arr >= 5000 and (health_band = "high" or owner is missing)');

  await page.getByRole('textbox', { name: 'Name' }).fill('Large & healthy');
  await expect(page.getByRole('textbox', { name: 'Key' })).toHaveValue('large-healthy');
  await page.getByRole('button', { name: 'Make the segment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Large & healthy' })).toBeVisible();
  await settled(page);
  await expect(page.getByRole('img', { name: 'Members over time' })).toBeVisible();
  await expect(page.getByText('Without a history: owner.')).toBeVisible();
});

test('with the keyboard: text writes the rows, and says where it is wrong', async ({ page }) => {
  await open(page, '/segments');
  await page.getByRole('link', { name: 'New segment' }).press('Enter');
  await settled(page);
  await text(page).focus();
  await page.keyboard.type('segment = "large-healthy" and not plan in ("Team", "Business")');
  await expect(page.getByRole('combobox', { name: 'Condition 1: field' })).toHaveValue('Segment');
  await expect(page.getByRole('combobox', { name: 'Condition 1: value' })).toHaveValue('Large & healthy');
  await expect(page.getByRole('switch', { name: 'Group 2: the opposite' })).toBeChecked();
  const count = await numberOf(page, 'segment = "large-healthy" and not plan in ("Team", "Business")');
  await expect(preview(page)).toContainText(`Accounts${count}`);

  // A row by keyboard alone: Tab, letters, arrow keys, Enter.
  await page.getByRole('button', { name: 'Condition', exact: true }).last().press('Enter');
  const field = page.getByRole('combobox', { name: 'Condition 3: field' });
  await field.focus();
  await chooseByKey(page, 'Days to ren', 'Days to renewal');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('200');
  await expect(text(page)).toHaveValue(/ and days_to_renewal > 200$/);

  await page.getByRole('textbox', { name: 'Name' }).focus();
  await page.keyboard.type('Large, other plans');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Large, other plans' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'large-healthy' })).toBeVisible();
});

test.describe('refusals', () => {
  test.use({ mayBeRefused: true });
  test('are said beside the text, with the place', async ({ page }) => {
    await open(page, '/segment-editor?key=large-healthy');
    await expect(text(page)).not.toHaveValue('');
    await text(page).fill('arr > 1 and indstry = "x"');
    await expect(page.getByText('at character 13: there is no field "indstry"')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save the segment' })).toBeDisabled();
    await text(page).fill('segment = "large-other-plans"');
    await expect(page.getByText('made of itself: large-healthy → large-other-plans')).toBeVisible();
    await expect(text(page)).toHaveAttribute('aria-invalid', 'true');
  });

  test('are said beside the rows, when rows were changed', async ({ page }) => {
    await open(page, '/segment-editor?key=large-healthy');
    const all = page.getByRole('group', { name: 'All conditions' });
    await choose(page, 'Condition 1: field', 'Segment');
    await choose(page, 'Condition 1: value', 'Large, other plans');
    await expect(all.getByRole('alert')).toContainText('A segment cannot be made of itself: large-healthy →');
    await expect(text(page)).not.toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('button', { name: 'Save the segment' })).toBeDisabled();
  });
});

test('is offered as a chip on the portfolio', async ({ page }) => {
  const count = await numberOf(page, 'segment = "large-healthy"');
  await open(page, '/portfolio');
  await page.getByRole('button', { name: 'Add a filter' }).click();
  await page.getByRole('menuitem', { name: 'Segment' }).click();
  await page.getByRole('checkbox', { name: 'Large & healthy' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Accounts' })).toHaveAttribute(
    'aria-rowcount',
    String(1 + count),
  );
});

test('over time: who came and who went', async ({ page }) => {
  await open(page, '/segments/large-healthy');
  const moves = page.getByRole('region', { name: 'Who came and who went' });
  await moves.getByLabel('First day').fill('2025-03-03');
  await settled(page);
  const reply = await page.request.get('/api/v1/segments/large-healthy/moves', {
    params: { from: '2025-03-03' },
  });
  const { entered_total, left_total, entered } = await reply.json();
  await expect(moves.getByRole('heading', { level: 3, name: 'Came' })).toHaveText(`Came ${entered_total}`);
  await expect(moves.getByRole('heading', { level: 3, name: 'Went' })).toHaveText(`Went ${left_total}`);
  if (entered.length > 0)
    await expect(moves.getByRole('link', { name: entered[0].name, exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Members over time: show as a table' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Members over time, as a table' })).toBeVisible();
});

test('compared: the report, and the attribute that tells them apart', async ({ page }) => {
  await open(page, '/segments');
  await page.getByRole('link', { name: 'Compare' }).click();
  await settled(page);
  const table = page.getByRole('table', { name: 'Segments by Industry' });
  await expect(table.getByRole('row', { name: /^All/ })).toBeVisible();
  await expect(table.getByText('95 % interval').first()).toBeAttached();
  const ranking = page.getByRole('table', { name: 'Attributes by how far they separate' });
  await ranking.getByRole('button', { name: 'Health band' }).press('Enter');
  await expect(page).toHaveURL(/by=health_band/);
  await expect(page.getByRole('table', { name: 'Segments by Health band' })).toContainText('Healthy');

  await choose(page, 'Compare by', 'Segment');
  await expect(page.getByRole('heading', { name: 'Which segments?' })).toBeVisible();
  await choose(page, 'Segments to compare', 'Large & healthy');
  await page.getByRole('option', { name: 'Large, other plans', exact: true }).click();
  const segments = page.getByRole('table', { name: 'Segments by Segment' });
  await expect(segments.getByRole('row', { name: /^Large/ })).toHaveCount(2);
});

test.describe('deleting', () => {
  test.use({ mayBeRefused: true });
  test('is refused while another segment uses it', async ({ page }) => {
    await open(page, '/segments/large-healthy');
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete “Large & healthy”?' });
    await dialog.getByRole('button', { name: 'Delete' }).press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('is used by segment large-other-plans');
    await dialog.getByRole('button', { name: 'Keep' }).click();
    for (const name of ['Large, other plans', 'Large & healthy']) {
      await open(page, '/segments');
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Segments' })).toBeVisible();
    }
    await expect(page.getByRole('heading', { name: 'No segment yet' })).toBeVisible();
  });
});
