// Log-in, people, API keys and the audit log.
import { expect, test } from '../support/fixtures.ts';
import { ADMIN_EMAIL, emailOf, PASSWORD } from '../support/people.ts';
import { withServer } from '../support/server.ts';

test.describe('log-in', () => {
  test('hands out a cookie that scripts and other sites do not get', async ({ people }) => {
    const visitor = await people.visitor();
    const reply = await visitor.post('/login', { email: emailOf('viewer'), password: PASSWORD });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      email: emailOf('viewer'),
      role: 'viewer',
      must_change_password: false,
    });
    const cookie = reply.headers['set-cookie'] ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).not.toContain('Secure'); // no TLS here
    expect((await visitor.get('/me')).body.email).toBe(emailOf('viewer'));
  });

  test('minds neither case nor blanks of the address', async ({ people }) => {
    const visitor = await people.visitor();
    expect((await visitor.post('/login', { email: 'VIEWER@Example.com', password: PASSWORD })).status).toBe(
      200,
    );
  });

  test('says the same of an unknown address and a wrong password', async ({ people }) => {
    const visitor = await people.visitor();
    const wrong = await visitor.post('/login', { email: emailOf('manager'), password: 'wrong password' });
    const unknown = await visitor.post('/login', { email: 'nobody@example.com', password: 'wrong password' });
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(unknown.body.detail).toBe(wrong.body.detail);
  });

  test('ends with log-out, for this session only', async ({ people }) => {
    const [one, other] = [await people.login('viewer'), await people.login('viewer')];
    expect((await one.post('/logout')).status).toBe(204);
    expect((await one.get('/me')).status).toBe(401);
    expect((await other.get('/me')).status).toBe(200);
  });

  test('is refused from pages of other sites, and so is every write', async ({ people }) => {
    const foreign = await people.visitor({ origin: 'https://elsewhere.example' });
    expect((await foreign.post('/login', { email: emailOf('viewer'), password: PASSWORD })).status).toBe(403);
    const manager = await people.login('manager');
    const reply = await manager.call('POST', '/accounts', {
      data: { name: 'Forged' },
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(reply.status).toBe(403);
  });
});

test.describe('a one-time password', () => {
  test('opens nothing but the way to a password of one’s own', async ({ as, people }) => {
    const created = await as('admin').must('POST', '/users', {
      email: 'new@example.com',
      name: 'New',
      role: 'manager',
    });
    const visitor = await people.visitor();
    const login = { email: 'new@example.com', password: created.one_time_password };
    expect((await visitor.post('/login', login)).body.must_change_password).toBe(true);
    expect((await visitor.get('/accounts')).status).toBe(403);
    const change = { old_password: created.one_time_password, new_password: 'a new and better one' };
    expect((await visitor.post('/me/password', { ...change, new_password: 'short' })).status).toBe(400);
    expect((await visitor.post('/me/password', { ...change, old_password: 'wrong' })).status).toBe(400);
    expect((await visitor.post('/me/password', change)).status).toBe(200);
    expect((await visitor.get('/accounts')).status).toBe(200);
    expect((await (await people.visitor()).post('/login', login)).status).toBe(401);
  });

  test('can be given again by an admin, which ends all sessions', async ({ as, people }) => {
    const { user, one_time_password } = await as('admin').must('POST', '/users', {
      email: 'forgetful@example.com',
      name: 'Forgetful',
      role: 'viewer',
    });
    const visitor = await people.visitor();
    await visitor.must('POST', '/login', { email: user.email, password: one_time_password });
    const reset = await as('admin').must('POST', `/users/${user.id}/password-reset`, {});
    expect((await visitor.get('/me')).status).toBe(401);
    await visitor.must('POST', '/login', { email: user.email, password: reset.one_time_password });
  });

  test('is printed once, at the first start only', async () => {
    await withServer(async (server) => {
      expect(server.oneTimePassword).toBeDefined();
      expect(server.output).toContain(ADMIN_EMAIL);
    });
  });
});

