/**
 * The only way to the server: typed calls generated from its OpenAPI text. Every refusal becomes a
 * `Problem` whose message can be shown as it is.
 */
import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { components, paths } from './api-types';

export type { paths };
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

const unreachable = () =>
  new Problem(0, 'The server cannot be reached. Check that ripen is running, then try again.');

const refusals: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    return unreachable();
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

export const api = createFetchClient<ThrowingPaths>({
  baseUrl: window.location.origin,
  // Lists in a query are one parameter, separated by commas.
  querySerializer: { array: { style: 'form', explode: false } },
});
api.use(refusals);

/** The same calls as hooks: `$api.useQuery('get', '/api/v1/metrics')`. */
export const $api = createQueryClient(api);

interface UploadOptions {
  /** The share that has left, 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Bytes go around the JSON client: an upload is the file itself. Not `fetch`, which cannot say how
 * much has been sent.
 */
export function upload<Reply>(path: string, body: Blob, { onProgress, signal }: UploadOptions = {}) {
  return new Promise<Reply>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    request.onload = async () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) resolve((await response.json()) as Reply);
      else reject(await readProblem(response));
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
