// How mail goes out: the settings, and what a real mail server on loopback gets and says.
import type { Api } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { decoded, MailServer, type MailServerOptions } from '../support/mail_server.ts';

const USER = { user: 'ripen', password: 'a secret of the mail server' };

/** Settings for a server, whatever was set before. */
function settingsFor(mails: MailServer, options: MailServerOptions) {
  return {
    host: 'localhost',
    port: mails.port,
    security: options.security ?? 'starttls',
    user: options.user ?? null,
    password: options.password ?? null,
    ca: mails.ca,
    timeout_s: 5,
    from_email: 'success@vendor.example',
    from_name: 'Vendor, Inc.',
    reply_to: null,
    public_url: 'https://ripen.vendor.example',
  };
}

async function withMail(
  admin: Api,
  options: MailServerOptions,
  use: (mails: MailServer) => Promise<void>,
): Promise<void> {
  const mails = await MailServer.start(options);
  try {
    await admin.must('PATCH', '/mail-settings', settingsFor(mails, options));
    await use(mails);
  } finally {
    await mails.stop();
  }
}

const send = (admin: Api, to = 'ann@customer.example') => admin.must('POST', '/mail-settings/test', { to });

test.describe.configure({ mode: 'serial' });

test('nothing is set at first, and no mail can go out', async ({ as }) => {
  const admin = as('admin');
  expect(await admin.must('GET', '/mail-settings')).toMatchObject({
    host: null,
    security: 'starttls',
    has_password: false,
    is_ready: false,
  });
  const reply = await admin.post('/mail-settings/test', { to: 'ann@customer.example' });
  expect(reply.status).toBe(409);
  expect(reply.body.field).toBe('host');
});

for (const options of [
  { security: 'starttls', ...USER },
  { security: 'tls', ...USER },
  { security: 'none' },
] as const)
  test(`a mail arrives by ${options.security}`, async ({ as }) => {
    const admin = as('admin');
    await withMail(admin, options, async (mails) => {
      expect(await send(admin)).toMatchObject({ outcome: 'sent', status: 250 });
      const [mail] = mails.received;
      expect(mail).toMatchObject({
        from: 'success@vendor.example',
        to: 'ann@customer.example',
        isEncrypted: options.security !== 'none',
        user: options.security === 'none' ? undefined : USER.user,
      });
      expect(mail?.headers).toMatchObject({
        from: '"Vendor, Inc." <success@vendor.example>',
        to: 'ann@customer.example',
        subject: 'A test from Ripen',
        date: 'Sat, 31 Jan 2026 12:00:00 +0000',
        'mime-version': '1.0',
      });
      expect(mail?.headers['content-type']).toContain('multipart/alternative');
      expect(mail?.headers['message-id']).toMatch(/^<test\.[\w.-]+@vendor\.example>$/);
      expect(mail?.text).toContain('Ripen can send mail');
      expect(mail?.html).toContain('<p>This mail shows');
      expect(mail?.raw.match(/^content-type:/gim)).toHaveLength(3);
    });
  });

test('what the server says decides what becomes of a mail', async ({ as }) => {
  const admin = as('admin');
  await withMail(admin, USER, async (mails) => {
    mails.refusals.set('gone@customer.example', [550, 'No such user here']);
    mails.refusals.set('full@customer.example', [451, 'Try again later']);
    expect(await send(admin, 'gone@customer.example')).toMatchObject({
      outcome: 'refused',
      status: 550,
      text: '550 No such user here',
    });
    expect(await send(admin, 'full@customer.example')).toMatchObject({ outcome: 'later', status: 451 });
    mails.messageRefusal = [554, 'Looks like spam'];
    expect(await send(admin)).toMatchObject({ outcome: 'refused', text: '554 Looks like spam' });
    mails.messageRefusal = [452, 'Out of room'];
    expect(await send(admin)).toMatchObject({ outcome: 'later', status: 452 });
    mails.messageRefusal = undefined;
    mails.hangUps = 1;
    expect(await send(admin)).toMatchObject({ outcome: 'in_doubt' });
    expect(mails.received).toHaveLength(0);
    expect(await send(admin)).toMatchObject({ outcome: 'sent' });
    expect(mails.received).toHaveLength(1);
  });
});

test('a server that does not answer in time is left', async ({ as }) => {
  const admin = as('admin');
  await withMail(admin, USER, async (mails) => {
    await admin.must('PATCH', '/mail-settings', { timeout_s: 1 });
    mails.delayMs = 3000;
    expect(await send(admin)).toMatchObject({ outcome: 'in_doubt' });
  });
  // Nobody listens there any more.
  expect(await send(admin)).toMatchObject({ outcome: 'later', status: null });
});

