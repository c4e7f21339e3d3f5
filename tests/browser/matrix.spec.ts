// The matrix page: a filter for it, and the slider that walks through its history.
import type { Page } from '@playwright/test';
import { accountIn, expect, open, settled, sampleTest as test } from '../support/page.ts';

// A condition that is not understood is refused, which the browser notes.
test.use({ mayBeRefused: true });

/** The accounts of every cell, as its button says. */
async function counts(page: Page): Promise<number[]> {
  const buttons = page.getByRole('figure').getByRole('button', { name: /accounts?,/ });
  const words = await buttons.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  return words.map((label) => Number(/: (\d+) accounts?/.exec(label)?.[1]));
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);

test('a condition leaves those for whom it holds, also in the list of a cell', async ({ page }) => {
  const { key } = await accountIn(page, 'cell = "core"');
  await open(page, '/matrix');
  const all = sum(await counts(page));
  await page.getByRole('button', { name: 'Write a condition' }).click();
  const condition = page.getByRole('textbox', { name: 'Filter by a condition' });
  await condition.fill(`key = "${key}" or key = "nobody"`);
  await condition.press('Enter');
  await expect.poll(async () => sum(await counts(page))).toBe(1);
  expect(all).toBeGreaterThan(1);
  await page.getByRole('button', { name: /^Core: 1 account,/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Accounts' }).getByRole('listitem')).toHaveCount(1);

  await condition.fill('helth < 50');
  await condition.press('Enter');
  await expect(page.getByText(/there is no field "helth"/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(async () => sum(await counts(page))).toBe(all);
});

test('the slider shows the figures of the day it passes', async ({ page }) => {
  const history = page.waitForResponse((reply) => reply.url().includes('/api/v1/matrix/history'));
  await open(page, '/matrix');
  const { days, cells } = await (await history).json();
  const slider = page.getByRole('slider', { name: 'Day' });
  const box = await page.locator('.mantine-Slider-track').boundingBox();
  if (!box) throw new Error('there is no slider');
  const asked: string[] = [];
  page.on('request', (one) => asked.push(one.url()));
  await page.mouse.move(box.x + box.width, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
  const at = Number(await slider.getAttribute('aria-valuenow'));
  await expect(page.getByRole('figure')).toHaveAttribute('data-preview', 'true');
  const shown = new Map<string, number>(cells.map((id: string, k: number) => [id, days[at].counts[k]]));
  await expect
    .poll(async () => (await counts(page)).reduce((a, b) => a + b, 0))
    .toBeGreaterThanOrEqual(sum([...shown.values()]));
  expect(asked.filter((url) => url.includes('/matrix?'))).toEqual([]);
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`day=${days[at].day}`));
  await settled(page);
  await expect(page.getByRole('figure')).toHaveAttribute('data-preview', 'false');
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`day=${days[at - 1].day}`));
});

test('the matrix may come before the days that it can be replayed on', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route('**/api/v1/days', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/matrix');
  await expect(page.getByRole('figure').first()).toBeVisible();
  release();
  await expect(page.getByRole('slider').first()).toBeVisible();
});
