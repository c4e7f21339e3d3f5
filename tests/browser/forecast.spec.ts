// Churn arithmetic: sliders by keyboard, numbers typed, what the address keeps.
import { look } from '../support/look.ts';
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

test('churn arithmetic: the example, then less churn by keyboard', async ({ page }) => {
  await open(page, '/forecast');
  await page.getByRole('link', { name: 'Churn arithmetic' }).press('Enter');
  await expect(page).toHaveURL(/\/forecast\/arithmetic$/);
  await settled(page);
  const short = page.getByLabel('In short');
  // 80,000: 2,000 ÷ 2.5 %.
  await expect(short).toContainText('80,000');
  await page.getByRole('button', { name: 'show as a table' }).click();
  const table = page.getByLabel('Recurring revenue with and without churn, as a table');
  const month2 = table.getByRole('row').nth(3);
  await expect(month2).toContainText('13,456');
  await expect(month2).toContainText('14,000');

  const churn = page.getByRole('slider', { name: 'Churn a month' });
  await churn.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/churn=2$/);
  await expect(short).toContainText('100,000');
  await page.keyboard.press('Home');
  await expect(short).toContainText('never');
  await expect(page.getByText('for ever')).toBeVisible();

  await page.getByRole('button', { name: 'Back to the example' }).press('Enter');
  await expect(page).toHaveURL(/\/forecast\/arithmetic$/);
  await expect(short).toContainText('80,000');
});

test('churn arithmetic: numbers typed, and a link that shows the same', async ({ page }) => {
  await open(page, '/forecast/arithmetic');
  await page.getByRole('textbox', { name: 'Added a month' }).fill('5000');
  await page.getByRole('textbox', { name: 'Months' }).fill('12');
  await expect(page).toHaveURL(/added=5000&months=12$/);
  await settled(page);
  await expect(page.getByText('After 12 months')).toBeVisible();
  await page.reload();
  await expect(page.getByText('After 12 months')).toBeVisible();
  await expect(page.getByLabel('In short')).toContainText('200,000');
  await look(page);
  // What no calculation can take is the preset's.
  await open(page, '/forecast/arithmetic?churn=nonsense&months=-3');
  await expect(page.getByLabel('In short')).toContainText('80,000');
});
