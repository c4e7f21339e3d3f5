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

const MOOD = {
  id: 'mood',
  kind: 'free',
  name: { en: 'Mood' },
  questions: [{ id: 'mood', type: 'scale_1_5', text: { en: 'How are you?' }, is_required: true }],
};

test.describe('questionnaires of an organisation', () => {
  test('live from the draft to the shelf, and answers keep their version', async ({ as }) => {
    const api = as('manager');
    const created = await api.must('POST', '/instruments', { instrument: MOOD });
    expect(created.summary).toMatchObject({ id: 'mood', version: 1, state: 'draft', revision: 1 });
    expect((await api.get('/instruments/mood')).status).toBe(404); // not published yet
    expect((await api.post('/instruments', { instrument: MOOD })).status).toBe(409);

    const better = { ...MOOD, name: { en: 'Mood', fr: 'Humeur' } };
    const saved = await api.must('PATCH', '/instruments/mood/draft', { revision: 1, instrument: better });
    expect(saved.summary.revision).toBe(2);
    const late = await api.patch('/instruments/mood/draft', { revision: 1, instrument: MOOD });
    expect(late.status).toBe(409);
    expect((await api.get('/instruments/mood/draft')).body.instrument.name.fr).toBe('Humeur');
    await api.must('POST', '/instruments/mood/draft/publish', { revision: 2, note: 'First' });

    const account = await api.must('POST', '/accounts', { name: 'For moods' });
    const answer = { account: account.key, instrument: 'mood', answered: '2025-06-01T08:00:00Z' };
    const first = await api.must('POST', '/responses', { ...answer, answers: { mood: 4 } });
    expect(first).toMatchObject({ version: 1, score: 4 });

    const next = await api.must('POST', '/instruments/mood/draft');
    expect(next.summary.version).toBe(2);
    const number = {
      ...MOOD,
      questions: [{ id: 'mood', type: 'number', text: { en: 'How are you?' }, min: 0, max: 100 }],
    };
    await api.must('PATCH', '/instruments/mood/draft', { revision: 1, instrument: number });
    await api.must('POST', '/instruments/mood/draft/publish', { revision: 2 });
    const second = await api.must('POST', '/responses', { ...answer, answers: { mood: 70 } });
    expect(second.version).toBe(2);
    expect((await api.post('/responses', { ...answer, version: 1, answers: { mood: 70 } })).status).toBe(400);
    const old = await api.must('GET', '/instruments/mood?version=1');
    expect(old.questions[0].type).toBe('scale_1_5');

    await api.must('POST', '/instruments/mood/draft');
    expect((await api.delete('/instruments/mood/draft?revision=1')).status).toBe(204);
    expect((await api.post('/instruments/mood/retire')).status).toBe(204);
    expect((await api.get('/instruments/mood')).status).toBe(404);
    expect((await api.get('/instruments/mood?version=2')).status).toBe(200);
  });

  test('a fault is told with its place', async ({ as }) => {
    const api = as('manager');
    const broken = { ...MOOD, id: 'broken', questions: [{ ...MOOD.questions[0], text: { de: 'Wie?' } }] };
    const reply = await api.post('/instruments', { instrument: broken });
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe('instrument.questions[0].text');
    expect(reply.body.detail).toContain('en');
  });
});
