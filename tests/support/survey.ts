/** Surveys for tests: customers with people to ask, asked by link or by mail, and what they answer. */
import type { Api, ApiReply } from './api.ts';
import type { MailServer } from './mail_server.ts';

let counter = 0;
/** An account with a contact for each address; nobody else's. */
export async function customer(
  api: Api,
  ...emails: string[]
): Promise<{ account: string; contacts: string[] }> {
  const account = `SV-${++counter}`;
  await api.must('POST', '/accounts', {
    key: account,
    name: `Customer ${counter}`,
    lifecycle: 'active',
    start: '2025-01-01',
  });
  const contacts: string[] = [];
  for (const email of emails) {
    const key = `${account}-${contacts.length + 1}`;
    await api.must('POST', '/contacts', { key, account, name: `Ann <b>${key}</b>`, email });
    contacts.push(key);
  }
  return { account, contacts };
}

export const only = (account: string) => `key = "${account}"`;

/** A survey that asks one account, opened. */
export async function opened(api: Api, account: string, more: object = {}): Promise<string> {
  const { survey } = await api.must('POST', '/surveys', {
    name: `Survey of ${account}`,
    instrument: 'nps',
    channel: 'mail',
    is_anonymous: false,
    open_days: 30,
    audience: only(account),
    ...more,
  });
  await api.must('POST', `/surveys/${survey.key}/open`);
  return survey.key;
}

export const invitations = async (api: Api, key: string) =>
  (await api.must('GET', `/surveys/${key}/invitations`)).items as Record<string, string>[];

export async function mailSettings(api: Api, mails: MailServer, more: object = {}): Promise<void> {
  await api.must('PATCH', '/settings', { organisation: 'Vendor & Sons' });
  await api.must('PATCH', '/mail-settings', {
    host: 'localhost',
    port: mails.port,
    security: 'starttls',
    user: null,
    password: null,
    ca: mails.ca,
    timeout_s: 5,
    from_email: 'success@vendor.example',
    public_url: 'https://ripen.vendor.example',
    ...more,
  });
}

export const tokenOf = (link = '') => /\/s\/([\w-]{43})/.exec(link)?.[1] ?? 'none';

/** A form, as a browser sends it. */
export function fill(api: Api, token: string, fields: [string, string][]): Promise<ApiReply> {
  return api.call('POST', `//s/${token}`, {
    bytes: Buffer.from(new URLSearchParams(fields).toString()),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

export const state = (api: Api, key: string) => async () =>
  (await invitations(api, key)).map((item) => item.mail_state).join(' ');
