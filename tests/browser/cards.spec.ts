// Scorecards in the browser: editing a draft by keyboard, pointer and number, comparing, publishing.
import type { Page } from '@playwright/test';
import { look } from '../support/look.ts';
import { expect, open, sampleTest as test } from '../support/page.ts';

// A company of another size is a server of its own: what is published here would change what other files look at.
test.use({ accounts: 61 });

const EDITOR = '/settings/cards/health/edit';

async function openDraft(page: Page): Promise<void> {
  const draft = await page.request.post('/api/v1/cards/health/draft', { data: {}, headers: origin(page) });
  expect([201, 409]).toContain(draft.status());
  await open(page, EDITOR);
}

const origin = (page: Page) => ({
  origin: new URL(page.url() === 'about:blank' ? 'http://localhost' : page.url()).origin,
});

async function dropDraft(page: Page): Promise<void> {
  const reply = await page.request.get('/api/v1/cards/health/draft');
  if (reply.status() !== 200) return;
  const { summary } = await reply.json();
  await page.request.delete(`/api/v1/cards/health/draft?revision=${summary.revision}`, {
    headers: origin(page),
  });
}

test.beforeEach(async ({ page }) => {
  await open(page, '/settings/cards');
  await dropDraft(page);
});

test.describe('what is refused', () => {
  test.use({ mayBeRefused: true });

  test('a draft begins with what is published, and its weights are brought to 100 % again', async ({
    page,
  }) => {
    await page.getByRole('link', { name: 'Customer health' }).click();
    await page.getByRole('link', { name: 'Edit a draft' }).click();
    await page.getByRole('button', { name: 'Begin one' }).click();
    const weight = page.getByLabel('Weight of group Adoption');
    await weight.fill('45');
    const sum = page.getByLabel('Sum of the weights of the groups');
    await expect(sum).toContainText('120 %: 20 % too much');
    await expect(page.getByText('Changes are not saved yet')).toBeVisible();

    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('add up to 120 %');
    await expect(page.getByRole('alert')).toContainText('Weights of the groups:');
    await expect(page.getByRole('region', { name: 'Groups and measures' })).toContainText('adoption 45, ');
    await page.getByRole('button', { name: 'Distribute the rest of the groups' }).click();
    await expect(sum).toContainText('add up to 100 %');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(sum).toContainText('120 %');
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  });
});

