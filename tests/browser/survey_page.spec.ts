// The page of somebody who is asked, from a real mail to the cell of their account: at the size of a phone, with
// and without JavaScript.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { request } from '@playwright/test';
import type { Api } from '../support/api.ts';
import { look, PHONE } from '../support/look.ts';
import { MailServer } from '../support/mail_server.ts';
import { accountIn, expect, sampleTest, test } from '../support/page.ts';
import type { Server } from '../support/server.ts';

test.use({ mayBeRefused: true });
test.describe.configure({ mode: 'serial' });

let mails: MailServer;
test.beforeAll(async () => {
  mails = await MailServer.start();
});
test.afterAll(() => mails.stop());

async function settle(admin: Api, server: Server): Promise<void> {
  await admin.must('PATCH', '/settings', { organisation: 'Northwind Tools' });
  await admin.must('PATCH', '/mail-settings', {
    host: 'localhost',
    port: mails.port,
    security: 'starttls',
    ca: mails.ca,
    from_email: 'success@vendor.example',
    from_name: 'Northwind Tools',
    public_url: server.url,
  });
}

async function customer(api: Api, key: string, email: string): Promise<void> {
  await api.must('POST', '/accounts', { key, name: `${key} Ltd`, lifecycle: 'active', start: '2025-01-01' });
  await api.must('POST', '/contacts', { key: `${key}-1`, account: key, name: 'Jo Berg', email });
}

async function ask(api: Api, account: string, instrument: string, more: object = {}): Promise<string> {
  const { survey } = await api.must('POST', '/surveys', {
    name: `${instrument} of ${account}`,
    instrument,
    channel: 'mail',
    is_anonymous: false,
    open_days: 30,
    audience: `key = "${account}"`,
    ...more,
  });
  await api.must('POST', `/surveys/${survey.key}/open`);
  return survey.key;
}

async function linkIn(email: string): Promise<string> {
  await expect.poll(() => mails.to(email).length).toBe(1);
  return /https?:\/\/\S+\/s\/[\w-]{43}/.exec(mails.to(email)[0]?.text ?? '')?.[0] ?? '';
}

/** Somebody else's phone: no cookies, no log-in. */
async function phone(
  browser: Browser,
  javaScriptEnabled: boolean,
): Promise<{ context: BrowserContext; page: Page; loaded: Loaded }> {
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled, locale: 'en-GB' });
  const page = await context.newPage();
  const loaded: Loaded = { urls: [], bytes: 0 };
  page.on('response', async (response) => {
    loaded.urls.push(response.url());
    loaded.bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
  });
  return { context, page, loaded };
}

interface Loaded {
  urls: string[];
  bytes: number;
}

const RATINGS = [3, 1, 3, 3, 4, 5, 2, 1, 2, 1, 2, 1];

