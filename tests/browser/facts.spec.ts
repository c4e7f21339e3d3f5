// Facts on the account page: whoever may, adds, changes and deletes them; a refusal stands at its field.
import { type Locator, request } from '@playwright/test';
import { accountIn, addPerson, expect, open, sampleTest as test } from '../support/page.ts';
import { PASSWORD } from '../support/people.ts';
import type { Server } from '../support/server.ts';

test.use({ mayBeRefused: true });

interface Written {
  tab: string;
  one: string;
  /** Inputs by label; what the new row shows of them. */
  given: Record<string, string>;
  shows: string;
  /** A change, and what the row shows then. */
  change: Record<string, string>;
  after: string;
  /** What is refused, and at which label. */
  wrong: Record<string, string>;
  at: string;
  says: RegExp;
}

const KINDS: Written[] = [
  {
    tab: 'Contacts',
    one: 'a contact',
    given: { Name: 'Ada Example', 'E-mail': 'ada@example.com', Since: '2025-03-01' },
    shows: 'Ada Example',
    change: { Title: 'Head of Operations' },
    after: 'Head of Operations',
    wrong: { Left: '2025-02-01' },
    at: 'Left',
    says: /before the day the person joined/,
  },
  {
    tab: 'Subscriptions',
    one: 'a subscription',
    given: { Product: 'Add-on', Amount: '1200.50', Interval: '12', Start: '2025-06-01' },
    shows: 'Add-on',
    change: { Seats: '17' },
    after: '17',
    wrong: { End: '2025-05-01' },
    at: 'End',
    says: /before the first day/,
  },
  {
    tab: 'Invoices',
    one: 'an invoice',
    given: { Number: 'INV-77', Amount: '990', Issued: '2026-01-02', Due: '2026-01-10' },
    shows: 'INV-77',
    change: { Paid: '2026-01-09' },
    after: 'paid in time',
    wrong: { Due: '2026-01-01' },
    at: 'Due',
    says: /before the day of the invoice/,
  },
  {
    tab: 'Tickets',
    one: 'a ticket',
    given: { Subject: 'The lights are off', Opened: '2026-01-20T08:00' },
    shows: 'The lights are off',
    change: { 'First answer': '2026-01-20T10:00' },
    after: 'after 2 h',
    wrong: { Satisfaction: '9' },
    at: 'Satisfaction',
    says: /Must be from 1 to 5/,
  },
  {
    tab: 'Opportunities',
    one: 'an opportunity',
    given: { Name: 'A second site', Stage: 'Proposal', 'A year': '12000', Opened: '2026-01-05' },
    shows: 'A second site',
    change: { Closed: '2026-01-20' },
    after: 'lost',
    wrong: { Closed: '2026-01-01' },
    at: 'Closed',
    says: /before the day it was opened/,
  },
  {
    tab: 'Advocacy',
    one: 'an act of advocacy',
    given: { Day: '2026-01-10', Worth: '1500', Note: 'Spoke at our user meeting' },
    shows: 'Spoke at our user meeting',
    change: { Worth: '2500' },
    after: '2,500',
    wrong: { Day: '' },
    at: 'Day',
    says: /^$/,
  },
  {
    tab: 'Campaigns',
    one: 'a campaign touch',
    given: { Campaign: 'Spring letter', Sent: '2026-01-10T08:00' },
    shows: 'Spring letter',
    change: { 'Link followed': '2026-01-10T09:00' },
    after: 'link followed',
    wrong: { 'Link followed': '2026-01-09T09:00' },
    at: 'Link followed',
    says: /before when it was sent/,
  },
  {
    tab: 'Churn',
    one: 'a churn record',
    given: { Day: '2026-01-15', Reason: 'price' },
    shows: 'Price',
    change: { 'In its own words': 'Found something cheaper' },
    after: 'Found something cheaper',
    wrong: { Day: '' },
    at: 'Day',
    says: /^$/,
  },
];

for (const kind of KINDS) {
  test(`${kind.tab.toLowerCase()}: add, change, be refused, delete`, async ({ page }) => {
    const { key } = await accountIn(page);
    await open(page, `/accounts/${key}?tab=${kind.tab.toLowerCase()}`);
    const panel = page.getByRole('tabpanel');

    await panel.getByRole('button', { name: `Add ${kind.one}` }).click();
    const adding = page.getByRole('dialog', { name: `Add ${kind.one}` });
    await fill(adding, kind.given);
    await adding.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(adding).toBeHidden();
    const row = panel.getByRole('row').filter({ hasText: kind.shows });
    await expect(row).toHaveCount(1);

    await row.getByRole('button', { name: /^Edit / }).click();
    const editing = page.getByRole('dialog', { name: /^Edit / });
    await fill(editing, kind.change);
    await editing.getByRole('button', { name: 'Save' }).click();
    await expect(editing).toBeHidden();
    await expect(row).toContainText(kind.after);

    await row.getByRole('button', { name: /^Edit / }).click();
    await fill(editing, kind.wrong);
    await editing.getByRole('button', { name: 'Save' }).click();
    const input = editing.getByLabel(kind.at, { exact: true });
    await expect(input).toBeFocused();
    await expect(input).toHaveAccessibleDescription(kind.says);

    await editing.getByRole('button', { name: 'Delete' }).click();
    const asking = page.getByRole('dialog', { name: /^Delete / });
    await asking.getByRole('button', { name: 'Keep' }).click();
    await expect(asking).toBeHidden();
    await expect(editing).toBeVisible();
    await editing.getByRole('button', { name: 'Delete' }).click();
    await asking.getByRole('button', { name: 'Delete' }).click();
    await expect(editing).toBeHidden();
    await expect(row).toHaveCount(0);
  });
}

