// Usage events on their way in: sources and their keys, what arrives, what is set aside and mended, the catalogue.
import type { Page } from '@playwright/test';
import { look, WIDE } from '../support/look.ts';
import { accountIn, chooseByKey, expect, open, settled, sampleTest as test } from '../support/page.ts';

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

interface Sender {
  page: Page;
  origin: string;
  key: string;
}

/** A source of a name of its own, and its write key. */
async function addSource(page: Page, origin: string, name: string): Promise<string> {
  const data = { name, kind: 'server' };
  const reply = await page.request.post('/api/v1/sources', { headers: { origin }, data });
  expect(reply.status()).toBe(201);
  return (await reply.json()).write_key;
}

/** As a client sends: the events of one batch, acknowledged. */
async function send({ page, origin, key }: Sender, ...batch: object[]): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const reply = await page.request.post('/v1/batch', { headers: { origin, authorization }, data: { batch } });
  expect(reply.status()).toBe(200);
}

/** The first row of a table of any length, opened without a mouse. */
async function openFirst(page: Page, table: string): Promise<void> {
  await page.getByRole('grid', { name: table }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

test('the first event is seen to come, then all as they arrive, each as it was sent', async ({
  page,
  server,
}) => {
  const account = await accountIn(page);
  const key = await addSource(page, server.url, 'Arriving');
  const sender = { page, origin: server.url, key };
  await open(page, '/events/sources/arriving');
  await expect(page.getByText('Waiting for the first event…')).toBeVisible();
  await send(sender, {
    type: 'track',
    event: 'Chart drawn',
    userId: 'arriving-1',
    context: { groupId: account.key },
    properties: { title: '<b id="bold">bold</b>' },
  });
  await expect(page.getByText('Waiting for the first event…')).toHaveCount(0);
  await expect(page.getByRole('img', { name: /^1 counted, 0 set aside/ })).toBeVisible();
  await look(page);
  await page.setViewportSize(WIDE);

  await page.getByRole('link', { name: 'Watch them arrive' }).press('Enter');
  await settled(page);
  const row = page.getByRole('row', { name: /Chart drawn .*arriving-1.*Counted/ });
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).press('Enter');
  await send(sender, { type: 'track', event: 'Chart lost', userId: 'arriving-2' });
  await page.getByRole('button', { name: 'Resume' }).press('Enter');
  await expect(page.getByRole('row', { name: /Chart lost .*Set aside.*no account/ })).toBeVisible();

  await page.getByRole('textbox', { name: 'Event, user or account' }).fill('ARRIVING-1');
  await expect(page.getByRole('row', { name: /Chart lost/ })).toHaveCount(0);
  await openFirst(page, 'Events that arrived');
  const drawer = page.getByRole('dialog', { name: 'Chart drawn' });
  await expect(drawer.getByRole('group', { name: 'The event as JSON' })).toContainText(
    '"title": "<b id=\\"bold\\">bold</b>"',
  );
  await expect(page.locator('#bold')).toHaveCount(0);
  await look(page);
  await page.setViewportSize(WIDE);
  await drawer.getByRole('link', { name: account.key }).press('Enter');
  await settled(page);
  await expect(page.getByRole('table', { name: 'Product users' })).toContainText('arriving-1');
});

test('what was set aside is mended by a rule, and then counts', async ({ page, server }) => {
  const account = await accountIn(page);
  const key = await addSource(page, server.url, 'Mending');
  const sender = { page, origin: server.url, key };
  const sale = { type: 'track', event: 'Sale made', userId: 'mending-1' };
  await send(
    sender,
    { ...sale, properties: { tenant_id: account.key } },
    { ...sale, properties: { tenant_id: account.key, sum: 3 } },
    { ...sale, properties: {} },
    { type: 'track', event: 'Sale dreamt', userId: 'mending-1', timestamp: 'yesterday' },
  );
  await open(page, '/events/set-aside?source=mending');
  const reasons = page.getByRole('list', { name: 'By reason' });
  await expect(reasons.getByRole('button', { name: /^No account/ })).toBeVisible();
  await reasons.getByRole('button', { name: /^Not a time/ }).press('Enter');
  await expect(page.getByRole('row', { name: /Sale dreamt .*timestamp/ })).toBeVisible();
  await reasons.getByRole('button', { name: /^No account/ }).click();
  await expect(page.getByRole('row', { name: /Sale made/ })).toHaveCount(3);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).press('Enter');
  expect((await download).suggestedFilename()).toMatch(/^set-aside-.*\.csv$/);
  await page
    .getByRole('row', { name: /Sale made/ })
    .last()
    .click();

  const drawer = page.getByRole('dialog', { name: 'Sale made' });
  await drawer.getByRole('button', { name: 'Make a rule from it' }).press('Enter');
  await expect(drawer.getByLabel('Where its key stands')).toHaveValue('properties.tenant_id');
  await expect(
    drawer.getByText(/^It fits 3 of the \d+ set aside\. Sent again, 2 would count, 1 would wait on\.$/),
  ).toBeVisible();
  const examples = drawer.getByRole('table', { name: 'Before and after' });
  await expect(
    examples.getByRole('row', { name: `Sale made, no account Sale made, account ${account.key}` }),
  ).toHaveCount(2);
  await expect(examples.getByRole('row', { name: 'Sale made, no account No account' })).toHaveCount(1);
  await expect(drawer.getByRole('list', { name: 'What stands there' })).toHaveText(`${account.key} 2`);
  await look(page);
  await page.setViewportSize(WIDE);

  // A refusal stands at its field.
  const path = drawer.getByLabel('Where its key stands');
  await path.fill('tenant_id');
  await drawer.getByRole('button', { name: 'Make the rule' }).press('Enter');
  await expect(path).toHaveAccessibleDescription(/begins with properties\./);
  await path.fill('properties.tenant_id');
  await drawer.getByRole('button', { name: 'Make the rule' }).press('Enter');
  await expect(page.getByText('2 are counted now, 1 still cannot be.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Sale made/ })).toHaveCount(1);

  await page.getByRole('link', { name: 'Rules' }).press('Enter');
  const rule = page.getByRole('row', { name: /“Sale made” of mending, set aside as no account/ });
  await expect(rule).toContainText('Its account stands at properties.tenant_id');
  await rule.getByRole('button', { name: /^Delete the rule/ }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(rule).toHaveCount(0);

  await open(page, '/events/set-aside?source=mending');
  await page.getByRole('button', { name: 'Delete these…' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(page.getByText('Nothing of that was set aside')).toBeVisible();
});

test('the catalogue is searched and sorted, and says what counts as a feature', async ({ page }) => {
  await open(page, '/events/catalogue');
  const table = page.getByRole('grid', { name: 'Events' });
  await table.getByRole('button', { name: 'Accounts' }).press('Enter');
  await expect(page).toHaveURL(/sort=-accounts/);
  await settled(page);
  await expect(table.getByRole('columnheader', { name: 'Accounts' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );

  await page.getByRole('textbox', { name: 'Search events' }).fill('map_viewed');
  await expect(table.getByRole('row')).toHaveCount(2);
  const isAdvanced = table.getByRole('switch', { name: /is advanced$/ });
  await expect(isAdvanced).not.toBeChecked();
  await isAdvanced.press('Space');
  await expect(isAdvanced).toBeChecked();

  await openFirst(page, 'Events');
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByLabel('Advanced:')).toBeChecked();
  await drawer.getByLabel('Advanced:').uncheck();
  await drawer.getByLabel('Called on screens').fill('Map seen');
  await drawer.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(table.getByRole('row', { name: /Map seen map_viewed/ })).toBeVisible();
  await expect(isAdvanced).not.toBeChecked();
});

test('traits fill the fields that a manager says, and can be taken back', async ({ page, server }) => {
  const headers = { origin: server.url };
  const get = async (path: string) => (await page.request.get(`/api/v1${path}`)).json();
  await page.request.post('/api/v1/custom-fields', {
    headers,
    data: { kind: 'account', name: 'region', label: 'Region', type: 'text' },
  });
  const before = await get('/event-traits');
  await open(page, '/events/traits');
  const accounts = page.getByRole('form', { name: 'Accounts, from group calls' });
  const save = accounts.getByRole('button', { name: 'Save' });
  const row = Object.keys(before.account).length + 1;
  const addTrait = async (trait: string) => {
    await accounts.getByRole('button', { name: 'Add a trait' }).press('Enter');
    await expect(accounts.getByLabel(`Trait ${row}`)).toBeFocused();
    await page.keyboard.type(trait);
  };
  const chooseField = async () => {
    await page.keyboard.press('Tab');
    await chooseByKey(page, 'custom.reg', 'custom.region');
    await expect(accounts.getByLabel(`Field ${row}`, { exact: true })).toHaveValue('custom.region');
  };
  await expect(save).toBeDisabled();
  await addTrait('plan');
  await expect(accounts.getByText('Say which field it fills')).toBeVisible();
  await chooseField();
  await expect(accounts.getByText('Stands above already')).toBeVisible();
  await accounts.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(accounts.getByLabel(`Trait ${row}`)).toHaveCount(0);

  await addTrait('place.region');
  await chooseField();
  await save.press('Enter');
  await expect(save).toBeDisabled();
  await expect.poll(async () => (await get('/event-traits')).account['place.region']).toBe('custom.region');
  await look(page);
  await page.setViewportSize(WIDE);

  // What a group call tells goes there.
  const account = await accountIn(page);
  const key = await addSource(page, server.url, 'Traits');
  const traits = { place: { region: 'North' } };
  await send({ page, origin: server.url, key }, { type: 'group', userId: 'u', groupId: account.key, traits });
  await expect
    .poll(async () => (await get(`/accounts/${account.key}`)).custom?.region, { timeout: 20_000 })
    .toBe('North');

  await page.getByRole('button', { name: 'Standard names…' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Take the standard names' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Standard names…' })).toHaveCount(0);
  expect((await get('/event-traits')).account).toEqual(before.account);
});