test('a maturity survey by mail, answered on a phone without JavaScript, moves the account', async ({
  as,
  browser,
  server,
}) => {
  const api = as('admin');
  await settle(api, server);
  await customer(api, 'PHONE', 'jo@phone.example');
  const before = await api.must('GET', '/portfolio?filter=key%20%3D%20%22PHONE%22');
  expect(before.rows[0]).toMatchObject({ maturity: null, cell: 'unknown' });
  await ask(api, 'PHONE', 'maturity');
  const { context, page, loaded } = await phone(browser, false);
  await page.goto(await linkIn('jo@phone.example'));
  await expect(page.getByText('Northwind Tools would like to know')).toBeVisible();
  await expect(page.getByText('Your answers go to Northwind Tools')).toBeVisible();
  const groups = page.getByRole('radiogroup');
  await expect(groups).toHaveCount(12);
  for (const [i, rating] of RATINGS.entries())
    await groups
      .nth(i)
      .locator('label')
      .filter({ hasText: new RegExp(`^${rating}$`) })
      .click();
  await page.getByRole('button', { name: 'Send answers' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  expect(new Set(loaded.urls.map((url) => new URL(url).origin))).toEqual(new Set([server.url]));
  expect(loaded.bytes).toBeLessThan(100_000);
  await context.close();

  const after = await api.must('GET', '/portfolio?filter=key%20%3D%20%22PHONE%22');
  expect(after.rows[0].maturity).toBeCloseTo(2.37, 2);
  expect(after.rows[0].maturity_band).toBe('medium');
});

sampleTest(
  'an account of the sample company moves to another cell by what its people answer',
  async ({ browser, page, server }) => {
    const api = page.request;
    const send = async (method: 'post' | 'patch', path: string, data: object) => {
      const reply = await api[method](`/api/v1${path}`, { data, headers: { origin: server.url } });
      expect(reply.ok(), await reply.text()).toBe(true);
      return reply.json();
    };
    const account = await accountIn(page, 'health is not missing and maturity is missing');
    const row = async () => {
      const params = { filter: `key = "${account.key}"` };
      return (await (await api.get('/api/v1/portfolio', { params })).json()).rows[0];
    };
    expect((await row()).cell).toBe('unknown');
    const contact = { key: 'ASKED', account: account.key, name: 'Jo Berg', email: 'jo@sample.example' };
    await send('post', '/contacts', contact);
    const { survey } = await send('post', '/surveys', {
      name: 'How they work',
      instrument: 'maturity',
      channel: 'link',
      is_anonymous: false,
      open_days: 30,
      audience: `key = "${account.key}"`,
    });
    await send('post', `/surveys/${survey.key}/open`, {});
    const list = `/api/v1/surveys/${survey.key}/invitations`;
    const invited = async () => (await (await api.get(list)).json()).items;
    await expect.poll(async () => (await invited()).length).toBeGreaterThan(0);
    const own = (await invited()).find((item: { contact: string }) => item.contact === contact.key);
    const visitor = await phone(browser, false);
    // Where Ripen is reached is a setting that another test of this server may have changed.
    await visitor.page.goto(server.url + new URL(own.link, server.url).pathname);
    const groups = visitor.page.getByRole('radiogroup');
    for (let i = 0; i < 12; i++) await groups.nth(i).locator('label').filter({ hasText: /^5$/ }).click();
    await visitor.page.getByRole('button', { name: 'Send answers' }).click();
    await expect(visitor.page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    await visitor.context.close();
    const after = await row();
    expect(after.maturity_band).toBe('high');
    expect(after.cell).not.toBe('unknown');
  },
);

test('a survey with branches is answered by keyboard, kept, taken up again and changed', async ({
  as,
  browser,
  server,
}) => {
  const api = as('admin');
  await settle(api, server);
  await customer(api, 'KEYS', 'jo@keys.example');
  await ask(api, 'KEYS', 'nps');
  const { context, page } = await phone(browser, true);
  const link = await linkIn('jo@keys.example');
  await page.goto(link);
  await page.getByRole('button', { name: 'Next' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Please answer this question.');
  await expect(page).toHaveTitle(/^Error: /);
  await alert.getByRole('link').click();
  await page.getByRole('radio', { name: '7', exact: true }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '8', exact: true })).toBeChecked();
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox');
  await expect(page.getByText('What would we have to change')).toBeVisible();
  await text.fill('<img src=x onerror=alert(1)> & more');
  await page.getByRole('button', { name: 'Save and continue later' }).click();
  await expect(page.getByRole('heading', { name: 'Saved' })).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole('radio', { name: '8', exact: true })).toBeChecked();
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(page.getByRole('textbox')).toHaveValue('<img src=x onerror=alert(1)> & more');
  await page.getByRole('button', { name: 'Antworten absenden' }).click();
  await expect(page.getByRole('heading', { name: 'Vielen Dank' })).toBeVisible();
  await page.getByRole('link', { name: 'Meine Antworten ändern' }).click();
  await expect(page.getByText('Sie haben schon geantwortet')).toBeVisible();
  await context.close();
});

test('the pages are clean to axe and fit a phone, light and dark', async ({ as, page, server }) => {
  const api = as('admin');
  await settle(api, server);
  for (const [account, instrument] of [
    ['AXE1', 'maturity'],
    ['AXE2', 'nps'],
    ['AXE3', 'check_in'],
    ['AXE4', 'onboarding'],
  ] as const) {
    await customer(api, account, `jo@${account.toLowerCase()}.example`);
    await ask(api, account, instrument);
    const link = await linkIn(`jo@${account.toLowerCase()}.example`);
    await page.goto(link);
    await look(page);
    if (account !== 'AXE2') continue;
    await page.getByRole('button', { name: 'Next' }).click();
    await look(page);
    await page.locator('label').filter({ hasText: /^9$/ }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await look(page);
    await page.getByRole('button', { name: 'Send answers' }).click();
    await look(page);
    await page.goto(`${link}/unsubscribe`);
    await look(page);
    await page.getByRole('button', { name: 'Stop these mails' }).click();
    await look(page);
  }
});

test('an anonymous survey carries what was answered on its pages', async ({ as, browser, server }) => {
  const api = as('admin');
  await settle(api, server);
  await customer(api, 'ANON', 'jo@anon.example');
  await ask(api, 'ANON', 'nps', { is_anonymous: true });
  const { context, page } = await phone(browser, false);
  await page.goto(await linkIn('jo@anon.example'));
  await expect(page.getByText('Nobody can tell who gave them')).toBeVisible();
  await page.locator('label').filter({ hasText: /^3$/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox').fill('Less mail');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('radio', { name: '3', exact: true })).toBeChecked();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('textbox')).toHaveValue('Less mail');
  await page.getByRole('button', { name: 'Send answers' }).click();
  await expect(page.getByText('Your answers have arrived.')).toBeVisible();
  await context.close();
  // The page of links that do not work; Chromium logs its status as an error.
  const wrong = await phone(browser, true);
  await wrong.page.goto(`${server.url}/s/${'A'.repeat(43)}`);
  await expect(wrong.page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await look(wrong.page);
  await wrong.context.close();
  const other = await request.newContext();
  const reply = await other.get(await linkIn('jo@anon.example'));
  expect(await reply.text()).toContain('has been used');
  await other.dispose();
});
