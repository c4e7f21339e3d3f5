// The matrices that there are.
import type { Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';

test('two matrices come with Ripen, and the settings name one of them', async ({ as }) => {
  const { items } = await as('viewer').must('GET', '/matrices');
  expect(items.map((item: Body) => item.key)).toEqual(expect.arrayContaining(['3x3', '2x2']));
  const settings = await as('viewer').must('GET', '/settings');
  expect(items.filter((item: Body) => item.is_default).map((item: Body) => item.key)).toEqual([
    settings.matrix,
  ]);
});

test('the settings name only a matrix that is there', async ({ as }) => {
  const reply = await as('admin').call('PATCH', '/settings', { data: { matrix: '7x7' } });
  expect(reply.status).toBe(400);
  expect(reply.body).toMatchObject({ field: 'matrix', detail: expect.stringContaining('3x3, 2x2') });
});
