// What if: sliders on the matrix and the portfolio that score everybody again.
import type { Locator, Page } from '@playwright/test';
import { findings } from '../support/look.ts';
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'What if' });
const slider = (panel: Locator, name: string) => panel.getByRole('slider', { name, exact: true });
const moved = (panel: Locator) => panel.getByRole('log');
const sumOfCells = async (page: Page) => {
  const names = await page
    .getByRole('figure')
    .first()
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
  return names.reduce((sum, name) => sum + Number(/: (\d+) accounts?/.exec(name)?.[1] ?? 0), 0);
};

test('with the keyboard: an edge moves accounts, a step back and reset bring them home', async ({ page }) => {
  await open(page, '/matrix');
  const all = await sumOfCells(page);
  await page.getByRole('button', { name: 'What if' }).focus();
  await page.keyboard.press('Enter');
  const panel = panelOf(page);
  const healthy = slider(panel, 'Healthy');
  await healthy.focus();
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowLeft');
  await expect(healthy).toHaveAttribute('aria-valuetext', '60, in force 75');
  await expect(moved(panel)).toHaveText(/^[1-9]\d* accounts? would stand in another cell\.$/);
  const effects = page.getByRole('region', { name: 'What would change' });
  await expect(effects.getByRole('table')).toContainText('Promote maturity');
  await expect(page.getByRole('figure').first()).toContainText('60–100');
  expect(await sumOfCells(page)).toBe(all);

  const adoption = slider(panel, 'Adoption');
  await adoption.focus();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  await expect(adoption).toHaveAttribute('aria-valuetext', '30%, in force 25%');
  const weights = await panel
    .getByRole('group', { name: 'Weights, which add up to 100%' })
    .getByRole('slider')
    .all();
  const values = await Promise.all(
    weights.map(async (one) => Number(await one.getAttribute('aria-valuenow'))),
  );
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 6);

  await panel.getByRole('button', { name: 'One step back' }).click();
  await expect(adoption).toHaveAttribute('aria-valuetext', '25%, in force 25%');
  await expect(healthy).toHaveAttribute('aria-valuetext', '60, in force 75');
  await panel.getByRole('button', { name: 'Reset' }).click();
  await expect(healthy).toHaveAttribute('aria-valuetext', '75, in force 75');
  await expect(page.getByRole('figure').first()).toContainText('75–100');
  await panel.getByRole('button', { name: 'Leave what if' }).press('Enter');
  await expect(panel).toBeHidden();
  await expect(page).not.toHaveURL(/try=/);
});

test('with the pointer: a scale behind a group, and a link that shows the same', async ({
  page,
  context,
}) => {
  await open(page, '/matrix');
  await page.getByRole('button', { name: 'What if' }).click();
  const panel = panelOf(page);
  await panel.getByText('Adoption: measures and scales').click();
  const scale = panel.getByRole('group', { name: 'Scale of seat utilisation' });
  const point = scale.getByRole('slider').nth(1);
  await point.scrollIntoViewIfNeeded();
  await settled(page);
  const box = await point.boundingBox();
  if (!box) throw new Error('the slider is not in sight');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(point).not.toHaveAttribute('aria-valuetext', '40, in force 40');
  await expect(page).toHaveURL(/try=p\.health\.seat_utilisation/);
  // The address follows a while after the last move: it is copied once it says what the slider says.
  const held = await point.getAttribute('aria-valuenow');
  await expect
    .poll(() => /seat_utilisation:([\d.,]+)/.exec(decodeURIComponent(page.url()))?.[1]?.split(','))
    .toContain(held);

  const other = await context.newPage();
  await other.goto(page.url());
  await panelOf(other).getByText('Adoption: measures and scales').click();
  // Both pages ask when the slider rests: the last answers are the same.
  await expect
    .poll(async () => (await moved(panelOf(other)).innerText()) === (await moved(panel).innerText()))
    .toBe(true);
  await expect(
    panelOf(other).getByRole('group', { name: 'Scale of seat utilisation' }).getByRole('slider').nth(1),
  ).toHaveAttribute('aria-valuetext', (await point.getAttribute('aria-valuetext')) ?? '');
});

test('the least coverage takes the scores of those of whom little is known', async ({ page }) => {
  await open(page, '/matrix?try=');
  const panel = panelOf(page);
  const least = slider(panel, 'Share of the card’s weight');
  await least.press('End');
  await expect(least).toHaveAttribute('aria-valuetext', '100%, in force 20%');
  await expect(moved(panel)).toHaveText(/^[1-9]\d* accounts? would stand in another cell\.$/);
  await expect(page).toHaveURL(/try=c\.health/);
});

