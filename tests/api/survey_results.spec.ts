// What anonymous surveys bring: numbers and texts, and nothing that says whose they are.
import type { Api, ApiReply, Body } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { ripen } from '../support/server.ts';

let counter = 0;

/** Accounts of one industry each, with so many contacts; their keys. */
async function customers(api: Api, people: Record<string, number>): Promise<string[]> {
  const keys: string[] = [];
  for (const [industry, n] of Object.entries(people)) {
    const key = `SR-${++counter}`;
    keys.push(key);
    await api.must('POST', '/accounts', {
      key,
      name: `Customer ${key}`,
      lifecycle: 'active',
      start: '2025-01-01',
      industry,
    });
    for (let i = 0; i < n; i++)
      await api.must('POST', '/contacts', {
        key: `${key}-${i}`,
        account: key,
        name: `Person ${key}-${i}`,
        email: `p${i}@${key.toLowerCase()}.example`,
      });
  }
  return keys;
}

/** An anonymous survey of them, opened: its key, and the links' tokens by account. */
async function ask(api: Api, accounts: string[]): Promise<{ key: string; tokens: Map<string, string[]> }> {
  const { survey } = await api.must('POST', '/surveys', {
    name: `Results ${accounts.join(' ')}`,
    instrument: 'nps',
    channel: 'link',
    is_anonymous: true,
    kept_fields: ['industry'],
    open_days: 30,
    audience: accounts.map((key) => `key = "${key}"`).join(' or '),
  });
  await api.must('POST', `/surveys/${survey.key}/open`);
  const list = async () => (await api.must('GET', `/surveys/${survey.key}/invitations`)).items as Body[];
  await expect.poll(async () => (await list()).length).toBeGreaterThan(0);
  const tokens = new Map<string, string[]>();
  for (const { account, link } of await list())
    tokens.set(account, [...(tokens.get(account) ?? []), /\/s\/([\w-]{43})/.exec(link)?.[1] ?? 'none']);
  return { key: survey.key, tokens };
}

