// Surveys over days and deaths of the server: on servers of their own, with clocks of their own.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { MailServer } from '../support/mail_server.ts';
import { OpenApi } from '../support/openapi.ts';
import { People } from '../support/people.ts';
import { Server, temporaryFolder } from '../support/server.ts';
import { customer, invitations, mailSettings, opened, state, tokenOf } from '../support/survey.ts';

/** A server of its own, whose clock the test sets. */
async function onOwnServer(
  use: (start: (now?: string) => Promise<{ server: Server; admin: Api }>) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  const open: { server?: Server; people?: People } = {};
  const start = async (now?: string) => {
    const server = await Server.startAt(now, join(folder, 'data'));
    const openapi = await OpenApi.of(server.url);
    const isFirst = server.oneTimePassword !== undefined;
    const people = isFirst ? await People.settle(server, openapi) : await People.meet(server, openapi);
    Object.assign(open, { server, people });
    return { server, admin: isFirst ? people.api('admin') : await people.login('admin') };
  };
  try {
    await use(start);
    await open.people?.leave();
    await open.server?.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('killed in the middle of a mail, nothing is sent twice and nothing is lost', async () => {
  test.slow();
  const mails = await MailServer.start();
  await onOwnServer(async (start) => {
    let { server, admin } = await start();
    await mailSettings(admin, mails, { timeout_s: 30 });
    const emails = Array.from({ length: 6 }, (_, i) => `p${i}@kill.example`);
    const { account } = await customer(admin, ...emails);
    mails.delayMs = 800;
    const key = await opened(admin, account);
    await expect.poll(() => mails.received.length).toBeGreaterThanOrEqual(2);
    await server.kill(); // the third is on its way
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const arrived = mails.received.length;
    expect(arrived).toBeGreaterThan(1);
    mails.delayMs = 0;
    ({ server, admin } = await start());
    await admin.must('POST', `/surveys/${key}/send`);
    await expect.poll(state(admin, key)).not.toContain('waiting');
    const items = await invitations(admin, key);
    const doubtful = items.filter((item) => item.mail_state === 'in_doubt');
    expect(doubtful).toHaveLength(1);
    expect(items.filter((item) => item.mail_state === 'sent')).toHaveLength(5);
    for (const email of emails) expect(mails.to(email).length, email).toBeLessThanOrEqual(1);
    for (const item of items)
      if (item.mail_state === 'sent') expect(mails.to(item.email ?? '')).toHaveLength(1);
  });
  await mails.stop();
});

test('a reminder goes once, rounds repeat and close by the clock', async () => {
  test.slow();
  const mails = await MailServer.start();
  await onOwnServer(async (start) => {
    let { server, admin } = await start('2026-01-31T12:00:00Z');
    await mailSettings(admin, mails);
    const { account } = await customer(admin, 'slow@clock.example', 'fast@clock.example');
    const key = await opened(admin, account, {
      reminder_days: 7,
      open_days: 20,
      repeat_every: 3,
      repeat_unit: 'months',
    });
    await expect.poll(state(admin, key)).toBe('sent sent');
    const first = await admin.must('GET', `/surveys/${key}`);
    expect(first.survey.next_round).toBe('2026-04-30T12:00:00Z');
    const fast = (await invitations(admin, key)).find((item) => item.email === 'fast@clock.example');
    const visitor = await fetch(`${server.url}/s/${tokenOf(fast?.link)}`, {
      method: 'POST',
      body: new URLSearchParams({ step: '0', 'q.score': '9', go: 'next' }),
      redirect: 'manual',
    });
    expect(visitor.status).toBe(303);
    await fetch(`${server.url}/s/${tokenOf(fast?.link)}`, {
      method: 'POST',
      body: new URLSearchParams({ step: '1', go: 'next' }),
      redirect: 'manual',
    });
    const at = async (now: string) => {
      await server.stop();
      ({ server, admin } = await start(now));
    };
    await at('2026-02-08T12:00:00Z');
    await expect.poll(() => mails.to('slow@clock.example').length).toBe(2);
    expect(mails.to('slow@clock.example')[1]?.headers.subject).toMatch(/^Reminder: /);
    await at('2026-02-15T12:00:00Z');
    await admin.must('POST', `/surveys/${key}/send`);
    await expect
      .poll(async () => (await admin.must('GET', '/jobs?kind=survey&state=queued')).items.length)
      .toBe(0);
    expect(mails.to('slow@clock.example')).toHaveLength(2);
    expect(mails.to('fast@clock.example')).toHaveLength(1);
    await at('2026-02-21T12:00:00Z');
    await expect
      .poll(async () => (await admin.must('GET', `/surveys/${key}`)).rounds[0].closed)
      .not.toBeNull();
    const late = await fetch(`${server.url}/s/${tokenOf(fast?.link)}`);
    expect(late.status).toBe(404);
    await at('2026-04-30T12:01:00Z');
    await expect.poll(() => mails.to('fast@clock.example').length).toBe(2);
    await expect.poll(() => mails.to('slow@clock.example').length).toBe(3);
    const now = await admin.must('GET', `/surveys/${key}`);
    expect(now.rounds).toMatchObject([
      { number: 2, asked: 2 },
      { number: 1, asked: 2, answered: 1 },
    ]);
    expect(now.survey.next_round).toBe('2026-07-31T12:00:00Z');
  });
  await mails.stop();
});
