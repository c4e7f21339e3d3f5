// import { expect, test } from '../support/page.ts': the web application in a browser. A test fails
// when a page throws or logs an error, whatever else it looks at.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, type ConsoleMessage, type Page, request } from '@playwright/test';
import { test as base, expect } from './fixtures.ts';
import { ripen, Server, TODAY, temporaryFolder } from './server.ts';

export const test = base.extend<{ mayBeRefused: boolean; complaints: undefined }>({
  /** The test provokes refusals of the server, which Chromium logs as errors of its own. */
  mayBeRefused: [false, { option: true }],
  complaints: [
    async ({ page, mayBeRefused }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (isComplaint(message) && !(mayBeRefused && /status of 4(00|09)/.test(message.text())))
          complaints.push(`${message.text()} (${message.location().url})`);
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Asking who is logged in when nobody is gives 401, which Chromium logs as an error of its own. */
function isComplaint(message: ConsoleMessage): boolean {
  const isNobody = message.location().url.endsWith('/api/v1/me') && message.text().includes('401');
  return ['error', 'warning'].includes(message.type()) && !isNobody;
}

type State = Awaited<ReturnType<APIRequestContext['storageState']>>;

/** The sample company with its history scored, and its admin logged in. Its size is `test.use({ accounts })`. */
export const sampleTest = test.extend<object, { accounts: number; session: State }>({
  accounts: [60, { option: true, scope: 'worker' }],
  server: [
    async ({ accounts }, use) => {
      const folder = temporaryFolder();
      const data = join(folder, 'data');
      mustRun('demo', '--data', data, '--accounts', String(accounts), '--until', dayBefore(TODAY));
      mustRun('score', '--data', data);
      const server = await Server.start(data);
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  session: [
    async ({ server }, use) => {
      const visitor = await request.newContext({
        baseURL: server.url,
        extraHTTPHeaders: { origin: server.url },
      });
      const data = { email: 'admin@example.com', password: 'ripen-demo' };
      expect((await visitor.post('/api/v1/login', { data })).status()).toBe(200);
      await use(await visitor.storageState());
      await visitor.dispose();
    },
    { scope: 'worker' },
  ],
  storageState: async ({ session }, use) => use(session),
});

/** The admin adds somebody; gives the one-time password. */
export async function addPerson(server: Server, session: State, name: string, role: string): Promise<string> {
  const admin = await request.newContext({
    baseURL: server.url,
    storageState: session,
    extraHTTPHeaders: { origin: server.url },
  });
  const email = `${name.toLowerCase()}@example.com`;
  const reply = await admin.post('/api/v1/users', { data: { name, email, role } });
  expect(reply.ok()).toBe(true);
  const { one_time_password } = await reply.json();
  await admin.dispose();
  return one_time_password;
}

function mustRun(...words: string[]): void {
  const { status, stderr } = ripen(...words);
  if (status !== 0) throw new Error(`ripen ${words.join(' ')} ended with ${status}:\n${stderr}`);
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** Opens a page and waits until it has all it shows. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** Nothing says any more that it is loading. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[role=status]')).toHaveCount(0);
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  // What pulses without end is not waited for.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
}

/** Chooses from the list that has the focus, by keys alone: a few letters, and the one that is left. A person waits
 * until the list has followed what was typed; keys that come at once would meet the list before. */
export async function chooseByKey(page: Page, letters: string, option: string): Promise<void> {
  await page.keyboard.type(letters);
  await expect(page.getByRole('option')).toHaveText([option]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

export { expect };

/** The cell in which most accounts stand. */
export async function fullestCell(page: Page): Promise<{ id: string; label: string; count: number }> {
  const reply = await page.request.get('/api/v1/matrix');
  const { cells } = await reply.json();
  return cells.toSorted((a: { count: number }, b: { count: number }) => b.count - a.count)[0];
}

/** The largest account that a filter lets through; unless told, one that stands in that cell. */
export async function accountIn(page: Page, filter?: string): Promise<{ key: string; name: string }> {
  const params = { filter: filter ?? `cell = "${(await fullestCell(page)).id}"`, sort: '-arr', limit: 1 };
  const reply = await page.request.get('/api/v1/portfolio', { params });
  return (await reply.json()).rows[0];
}
