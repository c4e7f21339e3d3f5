// The mail settings: filled in, tried with a real server, refused at the field, and never showing a password again.
import { look } from '../support/look.ts';
import { MailServer } from '../support/mail_server.ts';
import { expect, open, sampleTest as test } from '../support/page.ts';

test.use({ mayBeRefused: true });
test.describe.configure({ mode: 'serial' });

test('set up, send a test mail, and see what the server said', async ({ page }) => {
  const mails = await MailServer.start({ user: 'ripen', password: 'secret' });
  try {
    await open(page, '/settings/mail');
    await expect(page.getByText('Mail cannot go out yet')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Send a test mail' })).toBeDisabled();

    await page.getByLabel('Server', { exact: true }).fill('localhost');
    await page.getByLabel('Port').fill(String(mails.port));
    await page.getByLabel('User').fill('ripen');
    await page.getByLabel('Password', { exact: true }).fill('secret');
    await page.getByLabel('Certificates trusted').fill(mails.ca);
    await page.getByLabel('Name').fill('Jo of Customer Success');
    await page.getByLabel('Address', { exact: true }).fill('jo@vendor.example');
    await page.getByLabel('Public address').fill('https://ripen.vendor.example');
    await page.getByLabel('Public address').press('Enter');
    await expect(page.getByText('The mail settings are saved.')).toBeVisible();
    await expect(page.getByText('Mail cannot go out yet')).toBeHidden();
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    await expect(page.getByText('One is stored, and never shown again')).toBeVisible();

    await page.getByLabel('To', { exact: true }).fill('ann@customer.example');
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await expect(page.getByText('The server has taken the mail')).toBeVisible();
    expect(mails.to('ann@customer.example')).toHaveLength(1);

    mails.refusals.set('gone@customer.example', [550, 'No such user']);
    await page.getByLabel('To', { exact: true }).fill('gone@customer.example');
    await page.getByRole('button', { name: 'Send a test mail' }).press('Enter');
    await expect(page.getByText('The server refuses mail for this address')).toBeVisible();
    await expect(page.getByText('No such user')).toBeVisible();
  } finally {
    await mails.stop();
  }
});

test('a refusal stands at its field', async ({ page }) => {
  await open(page, '/settings/mail');
  await page.getByLabel('Public address').fill('ftp://ripen.vendor.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Public address')).toHaveAccessibleDescription(/http/);
});

test('it looks right wide, dark and on a phone', async ({ page }) => {
  await open(page, '/settings/mail');
  await look(page);
});