test('while a slider moves, one question is on its way at a time', async ({ page }) => {
  await open(page, '/matrix?try=');
  let [now, most, asked] = [0, 0, 0];
  await page.route('**/api/v1/what-if', async (route) => {
    asked++;
    most = Math.max(most, ++now);
    await new Promise((done) => setTimeout(done, 60));
    await route.continue();
    now--;
  });
  const panel = panelOf(page);
  await slider(panel, 'Relations').focus();
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  await expect(slider(panel, 'Relations')).toHaveAttribute('aria-valuetext', '45%, in force 25%');
  await expect(moved(panel)).toHaveText(/accounts? would/);
  expect(most).toBe(1);
  expect(asked).toBeLessThan(40);
});

test('the portfolio shows every account before and after', async ({ page }) => {
  await open(page, '/portfolio');
  await page.getByRole('button', { name: 'What if' }).click();
  const panel = panelOf(page);
  const healthyNow = page.getByLabel('Totals of the accounts shown').getByRole('button', { name: 'Healthy' });
  const before = await healthyNow.innerText();
  const healthy = slider(panel, 'Healthy');
  await healthy.focus();
  await page.keyboard.press('Home');
  await expect(healthy).toHaveAttribute('aria-valuetext', '50.5, in force 75');
  await expect(healthyNow).not.toHaveText(before);
  await expect(page.getByRole('grid', { name: 'Accounts' })).toHaveAttribute('aria-rowcount', /\d+/);
});

for (const path of ['/matrix', '/portfolio'])
  test(`${path} in what-if mode has nothing that axe complains about`, async ({ page }) => {
    await open(page, `${path}?try=w.health:45,5,15,20,5,10;e.health:50,70`);
    await expect(moved(panelOf(page))).toHaveText(/accounts? would/);
    await panelOf(page).getByText('Adoption: measures and scales').click();
    expect(await findings(page)).toEqual([]);
  });

/** Opens what if on the matrix and moves where the healthy band begins. */
async function tryEdge(page: Page, presses: number): Promise<Locator> {
  await open(page, '/matrix');
  await page.getByRole('button', { name: 'What if' }).press('Enter');
  const panel = panelOf(page);
  const save = panel.getByRole('button', { name: 'Save as draft' });
  await expect(save).toBeDisabled();
  await slider(panel, 'Healthy').focus();
  for (let i = 0; i < presses; i++) await page.keyboard.press('ArrowLeft');
  await expect(save).toBeEnabled();
  return save;
}

const cardOf = async (page: Page, key: string) => (await page.request.get(`/api/v1/cards/${key}`)).json();
const draftOf = async (page: Page, key: string) => (await cardOf(page, `${key}/draft`)).card;

test('what is tried becomes a draft, which opens; going back brings what is tried', async ({ page }) => {
  await (await tryEdge(page, 10)).press('Enter');
  await expect(page).toHaveURL(/\/settings\/cards\/health\/edit$/);
  await expect(page.getByText('Draft of version 2')).toBeVisible();
  expect((await draftOf(page, 'health')).bands[2].from).toBe(70);
  await page.goBack();
  await expect(slider(panelOf(page), 'Healthy')).toHaveAttribute('aria-valuetext', '70, in force 75');
});

test('a draft is replaced only after a question', async ({ page, server }) => {
  const [card, headers] = [await cardOf(page, 'health'), { origin: server.url }];
  // There may be one already, of the test before.
  await page.request.post('/api/v1/cards', { headers, data: { card } });
  const before = (await draftOf(page, 'health')).bands[2].from;
  const save = await tryEdge(page, 20);
  await save.press('Enter');
  const question = page.getByRole('dialog', { name: 'Replace the draft?' });
  await expect(question).toContainText('Customer health already has a draft');
  await expect(question.getByRole('button', { name: 'Replace' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect((await draftOf(page, 'health')).bands[2].from).toBe(before);
  await save.click();
  await expect(question.getByRole('button', { name: 'Replace' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/cards\/health\/edit$/);
  expect((await draftOf(page, 'health')).bands[2].from).toBe(65);
});

test('a page that is slow to come is not called back by the address being written', async ({ page }) => {
  await open(page, '/matrix?try=');
  const healthy = slider(panelOf(page), 'Healthy');
  await page.route('**/assets/PortfolioPage*.js', async (route) => {
    await new Promise((done) => setTimeout(done, 1200));
    await route.continue();
  });
  await healthy.press('ArrowLeft');
  await page.getByRole('link', { name: 'Portfolio' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Portfolio' })).toBeVisible();
  await expect(page).toHaveURL(/\/portfolio$/);
});
