// Who calls: nobody, one person of each role, and an API key.
import { type APIRequestContext, request } from '@playwright/test';
import { Api } from './api.ts';
import type { OpenApi } from './openapi.ts';
import type { Server } from './server.ts';

export const CALLERS = ['nobody', 'viewer', 'manager', 'admin', 'key'] as const;
export type Caller = (typeof CALLERS)[number];

export const PASSWORD = 'correct horse battery staple';
export const ADMIN_EMAIL = 'admin@localhost';

export const emailOf = (caller: Caller) => (caller === 'admin' ? ADMIN_EMAIL : `${caller}@example.com`);

/** The key may do what a manager may, but only with facts. */
export const KEY = { name: 'tests', role: 'manager', scopes: ['facts:read', 'facts:write'] };

export class People {
  readonly #server: Server;
  readonly #openapi: OpenApi;
  readonly #contexts: APIRequestContext[] = [];
  readonly #apis = new Map<Caller, Api>();

  private constructor(server: Server, openapi: OpenApi) {
    this.#server = server;
    this.#openapi = openapi;
  }

  /** On a server where people have been before: nobody is logged in yet. */
  static async meet(server: Server, openapi: OpenApi): Promise<People> {
    const people = new People(server, openapi);
    people.#apis.set('nobody', await people.visitor());
    return people;
  }

  /** On a server that was just started for the first time: gives everybody their password. */
  static async settle(server: Server, openapi: OpenApi): Promise<People> {
    const people = await People.meet(server, openapi);
    if (!server.oneTimePassword) throw new Error(`no one-time password was printed:\n${server.output}`);
    const admin = await people.#enter('admin', server.oneTimePassword);
    for (const role of ['viewer', 'manager'] as const) {
      const created = await admin.must('POST', '/users', { email: emailOf(role), name: role, role });
      await people.#enter(role, created.one_time_password);
    }
    const key = await admin.must('POST', '/keys', KEY);
    people.#apis.set('key', await people.visitor({ authorization: `Bearer ${key.secret}` }));
    return people;
  }

  api(caller: Caller): Api {
    const api = this.#apis.get(caller);
    if (!api) throw new Error(`there is no ${caller}`);
    return api;
  }

  /** Somebody who is not logged in, with cookies of their own. */
  async visitor(headers: Record<string, string> = {}): Promise<Api> {
    const context = await request.newContext({
      baseURL: this.#server.url,
      // What a browser sends with every call of the web application.
      extraHTTPHeaders: { origin: this.#server.url, ...headers },
    });
    this.#contexts.push(context);
    return new Api(context, this.#openapi);
  }

  /** A person's further session. */
  async login(caller: Caller): Promise<Api> {
    const api = await this.visitor();
    await api.must('POST', '/login', { email: emailOf(caller), password: PASSWORD });
    return api;
  }

  async leave(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.dispose()));
  }

  /** Logs in with a one-time password and changes it. */
  async #enter(caller: Caller, oneTimePassword: string): Promise<Api> {
    const api = await this.visitor();
    await api.must('POST', '/login', { email: emailOf(caller), password: oneTimePassword });
    await api.must('POST', '/me/password', { old_password: oneTimePassword, new_password: PASSWORD });
    this.#apis.set(caller, api);
    return api;
  }
}
