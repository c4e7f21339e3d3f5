// Metrics of one's own: defined with the keyboard beside their preview, refused at their field, changed, used, deleted.
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

test.use({ mayBeRefused: true });

test('a metric is defined with the keyboard, found, changed and deleted', async ({ page }) => {
  await open(page, '/dictionary');
  await page.getByRole('link', { name: 'Define a metric' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Define a metric' })).toBeVisible();

  const preview = page.getByRole('table', { name: 'Ten accounts' });
  await expect(preview.getByRole('row')).toHaveCount(11);
  await page.getByLabel('Name', { exact: true }).pressSequentially('Urgent cases, 30 days');
  await expect(page.getByLabel('Id', { exact: true })).toHaveValue('urgent_cases_30_days');

  // A slip is told at its field, with what was meant.
  const condition = page.getByLabel('Condition', { exact: true });
  await condition.fill('priorty = "urgent"');
  await expect(condition).toHaveAccessibleDescription(/did you mean.*priority/i);
  await condition.fill('priority = "urgent"');
  await expect(
    page.getByText(/Number of tickets with priority = "urgent", in the last 90 days/),
  ).toBeVisible();
  await page.getByLabel('Days back', { exact: true }).fill('30');
  await expect(page.getByText(/in the last 30 days/)).toBeVisible();
  await page.getByRole('radio', { name: 'Less is better' }).press('Space');
  await page.getByRole('button', { name: 'Define it' }).press('Enter');

  const entry = page.getByRole('article', { name: 'Urgent cases, 30 days' });
  await expect(entry).toContainText('urgent_cases_30_days');
  await expect(entry).toContainText('lower is better');
  await entry.getByRole('link', { name: 'See it for every account' }).click();
  await settled(page);
  await expect(page.getByRole('columnheader', { name: /Urgent cases, 30 days/ })).toBeVisible();

  await open(page, '/dictionary#urgent_cases_30_days');
  await entry.getByRole('link', { name: 'Change it' }).press('Enter');
  await expect(page.getByLabel('Id', { exact: true })).toBeDisabled();
  await page.getByLabel('Number', { exact: true }).selectOption({ label: 'The share of those that fit' });
  await expect(page.getByText(/Share of those with priority = "urgent" among tickets/)).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(entry).toContainText('Share of those with');

  await entry.getByRole('link', { name: 'Change it' }).click();
  await page.getByRole('button', { name: 'Delete' }).press('Enter');
  await page
    .getByRole('dialog', { name: /^Delete / })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Metric dictionary' })).toBeVisible();
  await expect(entry).toHaveCount(0);
});

test('over usage an event is chosen from those that came in', async ({ page }) => {
  await open(page, '/dictionary/new');
  await page.getByLabel('Of', { exact: true }).selectOption({ label: 'Usage' });
  const event = page.getByRole('combobox', { name: 'Event' });
  await event.press('ArrowDown');
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await event.press('ArrowDown');
  await event.press('Enter');
  await expect(page.getByLabel('Condition', { exact: true })).toHaveValue(/^event = ".+"$/);
  await expect(page.getByText(/Number of events with event = /)).toBeVisible();
  await page.getByLabel('Days back', { exact: true }).fill('');
  await expect(page.getByLabel('Days back', { exact: true })).toHaveAccessibleDescription(
    /required for usage/,
  );
});

test('a number in events is found, and added up from the past', async ({ page, server }) => {
  const headers = { origin: server.url };
  const accounts = await page.request.get('/api/v1/accounts?limit=1&filter=lifecycle = "active"');
  const [account] = ((await accounts.json()) as { items: { key: string; name: string }[] }).items;
  const made = await page.request.post('/api/v1/sources', {
    headers,
    data: { name: 'Exports', kind: 'server' },
  });
  const { write_key } = (await made.json()) as { write_key: string };
  const exported = (properties: object) => ({
    type: 'track',
    userId: 'exporter',
    event: 'Rows exported',
    context: { groupId: account?.key },
    properties,
  });
  const batch = [
    exported({ rows: 1250, file: { pages: '12' }, by: 'Ann' }),
    exported({ rows: 750, by: 'Ann' }),
    { ...exported({ other: 1 }), event: 'Something else' },
  ];
  await page.request.post('/v1/batch', { data: { writeKey: write_key, batch } });
  await expect
    .poll(async () => (await page.request.get('/api/v1/own-metric-facts')).text(), { timeout: 20_000 })
    .toContain('Rows exported');

  await open(page, '/dictionary/new');
  await page.getByLabel('Name', { exact: true }).pressSequentially('Exported rows');
  await page.getByLabel('Number', { exact: true }).selectOption({ label: 'The sum of a number' });
  await page.getByLabel('Of', { exact: true }).selectOption({ label: 'Usage' });
  const condition = page.getByLabel('Condition', { exact: true });
  await condition.fill('event = "Rows exported"');
  await page.getByLabel('Days back', { exact: true }).fill('28');

  // Only numbers of the event that the condition names are offered.
  const number = page.getByRole('combobox', { name: 'Number in the event' });
  await number.press('ArrowDown');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveText([
    'properties.file.pages',
    'properties.rows',
  ]);
  await number.pressSequentially('rows');
  await number.press('ArrowDown');
  await number.press('Enter');
  await expect(number).toHaveValue('properties.rows');
  await expect(page.getByText(/Saving the metric begins to add it up/)).toBeVisible();

  // Without naming events there is nothing to add up.
  await condition.fill('');
  await expect(condition).toHaveAccessibleDescription(/must name the events/i);
  await condition.fill('event = "Rows exported"');
  await page.getByLabel('Unit', { exact: true }).fill('rows');
  await expect(page.getByText(/Σ of "properties.rows" over events/)).toBeVisible();
  await page.getByRole('button', { name: 'Define it' }).press('Enter');
  const entry = page.getByRole('article', { name: 'Exported rows' });
  await expect(entry).toContainText('exported_rows');

  await expect
    .poll(async () => (await page.request.get('/api/v1/own-metrics/exported_rows')).json(), {
      timeout: 20_000,
    })
    .toMatchObject({ note: null });
  await entry.getByRole('link', { name: 'Change it' }).press('Enter');
  await expect(page.getByText(/highest 2,000/)).toBeVisible();
  await page.getByLabel('Number', { exact: true }).selectOption({ label: 'The mean of a number' });
  await number.fill('properties.rows');
  await expect(page.getByText(/highest 1,000/)).toBeVisible();
  await expect(page.getByText(/Saving the metric begins/)).toHaveCount(0);
});

test('what a segment uses says so and cannot be deleted', async ({ page, server }) => {
  const headers = { origin: server.url };
  const metric = {
    id: 'talks_60d',
    label: 'Talks, 60 days',
    function: 'count',
    fact: 'interaction',
    window_days: 60,
    direction: 'more',
  };
  expect((await page.request.post('/api/v1/own-metrics', { headers, data: metric })).status()).toBe(201);
  const segment = { key: 'silent', name: 'Silent ones', filter: 'talks_60d < 2' };
  expect((await page.request.post('/api/v1/segments', { headers, data: segment })).status()).toBe(201);
  await open(page, '/dictionary/talks_60d/change');
  await expect(page.getByText(/Used by segment “Silent ones”/)).toBeVisible();
  const reply = await page.request.delete('/api/v1/own-metrics/talks_60d', { headers });
  expect(reply.status()).toBe(409);
});