test('an account by hand: add, see its page, delete', async ({ page }) => {
  await open(page, '/portfolio');
  await page.getByRole('button', { name: 'Add an account' }).press('Enter');
  const adding = page.getByRole('dialog', { name: 'Add an account' });
  await fill(adding, { Name: 'Handmade Ltd', Key: 'HAND-1', 'Customer since': '2025-01-01' });
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Handmade Ltd' })).toBeVisible();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const editing = page.getByRole('dialog', { name: 'Edit Handmade Ltd' });
  await editing.getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog', { name: 'Delete Handmade Ltd?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Portfolio' })).toBeVisible();
});

test('a note: add, change, delete', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, `/accounts/${key}?tab=interactions`);
  const panel = page.getByRole('tabpanel');
  await panel.getByLabel('Add a note or a talk').fill('They want the new report');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  const note = panel.getByRole('listitem').filter({ hasText: 'They want the new' });
  await note.getByRole('button', { name: /^Edit note of / }).click();
  const editing = page.getByRole('dialog', { name: /^Edit note of / });
  await fill(editing, { Summary: 'They want the new export' });
  await editing.getByRole('button', { name: 'Save' }).click();
  await expect(note).toContainText('export');
  await note.getByRole('button', { name: /^Edit / }).click();
  await editing.getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog', { name: /^Delete / })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(note).toHaveCount(0);
});

test('a goal: agree on it, measure it, reach it, delete it', async ({ page }) => {
  const { key } = await accountIn(page);
  await open(page, `/accounts/${key}?tab=goals`);
  const panel = page.getByRole('tabpanel');

  await panel.getByRole('button', { name: 'Add a goal' }).press('Enter');
  const adding = page.getByRole('dialog', { name: 'Add a goal' });
  await fill(adding, {
    Outcome: 'Nobody waits for keys',
    From: '40',
    To: '10',
    Unit: 'people',
    Agreed: '2026-01-01',
    Due: '2025-12-01',
  });
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(adding.getByLabel('Due', { exact: true })).toHaveAccessibleDescription(
    /before the day it was agreed/,
  );
  await fill(adding, { Due: '2026-03-01' });
  await adding.getByLabel('Due', { exact: true }).press('Enter');
  await expect(adding).toBeHidden();
  const goal = panel.getByRole('listitem', { name: 'Nobody waits for keys' });
  await expect(goal.getByRole('meter')).toHaveAttribute('aria-valuetext', /not measured yet/);

  for (const [day, value] of [
    ['2026-01-10', '25'],
    ['2026-01-20', '9'],
  ] as const) {
    await goal.getByRole('button', { name: 'Measure Nobody waits for keys' }).press('Enter');
    const measuring = page.getByRole('dialog', { name: 'Add a measurement' });
    await fill(measuring, { Day: day, Value: value });
    await measuring.getByRole('button', { name: 'Add', exact: true }).press('Enter');
    await expect(measuring).toBeHidden();
    await expect(goal.getByRole('meter')).toHaveAttribute('aria-valuenow', value === '25' ? '50' : '100');
  }
  await expect(goal).toContainText('met');

  // As of a day it stands where it stood, and nothing can be written.
  await open(page, `/accounts/${key}?tab=goals&day=2026-01-15`);
  await expect(panel.getByRole('button', { name: /^(Add|Measure|Edit)/ })).toHaveCount(0);

  await open(page, `/accounts/${key}?tab=goals`);
  await goal.getByText('2 measurements').press('Enter');
  await goal.getByRole('button', { name: 'Edit the measurement of 20 Jan 2026' }).click();
  const editing = page.getByRole('dialog', { name: /^Edit the measurement/ });
  await fill(editing, { Value: '13' });
  await editing.getByRole('button', { name: 'Save' }).click();
  await expect(goal.getByRole('meter')).toHaveAttribute('aria-valuenow', '90');

  await goal.getByRole('button', { name: 'Edit “Nobody waits for keys”' }).click();
  await page
    .getByRole('dialog', { name: /^Edit “/ })
    .getByRole('button', { name: 'Delete' })
    .click();
  await page
    .getByRole('dialog', { name: /^Delete / })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(goal).toHaveCount(0);
});

test('viewers read facts and find no button that writes', async ({ page, browser, server, session }) => {
  const { key } = await accountIn(page);
  const password = await addPerson(server, session, 'Vera', 'viewer');
  const viewer = await browser.newPage({
    baseURL: server.url,
    storageState: await enter(server, 'vera@example.com', password),
  });
  for (const tab of [
    'contacts',
    'subscriptions',
    'invoices',
    'tickets',
    'churn',
    'goals',
    'opportunities',
    'advocacy',
    'campaigns',
    'interactions',
    'overview',
  ]) {
    await open(viewer, `/accounts/${key}?tab=${tab}`);
    await expect(viewer.getByRole('tabpanel')).toBeVisible();
    await expect(viewer.getByRole('button', { name: /^(Add|Edit|Delete|Rate|Measure)\b/ })).toHaveCount(0);
  }
  await viewer.close();
});

/** Logs in for the first time. */
async function enter(server: Server, email: string, oneTimePassword: string) {
  const visitor = await request.newContext({ baseURL: server.url, extraHTTPHeaders: { origin: server.url } });
  await visitor.post('/api/v1/login', { data: { email, password: oneTimePassword } });
  await visitor.post('/api/v1/me/password', {
    data: { old_password: oneTimePassword, new_password: PASSWORD },
  });
  const state = await visitor.storageState();
  await visitor.dispose();
  return state;
}

/** Fills inputs by their labels. */
async function fill(form: Locator, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await form.getByLabel(label, { exact: true }).fill(value);
}
