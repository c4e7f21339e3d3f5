// Questionnaires: what comes with Ripen, and what organisations make of their own.
import { expect, test } from '../support/fixtures.ts';

test.describe('questionnaires that come with Ripen', () => {
  test('are all there, in English and German', async ({ as }) => {
    const api = as('viewer');
    const { items } = await api.must('GET', '/instruments');
    const ids = items.map((item: { id: string }) => item.id);
    for (const id of ['maturity', 'maturity_short', 'nps', 'csat', 'ces', 'onboarding', 'check_in'])
      expect(ids).toContain(id);
    const nps = await api.must('GET', '/instruments/nps?version=1');
    expect(nps.kind).toBe('nps');
    expect(Object.keys(nps.questions[0].text)).toEqual(['en', 'de']);
    expect(nps.questions[1].when).toMatchObject({ question: 'score', op: '<=', value: 8 });
  });

  test('are asked for by an id and version that are there', async ({ as }) => {
    const api = as('viewer');
    expect((await api.get('/instruments/mood')).status).toBe(404);
    expect((await api.get('/instruments/nps?version=999')).status).toBe(404);
  });
});
