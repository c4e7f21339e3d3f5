// Calls to the API: every reply is held against the server's own OpenAPI description, and every
// endpoint that was called is noted down.
import type { APIRequestContext } from '@playwright/test';
import { recordCall } from './calls.ts';
import type { OpenApi, Reply } from './openapi.ts';

export const BASE = '/api/v1';

export interface CallOptions {
  /** Sent as JSON. */
  data?: unknown;
  /** Sent as it is, for uploads. */
  bytes?: Buffer;
  headers?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: replies are checked against OpenAPI when they come in
export type Body = any;

export interface ApiReply extends Reply {
  body: Body;
}

export class Api {
  readonly #context: APIRequestContext;
  readonly #openapi: OpenApi;

  constructor(context: APIRequestContext, openapi: OpenApi) {
    this.#context = context;
    this.#openapi = openapi;
  }

  /** path: below /api/v1, with its query; or a whole one like /healthz, which begins with //. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<ApiReply> {
    const url = path.startsWith('//') ? path.slice(1) : BASE + path;
    const response = await this.#context.fetch(url, {
      method,
      maxRedirects: 0,
      headers: {
        ...(options.data === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.data === undefined ? {} : { data: JSON.stringify(options.data) }),
      ...(options.bytes === undefined ? {} : { data: options.bytes }),
    });
    const text = await response.text();
    const headers = response.headers();
    const isJson = /^application\/(\w+\+)?json/.test(headers['content-type'] ?? '');
    const reply = { status: response.status(), headers, body: isJson && text ? JSON.parse(text) : text };
    this.#check(method, url, reply);
    return reply;
  }

  get(path: string, options?: CallOptions): Promise<ApiReply> {
    return this.call('GET', path, options);
  }

  post(path: string, data?: unknown): Promise<ApiReply> {
    return this.call('POST', path, { data });
  }

  patch(path: string, data: unknown): Promise<ApiReply> {
    return this.call('PATCH', path, { data });
  }

  delete(path: string): Promise<ApiReply> {
    return this.call('DELETE', path);
  }

  /** The reply's body; the call must succeed. */
  async must(method: string, path: string, data?: unknown): Promise<Body> {
    const reply = await this.call(method, path, { data });
    if (reply.status >= 300)
      throw new Error(`${method} ${path} gave ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** An upload, as the web application sends it. */
  upload(name: string, bytes: Buffer): Promise<ApiReply> {
    return this.call('POST', `/uploads?name=${encodeURIComponent(name)}`, {
      bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
  }

  #check(method: string, url: string, reply: Reply): void {
    const endpoint = this.#openapi.endpointOf(method, url);
    if (!endpoint) {
      if (reply.status < 400)
        throw new Error(`${method} ${url} answers ${reply.status} but is not described in OpenAPI`);
      return;
    }
    recordCall(endpoint, reply.status);
    const problems = this.#openapi.problems(endpoint, reply);
    if (problems.length)
      throw new Error(
        `The reply does not keep to OpenAPI:\n${problems.join('\n')}\n${JSON.stringify(reply.body, null, 1)}`,
      );
  }
}