test('wrong settings are told as such', async ({ as }) => {
  const admin = as('admin');
  await withMail(admin, USER, async () => {
    await admin.must('PATCH', '/mail-settings', { password: 'not it' });
    expect(await send(admin)).toMatchObject({ outcome: 'unusable', status: 535 });
    await admin.must('PATCH', '/mail-settings', { password: USER.password, ca: null });
    const untrusted = await send(admin);
    expect(untrusted.outcome).toBe('unusable');
    expect(untrusted.text).toContain('certificate');
  });
  await withMail(admin, { security: 'none' }, async (mails) => {
    // It offers no STARTTLS: the mail must not go out in the clear.
    await admin.must('PATCH', '/mail-settings', { security: 'starttls' });
    expect(await send(admin)).toMatchObject({ outcome: 'unusable' });
    expect(mails.received).toHaveLength(0);
  });
});

test('names and subjects in other letters', async ({ as }) => {
  const admin = as('admin');
  await withMail(admin, USER, async (mails) => {
    await admin.must('PATCH', '/mail-settings', {
      from_name: 'Größe & Söhne',
      reply_to: 'help@vendor.example',
    });
    expect(await send(admin)).toMatchObject({ outcome: 'sent' });
    const headers = mails.received[0]?.headers ?? {};
    expect(decoded(headers.from ?? '')).toBe('Größe & Söhne <success@vendor.example>');
    expect(headers['reply-to']).toBe('help@vendor.example');
  });
});

test('the password goes in and never comes out', async ({ as }) => {
  const admin = as('admin');
  const set = await admin.must('PATCH', '/mail-settings', {
    host: 'smtp.vendor.example',
    port: 587,
    security: 'starttls',
    ...USER,
  });
  expect(set).toMatchObject({ has_password: true, password: null });
  expect(JSON.stringify(await admin.must('GET', '/mail-settings'))).not.toContain(USER.password);
  expect(await admin.must('PATCH', '/mail-settings', { from_name: 'Vendor' })).toMatchObject({
    has_password: true,
  });
  const { items } = await admin.must('GET', '/audit?kind=settings&key=mail');
  expect(items.length).toBeGreaterThan(2);
  expect(JSON.stringify(items)).not.toContain(USER.password);
  // A password belongs to its server: nobody gets it by naming another.
  const elsewhere = await admin.patch('/mail-settings', { host: 'smtp.thief.example' });
  expect(elsewhere.status).toBe(400);
  expect(elsewhere.body.field).toBe('password');
  expect(await admin.must('PATCH', '/mail-settings', { user: null, password: null })).toMatchObject({
    has_password: false,
  });
});

const REFUSED: [string, object, string][] = [
  ['a host with a path', { host: 'smtp.example.com/x' }, 'host'],
  ['a host with credentials', { host: 'a@b' }, 'host'],
  ['a port that is none', { port: 70000 }, 'port'],
  ['a security that is none', { security: 'maybe' }, 'security'],
  ['a password in the clear', { security: 'none', user: 'a', password: 'b' }, 'security'],
  ['a user without a password', { user: 'a', password: null }, 'password'],
  ['a sender that is no address', { from_email: 'Ann <ann@example.com>' }, 'from_email'],
  ['a name that begins a header', { from_name: 'Ann\r\nBcc: all@example.com' }, 'from_name'],
  ['a public address with a slash', { public_url: 'https://ripen.example/' }, 'public_url'],
  ['a public address that runs', { public_url: 'javascript:alert(1)' }, 'public_url'],
  ['a certificate that is none', { ca: 'hello' }, 'ca'],
];
for (const [what, body, field] of REFUSED)
  test(`${what} is refused`, async ({ as }) => {
    const reply = await as('admin').patch('/mail-settings', body);
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe(field);
  });

test('a test mail goes to one address', async ({ as }) => {
  await as('admin').must('PATCH', '/mail-settings', { host: 'localhost', from_email: 'a@b.example' });
  for (const to of ['ann@example.com, bob@example.com', 'ann@example.com\r\nRCPT TO:<x@y.z>', 'ann']) {
    const reply = await as('admin').post('/mail-settings/test', { to });
    expect(reply.status).toBe(400);
    expect(reply.body.field).toBe('to');
  }
});
