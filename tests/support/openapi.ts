// The server's own description of its API, and whether a reply keeps to it.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface MediaType {
  schema?: object;
}

interface Operation {
  tags?: string[];
  responses: Record<string, { content?: Record<string, MediaType>; $ref?: string }>;
}

export interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components?: { responses?: Record<string, { content?: Record<string, MediaType> }> };
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** The parsed JSON, or the text of any other media type. */
  body: unknown;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export class OpenApi {
  readonly document: Document;
  readonly #ajv: Ajv2020.default;
  readonly #routes: { method: string; path: string; pattern: RegExp; places: number }[];

  static async of(url: string): Promise<OpenApi> {
    const reply = await fetch(`${url}/api/v1/openapi.json`);
    return new OpenApi((await reply.json()) as Document);
  }

  private constructor(document: Document) {
    this.document = document;
    this.#ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, 'openapi');
    this.#routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      METHODS.filter((method) => method in operations).map((method) => ({
        method: method.toUpperCase(),
        path,
        pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
        places: path.split('{').length,
      })),
    );
    // The path with more fixed words wins, as in the server's router.
    this.#routes.sort((a, b) => a.places - b.places);
  }

  /** "GET /api/v1/accounts/{key}" for every endpoint. */
  endpoints(): string[] {
    return this.#routes.map((route) => `${route.method} ${route.path}`);
  }

  /** The area that scopes of API keys name. */
  areaOf(endpoint: string): string {
    const [method = '', path = ''] = endpoint.split(' ');
    return this.document.paths[path]?.[method.toLowerCase()]?.tags?.[0] ?? '';
  }

  /** Which endpoint answers this call; undefined if none does. */
  endpointOf(method: string, path: string): string | undefined {
    const bare = path.split('?')[0] ?? '';
    const route = this.#routes.find((r) => r.method === method && r.pattern.test(bare));
    return route && `${route.method} ${route.path}`;
  }

  /** What is wrong with a reply; empty if it keeps to the description. */
  problems(endpoint: string, reply: Reply): string[] {
    const [method = '', path = ''] = endpoint.split(' ');
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    if (!operation) return [`${endpoint} is not described`];
    const status = String(reply.status);
    const key = [status, `${status[0]}XX`, 'default'].find((candidate) => candidate in operation.responses);
    if (!key) return [`${endpoint}: status ${status} is not described`];
    const { pointer, response } = this.#resolve(operation, path, method.toLowerCase(), key);
    const type = (reply.headers['content-type'] ?? '').split(';')[0] ?? '';
    if (!response.content) {
      return reply.body === '' || reply.body === undefined
        ? []
        : [`${endpoint} ${status}: a body is not described`];
    }
    const media = response.content[type];
    if (!media) return [`${endpoint} ${status}: content type ${type || '(none)'} is not described`];
    if (!media.schema || !type.endsWith('json')) return [];
    return this.#schemaProblems(`${pointer}/content/${escaped(type)}/schema`, reply.body).map(
      (problem) => `${endpoint} ${status}: ${problem}`,
    );
  }

  #resolve(operation: Operation, path: string, method: string, key: string) {
    const response = operation.responses[key] ?? {};
    if (!response.$ref) return { pointer: `/paths/${escaped(path)}/${method}/responses/${key}`, response };
    const name = response.$ref.split('/').at(-1) ?? '';
    return {
      pointer: `/components/responses/${name}`,
      response: this.document.components?.responses?.[name] ?? {},
    };
  }

  #schemaProblems(pointer: string, body: unknown): string[] {
    const reference = `openapi#${pointer}`;
    const validate = this.#ajv.getSchema(reference) ?? this.#ajv.compile({ $ref: reference });
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath || '(body)'} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  }
}

/** A word inside a JSON pointer that is itself part of a URI reference. */
function escaped(word: string): string {
  return encodeURIComponent(word.replaceAll('~', '~0').replaceAll('/', '~1'));
}