async function answer(nobody: Api, tokens: string[] = [], scores: number[] = []): Promise<void> {
  for (const [i, score] of scores.entries()) {
    const fields = { step: '1', 'q.score': String(score), 'q.improve': `=words for ${score}`, go: 'next' };
    const reply: ApiReply = await nobody.call('POST', `//s/${tokens[i]}`, {
      bytes: Buffer.from(new URLSearchParams(fields).toString()),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(reply.status).toBe(303);
  }
}

const results = (api: Api, survey: string, more = '') =>
  api.must('GET', `/survey-results?instrument=nps&survey=${survey}${more}`);

async function csv(api: Api, survey: string): Promise<string[]> {
  const reply = await api.get(`/survey-results.csv?instrument=nps&survey=${survey}`);
  expect(reply.status).toBe(200);
  return String(reply.body).trimEnd().split('\r\n');
}

test('anonymous answers are shown once the round is over, with nothing of whose they are', async ({
  as,
  server,
}) => {
  const api = as('manager');
  const [retail = '', bank = ''] = await customers(api, { Retail: 7, Bank: 2 });
  const { key, tokens } = await ask(api, [retail, bank]);
  const scores = [0, 1, 2, 3, 4, 5];
  await answer(as('nobody'), tokens.get(retail), scores);

  // As long as it is open, new answers could be held against who has just answered.
  const open = await results(api, key);
  expect(open.anonymous).toEqual({
    asked: 9,
    answered: 6,
    shown: 0,
    shown_from: 5,
    open_rounds: 1,
    groups: [],
  });
  expect(open.sum).toMatchObject({ asked: 9, answered: 6 });
  expect(open.sum.value ?? null).toBeNull();
  expect(open.texts).toEqual([]);
  expect(open.questions[0].answered).toBe(0);
  expect(await csv(api, key)).toHaveLength(1);

  await api.must('POST', `/surveys/${key}/close`);
  const closed = await results(api, key);
  expect(closed.sum).toMatchObject({ asked: 9, answered: 6, value: -100 });
  expect(closed.anonymous).toMatchObject({ shown: 6, open_rounds: 0 });
  expect(closed.anonymous.groups).toMatchObject([
    { values: { industry: 'Retail' }, answered: 6, value: -100 },
  ]);
  expect(closed.questions[0]).toMatchObject({ answered: 6, mean: 2.5 });
  expect(closed.texts_total).toBe(6);
  for (const text of closed.texts)
    expect(
      Object.keys(text)
        .filter((name) => text[name] !== null)
        .sort(),
    ).toEqual(['question', 'score', 'text']);
  expect((await results(api, key, '&q=for%203')).texts).toHaveLength(1);

  const [header = '', ...lines] = await csv(api, key);
  expect(header).toBe(
    'key,account,account_name,contact,version,language,invited,answered,score,group,answers.score,answers.improve,' +
      header.split(',').slice(12).join(','),
  );
  expect(lines).toHaveLength(6);
  for (const line of lines) {
    expect(line).toMatch(/^,,,,1,,,,[0-5],"\{""industry"":""Retail""\}",[0-5],/);
    expect(line).toContain("'=words for");
    expect(line).not.toContain(retail);
  }

  const print = (...words: string[]) => ripen('survey', 'results', ...words, '--data', server.dataDir);
  const table = print(key);
  expect(table.stderr).toBe('');
  expect(table.stdout).toMatch(/^asked 9, answered 6 \(66\.7 %\), NPS -100\.0 \(/);
  expect(table.stdout).toContain('anonymous: 6 answers\n  industry Retail: 6 answers, -100.0\n');
  expect(table.stdout).toContain('words for 3');
  expect(table.stdout).not.toContain(retail);
  expect(JSON.parse(print(key, '--format', 'json').stdout)).toMatchObject({ anonymous: { shown: 6 } });
  expect(print(key, '--format', 'csv').stdout.trimEnd().split('\r\n')).toEqual([header, ...lines]);
  expect(print('nothing').status).toBe(3);
});

test('fewer than five anonymous answers stay hidden, alone and as what is left over', async ({ as }) => {
  const api = as('manager');
  const [few = ''] = await customers(api, { Retail: 5 });
  const four = await ask(api, [few]);
  await answer(as('nobody'), four.tokens.get(few), [1, 2, 3, 4]);
  await api.must('POST', `/surveys/${four.key}/close`);
  const hidden = await results(api, four.key);
  expect(hidden.anonymous).toMatchObject({ answered: 4, shown: 0, shown_from: 5, open_rounds: 0 });
  expect(hidden.sum.value ?? null).toBeNull();
  expect(hidden.texts).toEqual([]);
  expect(await csv(api, four.key)).toHaveLength(1);

  // Five of a kind and one more: all less the five would be the one.
  const [retail = '', bank = ''] = await customers(api, { Retail: 5, Bank: 2 });
  const six = await ask(api, [retail, bank]);
  await answer(as('nobody'), six.tokens.get(retail), [1, 2, 3, 4, 5]);
  await answer(as('nobody'), six.tokens.get(bank), [6]);
  await api.must('POST', `/surveys/${six.key}/close`);
  const shown = await results(api, six.key);
  expect(shown.anonymous).toMatchObject({ answered: 6, shown: 6, groups: [] });
  expect((await csv(api, six.key)).join('\n')).not.toContain('industry');
});

test('anonymous answers are of no segment, and a segment that a survey asks is kept', async ({ as }) => {
  const api = as('manager');
  const [retail = ''] = await customers(api, { Retail: 5 });
  const segment = `asked-${counter}`;
  await api.must('POST', '/segments', { key: segment, name: 'Asked', filter: `key = "${retail}"` });
  const { survey } = await api.must('POST', '/surveys', {
    name: 'Names a segment',
    instrument: 'nps',
    channel: 'link',
    is_anonymous: true,
    open_days: 30,
    audience: `segment = "${segment}"`,
  });
  const refused = await api.delete(`/segments/${segment}`);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toContain(`survey ${survey.key}`);
  expect(await api.must('GET', `/segments/${segment}`)).toMatchObject({
    used_by: [{ kind: 'survey', key: survey.key }],
  });
  await api.must('POST', `/surveys/${survey.key}/open`);
  await api.must('POST', `/surveys/${survey.key}/close`);
  const of = await results(api, survey.key, `&segment=${segment}`);
  expect(of.anonymous ?? null).toBeNull();
  expect(of.sum.asked).toBe(0);
  // Closed, it asks nobody any more.
  expect((await api.delete(`/segments/${segment}`)).status).toBe(204);
});
