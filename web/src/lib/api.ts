/**
 * The only way to the server: typed calls generated from its OpenAPI text. Every refusal becomes a
 * `Problem` whose message can be shown as it is.
 */
import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { components, paths } from './api-types';

export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What the server refused (RFC 9457), or status 0 when it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** The input field the refusal is about, if it is about one. */
    readonly field?: string,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const { detail, title, field } = (body ?? {}) as { detail?: string; title?: string; field?: string };
  const message = detail ?? title ?? `The server answered ${response.status} without a reason.`;
  return new Problem(response.status, message, field || undefined);
}

const refusals: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    return new Problem(0, 'The server cannot be reached. Check that ripen is running, then try again.');
  },
};

type Ok = 200 | 201 | 202 | 204;
/** The operations as they behave here: whatever is not a success is thrown as a `Problem`. */
type Throwing<Operation> = Operation extends { responses: infer Replies }
  ? Omit<Operation, 'responses'> & {
      responses: Pick<Replies, keyof Replies & Ok> & {
        default: { content: { 'application/problem+json': Problem } };
      };
    }
  : Operation;
type ThrowingPaths = {
  [Path in keyof paths]: { [Method in keyof paths[Path]]: Throwing<paths[Path][Method]> };
};

export const api = createFetchClient<ThrowingPaths>({ baseUrl: window.location.origin });
api.use(refusals);

/** The same calls as hooks: `$api.useQuery('get', '/api/v1/metrics')`. */
export const $api = createQueryClient(api);

/** Bytes go around the JSON client: an upload is the file itself. */
export async function upload<Reply>(path: string, body: Blob): Promise<Reply> {
  const response = await fetch(path, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as Reply;
}
