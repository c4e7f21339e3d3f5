// Surveys: asking by mail and by link, what becomes of the mails, and the pages of those asked.
import { expect, test } from '../support/fixtures.ts';
import { MailServer } from '../support/mail_server.ts';
import {
  customer,
  fill,
  invitations,
  mailSettings,
  only,
  opened,
  state,
  tokenOf,
} from '../support/survey.ts';

test.describe('with a mail server', () => {
  test.describe.configure({ mode: 'serial' });
  let mails: MailServer;
  test.beforeAll(async () => {
    mails = await MailServer.start();
  });
  test.afterAll(() => mails.stop());

  test('a survey asks by mail, the link is answered, and the response is there', async ({ as }) => {
    const api = as('manager');
    await mailSettings(as('admin'), mails);
    const { account, contacts } = await customer(api, 'Ann@One.example', 'not an address');
    const key = await opened(api, account);
    await expect.poll(state(api, key)).toBe('sent');
    const [mail] = mails.to('ann@one.example');
    expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const link = /https:\/\/ripen\.vendor\.example\/s\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? '';
    expect(mail?.headers['list-unsubscribe']).toBe(`<${link}/unsubscribe>`);
    expect(mail?.html).toContain(`href="${link}"`);
    expect(mail?.html).toContain('Vendor &amp; Sons');
    expect(mail?.html).not.toContain('<b>');
    expect(mail?.text).toContain('Vendor & Sons');

    const [invited] = await invitations(api, key);
    expect(invited).toMatchObject({ contact: contacts[0], email: 'ann@one.example', is_used: false, link });
    expect((await invitations(as('viewer'), key))[0]?.link).toBeNull();
    const before = await api.must('GET', `/responses?filter=${encodeURIComponent(`survey = "${key}"`)}`);
    expect(before.items).toMatchObject([{ contact: contacts[0], answered: null, basis: 'survey' }]);

    const nobody = as('nobody');
    const token = tokenOf(link);
    const page = await nobody.get(`//s/${token}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Would you recommend us?');
    expect(page.body).toContain('Vendor &amp; Sons would like to know');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['x-robots-tag']).toContain('noindex');
    expect(page.headers['cache-control']).toBe('no-store');

    const missing = await fill(nobody, token, [['go', 'next']]);
    expect(missing.status).toBe(200);
    expect(missing.body).toContain('role="alert"');
    expect(missing.body).toContain('href="#q-score"');
    const first = await fill(nobody, token, [
      ['step', '0'],
      ['q.score', '6'],
      ['go', 'next'],
    ]);
    expect(first.status).toBe(303);
    const second = await nobody.get(`/${first.headers.location}`);
    expect(second.body).toContain('What would we have to change');
    expect(second.body).not.toContain('What do you value most');
    const evil = '<script>alert(1)</script>\n=1+1';
    const done = await fill(nobody, token, [
      ['step', '1'],
      ['q.improve', evil],
      ['go', 'next'],
    ]);
    expect(done.status).toBe(303);
    expect((await nobody.get(`/${done.headers.location}`)).body).toContain('Thank you');

    const { items } = await api.must('GET', `/responses?filter=${encodeURIComponent(`survey = "${key}"`)}`);
    expect(items).toMatchObject([{ score: 6, answers: { score: 6, improve: evil }, language: 'en' }]);
    expect(items[0].answered).not.toBeNull();
    const shown = await nobody.get(`//s/${token}?step=1`);
    expect(shown.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(shown.body).not.toContain('<script>');
    // It can be changed as long as the survey is open.
    await fill(nobody, token, [
      ['step', '0'],
      ['q.score', '10'],
      ['go', 'next'],
    ]);
    await fill(nobody, token, [
      ['step', '1'],
      ['q.good', 'All of it'],
      ['go', 'next'],
    ]);
    const changed = await api.must('GET', `/responses?filter=${encodeURIComponent(`survey = "${key}"`)}`);
    expect(changed.items).toMatchObject([{ score: 10, answers: { score: 10, good: 'All of it' } }]);
    expect(changed.items[0].answers.improve).toBeUndefined();
    expect(await api.must('GET', `/surveys/${key}`)).toMatchObject({ asked: 1, mailed: 1, answered: 1 });
  });

  test('what the mail server says is kept with each person', async ({ as }) => {
    const api = as('manager');
    mails.refusals.set('gone@two.example', [550, 'No such user here']);
    mails.refusals.set('full@two.example', [451, 'Try later']);
    const { account } = await customer(api, 'gone@two.example', 'full@two.example', 'fine@two.example');
    const key = await opened(api, account);
    await expect.poll(state(api, key)).toBe('refused waiting sent');
    const [gone, full] = await invitations(api, key);
    expect(gone).toMatchObject({ mail_status: 550, mail_said: '550 No such user here' });
    expect(full).toMatchObject({ mail_status: 451 });
    // Who was never reached is not silent.
    const { items } = await api.must('GET', `/responses?filter=${encodeURIComponent(`survey = "${key}"`)}`);
    expect(items).toHaveLength(1);
    expect(await api.must('GET', `/surveys/${key}`)).toMatchObject({ failed: 1, mailed: 1 });
    mails.refusals.clear();
    await api.must('POST', `/surveys/${key}/invitations/${gone?.key}/retry`);
    await expect.poll(state(api, key)).toBe('sent waiting sent');
    expect(mails.to('gone@two.example')).toHaveLength(1);
    const again = await api.post(`/surveys/${key}/invitations/${gone?.key}/retry`);
    expect(again.status).toBe(409);
  });

  test('a mail of which nobody knows is not sent again by itself', async ({ as }) => {
    const api = as('manager');
    mails.hangUps = 1;
    const { account } = await customer(api, 'doubt@three.example');
    const key = await opened(api, account);
    await expect.poll(state(api, key)).toBe('in_doubt');
    await api.must('POST', `/surveys/${key}/send`);
    await expect
      .poll(async () => (await api.must('GET', '/jobs?kind=survey&state=queued')).items.length)
      .toBe(0);
    expect(await state(api, key)()).toBe('in_doubt');
    expect(mails.to('doubt@three.example')).toHaveLength(0);
  });

  test('nobody is asked more often than the setting allows, whichever survey asks', async ({ as }) => {
    const api = as('manager');
    const { account, contacts } = await customer(api, 'often@four.example', 'OFTEN@four.example');
    const preview = await api.must('POST', '/survey-preview', { audience: only(account) });
    expect(preview).toMatchObject({ accounts: 1, contacts: 2, asked: 1, same_person: 1 });
    const first = await opened(api, account);
    await expect.poll(state(api, first)).toBe('sent');
    expect(await api.must('POST', '/survey-preview', { audience: only(account) })).toMatchObject({
      asked: 0,
      asked_lately: 2,
    });
    const second = await opened(api, account, { instrument: 'csat' });
    await expect.poll(async () => (await api.must('GET', `/surveys/${second}`)).rounds.length).toBe(1);
    expect(await invitations(api, second)).toEqual([]);
    const one = await api.post(`/surveys/${second}/invitations`, { contact: contacts[1], is_mailed: true });
    expect(one.status).toBe(409);
    expect(one.body.field).toBe('contact');
    expect(mails.to('often@four.example')).toHaveLength(1);
  });

  test('who unsubscribes with one click is left alone', async ({ as }) => {
    const api = as('manager');
    const { account } = await customer(api, 'stop@five.example');
    const key = await opened(api, account);
    await expect.poll(state(api, key)).toBe('sent');
    const token = tokenOf((await invitations(api, key))[0]?.link);
    const nobody = as('nobody');
    // Looking does nothing.
    expect((await nobody.get(`//s/${token}/unsubscribe`)).status).toBe(200);
    expect(JSON.stringify(await api.must('GET', '/survey-opt-outs'))).not.toContain('stop@five');
    const done = await nobody.call('POST', `//s/${token}/unsubscribe`, {
      bytes: Buffer.from('List-Unsubscribe=One-Click'),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' },
    });
    expect(done.status).toBe(200);
    const { items } = await api.must('GET', '/survey-opt-outs');
    expect(items[0]).toMatchObject({ email: 'stop@five.example', how: 'mail', survey: key });
    expect(
      await api.must('POST', '/survey-preview', { audience: only(account), quiet_days: 0 }),
    ).toMatchObject({ opted_out: 1, asked: 0 });
    expect((await api.delete('/survey-opt-outs/stop@five.example')).status).toBe(204);
    expect((await api.delete('/survey-opt-outs/stop@five.example')).status).toBe(404);
    await api.must('POST', '/survey-opt-outs', { email: 'Stop@five.example' });
    expect((await api.must('GET', '/survey-opt-outs')).items[0]).toMatchObject({
      email: 'stop@five.example',
      how: 'hand',
    });
  });

  test('with settings that do not work the survey says so, and loses nothing', async ({ as }) => {
    const api = as('manager');
    await as('admin').must('PATCH', '/mail-settings', { ca: null });
    const { account } = await customer(api, 'later@six.example');
    const key = await opened(api, account);
    await expect
      .poll(async () => (await api.must('GET', `/surveys/${key}`)).survey.problem)
      .toContain('certificate');
    expect(await state(api, key)()).toBe('waiting');
    await mailSettings(as('admin'), mails);
    await api.must('POST', `/surveys/${key}/send`);
    await expect.poll(state(api, key)).toBe('sent');
    expect((await api.must('GET', `/surveys/${key}`)).survey.problem).toBeNull();
  });

  test('the mail can be seen before, in each language', async ({ as }) => {
    const api = as('manager');
    const { account, contacts } = await customer(api, 'see@seven.example');
    const { survey } = await api.must('POST', '/surveys', {
      name: 'Seen before',
      instrument: 'nps',
      channel: 'mail',
      is_anonymous: false,
      open_days: 14,
      audience: only(account),
      subject: { en: 'A word from {organisation}', de: 'Ein Wort von {organisation}' },
      words: { en: 'Dear {name} of {account},\n\nplease {nothing} look: {link}' },
    });
    const mail = await api.must('GET', `/surveys/${survey.key}/mail?contact=${contacts[0]}`);
    expect(mail.subject).toBe('A word from Vendor & Sons');
    expect(mail.text).toContain(`Dear Ann <b>${contacts[0]}</b> of Customer`);
    expect(mail.text).toContain('please {nothing} look: https://ripen.vendor.example/s/example');
    expect(mail.html).toContain('Ann &lt;b&gt;');
    const german = await api.must('GET', `/surveys/${survey.key}/mail?language=de&is_reminder=true`);
    expect(german.subject).toBe('Erinnerung: Ein Wort von Vendor & Sons');
    expect(german.html).toContain('lang="de"');
    expect((await api.delete(`/surveys/${survey.key}`)).status).toBe(204);
    expect((await api.get(`/surveys/${survey.key}`)).status).toBe(404);
  });
});

test('one person is asked on demand, in the round that is open', async ({ as }) => {
  const api = as('manager');
  const { account } = await customer(api, 'first@nine.example');
  const key = await opened(api, account, { channel: 'link' });
  await expect.poll(async () => (await invitations(api, key)).length).toBe(1);
  const late = await api.must('POST', '/contacts', { account, name: 'Late', email: 'late@nine.example' });
  const one = await api.post(`/surveys/${key}/invitations`, { contact: late.key });
  expect(one.status).toBe(201);
  expect(one.body.contact).toBe(late.key);
  expect(tokenOf(one.body.link)).not.toBe('none');
  expect(await invitations(api, key)).toHaveLength(2);
  const twice = await api.post(`/surveys/${key}/invitations`, { contact: late.key });
  expect(twice.status).toBe(409);
});

test('links that do not work are all answered alike, and guessing gets slow', async ({ as, server }) => {
  test.slow();
  const api = as('manager');
  const nobody = as('nobody');
  const { account, contacts } = await customer(api, 'a@eight.example', 'b@eight.example');
  const key = await opened(api, account, { channel: 'link', audience: only(account) });
  await expect.poll(async () => (await invitations(api, key)).length).toBe(2);
  const [one] = await invitations(api, key);
  const good = tokenOf(one?.link);
  expect((await nobody.get(`//s/${good}`)).status).toBe(200);
  const wrong = await nobody.get(`//s/${'A'.repeat(43)}`);
  expect(wrong.status).toBe(404);
  const variants = [good.slice(0, -1), `${good}A`, good.toLowerCase(), 'x', `${good.slice(0, -1)}%C3%BC`];
  for (const token of variants) {
    const reply = await nobody.get(`//s/${token}`);
    expect(reply.status).toBe(404);
    expect(reply.body).toBe(wrong.body);
  }
  await api.must('POST', `/surveys/${key}/close`);
  const closed = await nobody.get(`//s/${good}`);
  expect(closed.status).toBe(404);
  expect(closed.body).toBe(wrong.body);
  expect((await fill(nobody, good, [['q.score', '9']])).body).toBe(wrong.body);
  // Nobody is silent about something they can no longer say; what was asked stays.
  expect(contacts).toHaveLength(2);

  const counts = { wait: 0, other: 0 };
  for (let i = 0; i < 10_000; i += 20) {
    const replies = await Promise.all(
      Array.from({ length: 20 }, async (_, k) => {
        const reply = await fetch(`${server.url}/s/${String(i + k).padStart(43, 'B')}`);
        await reply.text();
        return reply;
      }),
    );
    for (const { status } of replies) counts[status === 429 ? 'wait' : 'other']++;
  }
  expect(counts.other).toBeLessThan(40);
  const told = await nobody.get(`//s/${'C'.repeat(43)}`);
  expect(told.status).toBe(429);
  expect(Number(told.headers['retry-after'])).toBeGreaterThan(0);
  // A good link works all the same, for colleagues behind the same address.
  const again = await opened(api, (await customer(api, 'c@eight.example')).account, { channel: 'link' });
  await expect.poll(async () => (await invitations(api, again)).length).toBe(1);
  expect((await nobody.get(`//s/${tokenOf((await invitations(api, again))[0]?.link)}`)).status).toBe(200);
});

test('what is kept can be taken up again, and is not sent in yet', async ({ as }) => {
  const api = as('manager');
  const nobody = as('nobody');
  const { account } = await customer(api, 'resume@nine.example');
  const key = await opened(api, account, { channel: 'link', instrument: 'check_in' });
  await expect.poll(async () => (await invitations(api, key)).length).toBe(1);
  const token = tokenOf((await invitations(api, key))[0]?.link);
  const saved = await fill(nobody, token, [
    ['step', '0'],
    ['q.value', '4'],
    ['q.obstacles', 'time'],
    ['q.obstacles', 'skills'],
    ['q.changes', 'A new head'],
    ['go', 'save'],
  ]);
  expect(saved.status).toBe(303);
  expect((await nobody.get(`/${saved.headers.location}`)).body).toContain('Saved');
  const filter = encodeURIComponent(`survey = "${key}"`);
  expect((await api.must('GET', `/responses?filter=${filter}`)).items[0].answered).toBeNull();
  const page = (await nobody.get(`//s/${token}`)).body;
  expect(page).toMatch(/name="q.value" value="4" checked/);
  expect(page).toMatch(/name="q.obstacles" value="skills" checked/);
  expect(page).toContain('A new head');
  // In the other language, with what was filled in.
  const german = await fill(nobody, token, [
    ['step', '0'],
    ['q.value', '5'],
    ['go', 'lang:de'],
  ]);
  const switched = (await nobody.get(`/${german.headers.location}`)).body;
  expect(switched).toContain('<html lang="de">');
  expect(switched).toMatch(/name="q.value" value="5" checked/);
  for (const [field, value] of [
    ['q.value', '6'],
    ['q.value', 'x'],
    ['q.obstacles', 'nothing'],
    ['q.changes', 'x'.repeat(10_001)],
  ] as [string, string][]) {
    const refused = await fill(nobody, token, [
      ['step', '0'],
      ['q.value', '3'],
      [field, value],
      ['go', 'next'],
    ]);
    expect(refused.status, `${field}=${value.slice(0, 9)}`).toBe(200);
    expect(refused.body).toContain('role="alert"');
  }
  const done = await fill(nobody, token, [
    ['step', '0'],
    ['lang', 'de'],
    ['q.value', '3'],
    ['go', 'next'],
  ]);
  expect(done.headers.location).toContain('at=end');
  const { items } = await api.must('GET', `/responses?filter=${filter}`);
  expect(items).toMatchObject([{ answers: { value: 3 }, language: 'de' }]);
});

test('anonymous answers tell of nobody', async ({ as, server }) => {
  const api = as('manager');
  const nobody = as('nobody');
  const { account } = await customer(api, 'x@ten.example', 'y@ten.example');
  const key = await opened(api, account, { channel: 'link', is_anonymous: true, kept_fields: ['industry'] });
  await expect.poll(async () => (await invitations(api, key)).length).toBe(2);
  const token = tokenOf((await invitations(api, key))[0]?.link);
  const first = await fill(nobody, token, [
    ['step', '0'],
    ['q.score', '2'],
    ['go', 'next'],
  ]);
  expect(first.status).toBe(200);
  expect(first.body).toContain('<input type="hidden" name="q.score" value="2">');
  expect(first.body).not.toContain('value="save"');
  expect(first.body).toContain('without your name');
  const secret = 'Only I would say this';
  const fields: [string, string][] = [
    ['step', '1'],
    ['q.score', '2'],
    ['q.improve', secret],
    ['go', 'next'],
  ];
  const done = await fill(nobody, token, fields);
  expect(done.status).toBe(303);
  expect((await nobody.get(`/${done.headers.location}`)).body).toContain('Your answers have arrived.');
  // Used is used, and nothing of it can be seen.
  expect((await fill(nobody, token, fields)).status).toBe(303);
  const again = (await nobody.get(`//s/${token}`)).body;
  expect(again).toContain('has been used');
  expect(again).not.toContain(secret);
  const [one, two] = await invitations(api, key);
  expect(one).toMatchObject({ is_used: true, answered: null });
  expect(two).toMatchObject({ is_used: false });
  const { items } = await api.must('GET', `/responses?filter=${encodeURIComponent(`survey = "${key}"`)}`);
  expect(items).toEqual([]);
  expect(JSON.stringify(await as('admin').must('GET', '/audit?limit=500'))).not.toContain(secret);
  // Neither who it was nor the link stands in the log.
  expect(server.output).toContain('/s/{token}');
  expect(server.output).not.toContain(token);
});

const REFUSED: [string, object, string][] = [
  ['no questionnaire', { instrument: 'nothing' }, 'instrument'],
  ['a channel that is none', { channel: 'fax' }, 'channel'],
  ['an anonymous rating of maturity', { instrument: 'maturity', is_anonymous: true }, 'is_anonymous'],
  ['kept fields of what is not anonymous', { kept_fields: ['industry'] }, 'kept_fields'],
  ['a field that would tell who it is', { is_anonymous: true, kept_fields: ['key'] }, 'kept_fields[0]'],
  ['a subject of two lines', { subject: { en: 'Hi\r\nBcc: all@x.example' } }, 'subject'],
  ['words that are none', { words: { en: 5 } }, 'words'],
  ['a reminder after the end', { open_days: 10, reminder_days: 10 }, 'reminder_days'],
  ['a rhythm without a unit', { repeat_every: 3 }, 'repeat_unit'],
  ['rounds that overlap', { repeat_every: 10, repeat_unit: 'days' }, 'repeat_every'],
  ['a role that is none', { roles: ['boss'] }, 'roles[0]'],
  ['a state of its own', { state: 'open' }, 'state'],
];
for (const [what, more, field] of REFUSED)
  test(`${what} is refused`, async ({ as }) => {
    const base = { name: 'Refused', instrument: 'nps', channel: 'mail', is_anonymous: false, open_days: 30 };
    const reply = await as('manager').post('/surveys', { ...base, ...more });
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(field);
  });

test('what people were told stays once a survey is open', async ({ as }) => {
  const api = as('manager');
  const { account } = await customer(api, 'z@eleven.example');
  const key = await opened(api, account, { channel: 'link' });
  const reply = await api.patch(`/surveys/${key}`, { is_anonymous: true });
  expect(reply.status).toBe(409);
  expect(reply.body.field).toBe('is_anonymous');
  expect(await api.must('PATCH', `/surveys/${key}`, { name: 'Another name' })).toMatchObject({
    survey: { name: 'Another name', state: 'open' },
  });
  expect((await api.delete(`/surveys/${key}`)).status).toBe(409);
  expect((await api.post(`/surveys/${key}/open`)).status).toBe(409);
  expect(await api.must('GET', '/surveys')).toMatchObject({ items: expect.any(Array) });
  expect(await as('admin').must('PATCH', '/survey-settings', { quiet_days: 30 })).toMatchObject({
    quiet_days: 30,
  });
  expect(await as('viewer').must('GET', '/survey-settings')).toMatchObject({ quiet_days: 30 });
});
