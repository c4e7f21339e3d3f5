// The matrix page and its settings: which matrix, who moved, what became of them, and the editor.
import { findings } from '../support/look.ts';
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

test.use({ mayBeRefused: true });

test('another matrix is chosen with the keyboard', async ({ page }) => {
  await open(page, '/matrix');
  await expect(page.getByRole('button', { name: /^Core: \d+ accounts?/ })).toBeVisible();
  const choice = page.getByRole('combobox', { name: 'Matrix', exact: true });
  await choice.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /2 × 2/ }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Happy: expand: \d+ accounts?/ })).toBeVisible();
  await expect(page).toHaveURL(/matrix=2x2/);
});

test('the flow adds up, and each of its rows opens its accounts', async ({ page }) => {
  await open(page, '/matrix?view=flow');
  await expect(page.getByRole('img', { name: /^Flow from/ })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Flows' }).locator('tbody tr');
  const texts = await rows.locator('button').allInnerTexts();
  const all = texts.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
  const reply = await page.request.get('/api/v1/matrix/flow');
  const { links } = await reply.json();
  expect(all).toBe(links.reduce((sum: number, { count }: { count: number }) => sum + count, 0));

  const first = rows.first().getByRole('button');
  const count = Number(await first.innerText());
  await first.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('list', { name: 'Accounts' }).getByRole('listitem')).toHaveCount(count);
  await expect(page).toHaveURL(/was=/);
  await page.getByRole('button', { name: '3 months' }).click();
  await expect(page).toHaveURL(/from=/);
  await expect(panel).toHaveCount(0);
  await settled(page);
  expect(await findings(page)).toEqual([]);
});

test('the fate of each cell is shown with how sure it is', async ({ page }) => {
  await open(page, '/matrix?view=fate');
  const table = page.getByRole('table', { name: 'What became of each cell' });
  await expect(table.getByRole('row', { name: /^Core/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /^All/ })).toContainText('%');
  await expect(page.getByText('Does the cell foretell who churns?')).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test('a matrix is copied, changed, shown and deleted', async ({ page }) => {
  await open(page, '/settings/matrices');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', { name: /^Copy Health × maturity, 3 × 3/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Product A');
  await page.getByLabel('Key').fill('product-a');

  // Two bands upwards: their cells stay, the middle ones go; what is typed is refused at its place.
  await page.getByRole('radiogroup', { name: 'Upwards: bands' }).getByText('Two bands').click();
  await expect(page.getByRole('region', { name: /upwards$/ })).toHaveCount(2);
  const edge = page.getByLabel('Upwards: edge 1');
  await edge.fill('120');
  const alert = page.getByRole('group', { name: 'Upwards' }).getByRole('alert');
  await expect(alert).toHaveText('Must lie between 0 and 100, the ends of card health');
  await expect(edge).toHaveAccessibleErrorMessage(/^Must lie between/);
  await edge.fill('60');
  await expect(page.getByText(/must lie between/i)).toHaveCount(0);
  const name = page.getByLabel('high × high: name');
  await name.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Grow with us');
  await expect(page.getByLabel('Customers in high × high')).toContainText(/\d/);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).press('Enter');

  await expect(page.getByRole('link', { name: 'Product A', exact: true })).toBeVisible();
  await open(page, '/matrix?matrix=product-a');
  await expect(page.getByRole('button', { name: /^Grow with us: \d+ accounts?/ })).toBeVisible();

  await open(page, '/settings/matrices');
  await page.getByRole('button', { name: 'Delete Product A' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'Product A', exact: true })).toHaveCount(0);
});
