// Usage events on their way in: sources and their keys.
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

test.use({ mayBeRefused: true, permissions: ['clipboard-read', 'clipboard-write'] });

test('a source is added with the keyboard, set up, given a new key and revoked', async ({ page }) => {
  await open(page, '/portfolio');
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { level: 1, name: 'Usage events' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a source' }).first().press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Add a source' });
  await dialog.getByLabel('Name', { exact: true }).fill('Web app');
  const origins = dialog.getByLabel('Pages that may send');
  await origins.fill('app.example.com');
  await dialog.getByRole('button', { name: 'Add the source' }).press('Enter');
  await expect(origins).toHaveAccessibleDescription(/https:\/\/app\.example\.com/);
  await origins.fill('https://app.example.com');
  await origins.press('Enter');

  await expect(page.getByRole('heading', { level: 2, name: 'Web app' })).toBeVisible();
  await expect(page).toHaveURL(/\/events\/sources\/web-app$/);
  await expect(page.getByText('Waiting for the first event…')).toBeVisible();

  // The key stands in the example, and goes where one copies it to.
  const key = await page.locator('code', { hasText: /^rpw_/ }).innerText();
  const example = page.getByRole('group', { name: 'Example for Our snippet' });
  await expect(example).toContainText(`data-key="${key}"`);
  await page.getByRole('radio', { name: 'analytics.js' }).press('Space');
  await expect(page.getByRole('group', { name: 'Example for analytics.js' })).toContainText(key);
  await page.getByRole('button', { name: 'Copy the write key' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);

  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('button', { name: 'Make a new key' }).press('Enter');
  await expect(page.getByText(/The key before is taken until/)).toBeVisible();
  await expect(page.locator('code', { hasText: /^rpw_/ }).first()).not.toHaveText(key);

  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('radio', { name: /Make the account/ }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The account is made from what they say of it')).toBeVisible();

  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).press('Enter');
  await expect(page.getByText(/^Revoked /)).toBeVisible();
  await expect(page.getByText('It never sent anything.')).toBeVisible();
  await page.getByRole('link', { name: 'All sources' }).click();
  await settled(page);
  await expect(page.getByRole('row', { name: /Web app revoked/ })).toBeVisible();
});