test.describe('people', () => {
  test('are created, changed, disabled and removed by an admin', async ({ as, people }) => {
    const admin = as('admin');
    const { user, one_time_password } = await admin.must('POST', '/users', {
      email: 'Leaver@Example.com',
      name: 'Leaver',
      role: 'viewer',
    });
    expect(user).toMatchObject({ email: 'leaver@example.com', role: 'viewer', is_disabled: false });
    const again = await admin.post('/users', { email: 'leaver@example.com', name: 'Again', role: 'viewer' });
    expect(again.status).toBe(409);

    const visitor = await people.visitor();
    await visitor.must('POST', '/login', { email: user.email, password: one_time_password });
    expect((await admin.patch(`/users/${user.id}`, { role: 'manager' })).body.role).toBe('manager');
    expect((await admin.patch(`/users/${user.id}`, { is_disabled: true })).body.is_disabled).toBe(true);
    expect((await visitor.get('/me')).status).toBe(401);
    const login = await visitor.post('/login', { email: user.email, password: one_time_password });
    expect([401, 403]).toContain(login.status);

    expect((await admin.delete(`/users/${user.id}`)).status).toBe(204);
    const { items } = await admin.must('GET', '/users');
    expect(items.map((item: { email: string }) => item.email)).not.toContain(user.email);
  });

  test('keep an admin among them', async ({ as }) => {
    const admin = as('admin');
    const { items } = await admin.must('GET', '/users');
    const { id } = items.find((item: { email: string }) => item.email === ADMIN_EMAIL);
    for (const change of [{ role: 'viewer' }, { is_disabled: true }])
      expect([400, 409]).toContain((await admin.patch(`/users/${id}`, change)).status);
    expect([400, 409]).toContain((await admin.delete(`/users/${id}`)).status);
  });
});

test.describe('API keys', () => {
  test('do what their role and scopes allow, until revoked', async ({ as, people }) => {
    const admin = as('admin');
    const given = { name: 'reader', role: 'viewer', scopes: ['facts:read'] };
    const { key, secret } = await admin.must('POST', '/keys', given);
    expect(key).toMatchObject({ name: 'reader', is_revoked: false });
    const reader = await people.visitor({ authorization: `Bearer ${secret}` });
    expect((await reader.get('/accounts')).status).toBe(200);
    expect((await reader.post('/accounts', { name: 'No' })).status).toBe(403);
    expect((await reader.get('/metrics')).status).toBe(403);

    expect(JSON.stringify(await admin.must('GET', '/keys'))).not.toContain(secret);
    expect((await admin.delete(`/keys/${key.id}`)).status).toBe(204);
    expect((await reader.get('/accounts')).status).toBe(401);
  });

  test('that nobody gave out are refused', async ({ people }) => {
    const stranger = await people.visitor({ authorization: 'Bearer rpn_0000000000000000' });
    expect((await stranger.get('/accounts')).status).toBe(401);
  });

  test('run out on their day', async ({ as, people }) => {
    const past = { name: 'past', role: 'viewer', scopes: [], expires: '2026-01-01T00:00:00Z' };
    const reply = await as('admin').post('/keys', past);
    if (reply.status === 201) {
      const late = await people.visitor({ authorization: `Bearer ${reply.body.secret}` });
      expect((await late.get('/accounts')).status).toBe(401);
    } else {
      expect(reply.status).toBe(400);
      expect(reply.body.field).toBe('expires');
    }
  });
});

test.describe('the audit log', () => {
  test('says who changed what, from what, to what', async ({ as }) => {
    await as('manager').must('POST', '/accounts', { key: 'audited', name: 'Before' });
    await as('manager').must('PATCH', '/accounts/audited', { name: 'After' });
    const { items } = await as('admin').must('GET', '/audit?kind=account&key=audited');
    expect(items).toHaveLength(2);
    const change = items.find((entry: { action: string }) => /change|update/.test(entry.action));
    expect(change).toMatchObject({ who: emailOf('manager'), kind: 'account', key: 'audited' });
    expect(JSON.stringify(change.before)).toContain('Before');
    expect(JSON.stringify(change.after)).toContain('After');
  });

  test('never holds a secret', async ({ as }) => {
    const { secret } = await as('admin').must('POST', '/keys', { name: 'quiet', role: 'viewer', scopes: [] });
    expect(JSON.stringify(await as('admin').must('GET', '/audit?limit=200'))).not.toContain(secret);
  });
});
