// Prospects: the list by verdict, and the way of one from a first answer to a verdict.
import { look, WIDE } from '../support/look.ts';
import { expect, open, settled, sampleTest as test } from '../support/page.ts';

test('a prospect is answered for by keyboard, rated, and qualified', async ({ page, server }) => {
  const headers = { origin: server.url };
  const data = { key: 'PRO-1', name: 'Harbour Lights', lifecycle: 'prospect', industry: 'Energy' };
  expect((await page.request.post('/api/v1/accounts', { headers, data })).status()).toBe(201);
  await open(page, '/accounts/PRO-1');
  const toDo = page.getByRole('region', { name: 'What to do' });
  await expect(toDo).toContainText('Not yet known: worth a question');
  await expect(toDo).toContainText('Find out: Need');

  await page.getByRole('button', { name: 'Answer' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'What is known of Harbour Lights' });
  for (const [name, digit] of [
    ['Budget', '4'],
    ['Authority', '3'],
    ['Need', '4'],
    ['Timing', '3'],
  ] as const) {
    const choices = form.getByRole('group', { name });
    await choices.getByRole('radio').first().focus();
    await page.keyboard.press(digit);
    await expect(choices.getByRole('radio', { name: new RegExp(`^${digit}`) })).toBeChecked();
  }
  await form.getByRole('button', { name: 'Save answers' }).press('Enter');
  await expect(form).toBeHidden();
  await expect(toDo).toContainText('Rate its maturity');
  const points = page.getByRole('table', { name: 'Contributions to qualification' });
  await expect(points.locator('tfoot')).toContainText('88.8');

  const ratings = {
    charter_clarity: 4,
    charter_influence: 4,
    people_skill: 4,
    people_size: 4,
    process_quality: 4,
  };
  const rated = { account: 'PRO-1', day: '2026-01-20', basis: 'interview', ...ratings };
  const more = { process_knowledge: 4, tech_tools: 4, tech_reports: 4 };
  const assessment = await page.request.post('/api/v1/assessments', { headers, data: { ...rated, ...more } });
  expect(assessment.status()).toBe(201);
  await open(page, '/accounts/PRO-1');
  await expect(toDo).toContainText('Qualified: sell now');

  // By pointer: what is not known any more is taken back, and the others keep their answers.
  await page.getByRole('button', { name: 'Answer' }).click();
  await form.getByRole('button', { name: 'Not known: Need' }).click();
  await form.getByRole('group', { name: 'Budget' }).getByText('0', { exact: true }).click();
  await form.getByRole('button', { name: 'Save answers' }).click();
  await expect(toDo).not.toContainText('Qualified: sell now');
  const { custom } = await (await page.request.get('/api/v1/accounts/PRO-1')).json();
  expect(custom).toEqual({ qualify_budget: 0, qualify_authority: 3, qualify_timing: 3 });

  // In the list it stands under its verdict, whatever it has become.
  const { verdict } = await (await page.request.get('/api/v1/accounts/PRO-1/standing')).json();
  await toDo.getByRole('link', { name: 'Other prospects with this verdict' }).click();
  await expect(page).toHaveURL(new RegExp(`/prospects\\?verdict=${verdict}$`));
  await settled(page);
  const item = page
    .getByRole('list', { name: 'Prospects' })
    .getByRole('listitem', { name: 'Harbour Lights' });
  await expect(item).toContainText('Budget0 of 4');
  await look(page);
  await page.setViewportSize(WIDE);

  // The keyboard goes from verdict to verdict; a search and a condition narrow the list.
  const { totals } = await (await page.request.get('/api/v1/prospects')).json();
  const all = totals.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
  await page.getByRole('radio', { name: /^All/ }).focus();
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/\/prospects$/);
  await expect(page.getByRole('list', { name: 'Prospects' }).locator('> li')).toHaveCount(all);
  await page.getByRole('searchbox', { name: 'Search the prospects' }).fill('harbour');
  await expect(page.getByRole('list', { name: 'Prospects' }).locator('> li')).toHaveCount(1);
  await item.getByRole('link', { name: 'Harbour Lights' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour Lights' })).toBeVisible();
  await settled(page);
  await look(page);
  await page.request.delete('/api/v1/accounts/PRO-1', { headers });
});

test('the search above a list is what the address says', async ({ page }) => {
  for (const name of ['Portfolio', 'Prospects']) {
    await page.goto(`/${name.toLowerCase()}`);
    const search = page.getByRole('searchbox', { name: `Search the ${name.toLowerCase()}` });
    await search.fill('harbour');
    await expect(page).toHaveURL(/[?&]q=harbour/);
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await expect(page).not.toHaveURL(/q=/);
    await expect(search).toHaveValue('');
  }
});