test.describe('what is refused at its place', () => {
  test.use({ mayBeRefused: true });

  /** What is wrong, the input that is marked, and the sentence beside it. */
  const WRONG: { what: string; at: string; says: RegExp; type: (page: Page) => Promise<void> }[] = [
    {
      what: 'the value of a point',
      at: 'Seat utilisation, point 2: value',
      says: /^Point 2 \(-5\) must have a larger value than the point before it/,
      async type(page) {
        const opener = page.getByRole('button', { name: 'Seat utilisation', exact: true });
        await opener.press('Enter');
        await page.getByLabel('Seat utilisation, point 2: value').fill('-5');
        await opener.press('Enter');
      },
    },
    {
      what: 'the score of a point',
      at: 'Seat utilisation, point 2: score',
      says: /turn at point 2/,
      async type(page) {
        await page.getByRole('button', { name: 'Seat utilisation', exact: true }).press('Enter');
        await page.getByLabel('Seat utilisation, point 2: score').fill('90');
      },
    },
    {
      what: 'an edge out of order',
      at: 'The medium band begins at',
      says: /^Band medium is empty: 80 to 75/,
      type: (page) => page.getByLabel('The medium band begins at').fill('80'),
    },
    {
      what: 'a weight of nothing',
      at: 'Weight of Stickiness',
      says: /^Must be above 0/,
      type: (page) => page.getByLabel('Weight of Stickiness').fill('0'),
    },
    {
      what: 'a name that is empty',
      at: 'Name of group 1',
      says: /^Must not be empty/,
      type: (page) => page.getByLabel('Name of group 1').fill(''),
    },
  ];
  for (const { what, at, says, type } of WRONG)
    test(what, async ({ page }) => {
      await openDraft(page);
      await type(page);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Go there' }).press('Enter');
      const input = page.locator('[aria-invalid="true"]');
      await expect(input).toHaveCount(1);
      await expect(input).toBeFocused();
      await expect(input).toHaveAttribute('aria-label', at);
      await expect(input).toHaveAccessibleErrorMessage(says);
    });

  test('measures that do not add up, and a group without any', async ({ page }) => {
    await openDraft(page);
    await page.getByLabel('Weight of Stickiness').fill('25');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const adoption = page.getByRole('region', { name: 'Group Adoption' });
    await expect(adoption).toContainText('group adoption add up to 110 %, not to 100 %');
    await page.getByRole('button', { name: 'Distribute the rest of Adoption' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0); // what was said is no longer so
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Group 7: ');
    await expect(page.getByRole('region', { name: 'Group Group 7' }).locator('[data-fault]')).toBeVisible();
  });
});

/** The editor with everything open: axe finds nothing, and nothing scrolls sideways on a phone. */
test('the editor is accessible, in light and dark, wide and narrow', async ({ page }) => {
  await openDraft(page);
  await page.getByRole('button', { name: 'Seat utilisation', exact: true }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByLabel('Day to look at')).toBeVisible();
  await look(page);
});

test('points move by key, by pointer and by number, over the histogram', async ({ page }) => {
  await openDraft(page);
  await page.getByRole('button', { name: 'Seat utilisation', exact: true }).press('Enter');
  await expect(page.getByText(/customers with a value today/)).toBeVisible();
  const point = page.getByRole('slider', { name: 'Seat utilisation, point 2', exact: true });
  await expect(point).toHaveAttribute('aria-valuetext', '30 scores 40');
  await point.press('ArrowUp');
  await expect(point).toHaveAttribute('aria-valuenow', '41');
  await point.press('Shift+ArrowDown');
  await expect(point).toHaveAttribute('aria-valuenow', '31');

  const before = await point.boundingBox();
  if (!before) throw new Error('the point is not drawn');
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width / 2 + 20, before.y - 10, { steps: 4 });
  await page.mouse.up();
  await expect(point).not.toHaveAttribute('aria-valuenow', '31');
  const value = page.getByLabel('Seat utilisation, point 2: value');
  expect(Number(await value.inputValue())).toBeGreaterThan(30);
  await value.fill('42');
  await expect(point).toHaveAttribute('aria-valuetext', /^42 scores/);

  await page.getByRole('button', { name: 'Another scale from a tenure on' }).click();
  await expect(page.getByRole('group', { name: 'From 9 months on' })).toBeVisible();
});

test('comparing names who would move and why; publishing puts it in force', async ({ page }) => {
  await openDraft(page);
  await page.getByLabel('The high band begins at').fill('62');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const panel = page.getByRole('region', { name: 'What it would change' });
  await expect(panel.getByRole('table', { name: 'Changes of band' })).toContainText('High');
  await expect(panel.getByLabel('Day to look at').getByRole('button')).toHaveCount(13);
  const accounts = panel.getByRole('table', { name: 'Accounts that would move' });
  await accounts
    .getByRole('button', { name: /^Contributions of/ })
    .first()
    .press('Enter');
  await expect(accounts.getByRole('columnheader', { name: 'Points then' })).toBeVisible();
  await panel.getByLabel('Day to look at').getByRole('button').first().click();
  await expect(panel.getByRole('heading', { level: 3 })).not.toHaveText('Today');

  await page.getByRole('button', { name: 'Publish …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish Customer health' });
  await dialog.getByLabel('What is new').fill('Healthy from 62 on');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  const versions = page.getByRole('table', { name: 'Versions' });
  await expect(versions).toContainText('Healthy from 62 on');
  await versions
    .getByRole('button', { name: /^What changed in/ })
    .first()
    .click();
  await expect(page.getByRole('table', { name: /^From version/ })).toContainText('band high / from');
});

test('a file comes in as a draft, and a draft goes out as a file', async ({ page }) => {
  const card = await (await page.request.get('/api/v1/cards/health')).json();
  const file = {
    name: 'health.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ ...card, name: 'From a file' })),
  };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('From a file');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('health.json');
  await page.getByRole('button', { name: 'Delete the draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'Scorecards' })).toBeVisible();
});
