// A proxy between a client of the event protocol and the server, that makes trouble as the network does.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What befalls a request: it passes; it is lost on the way there; the server has it, but its answer is
 * lost; or it is told to come again in a second.
 */
export type Trouble = 'pass' | 'lost' | 'cut' | 'busy' | 'error';

export class FlakyProxy {
  readonly url: string;
  /** What became of each POST, in order. */
  readonly seen: Trouble[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** plan: for the first POSTs; all others pass. */
  static start(target: string, plan: readonly Trouble[] = []): Promise<FlakyProxy> {
    return new Promise((resolve) => {
      const server = createServer((from, to) => {
        const trouble = from.method === 'POST' ? (plan[proxy.seen.length] ?? 'pass') : 'pass';
        if (from.method === 'POST') proxy.seen.push(trouble);
        forward(target, trouble, from, to);
      });
      let proxy: FlakyProxy;
      server.listen(0, '127.0.0.1', () => {
        proxy = new FlakyProxy(server);
        resolve(proxy);
      });
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function forward(target: string, trouble: Trouble, from: IncomingMessage, to: ServerResponse): void {
  const body: Buffer[] = [];
  from.on('data', (chunk: Buffer) => body.push(chunk));
  from.on('end', () => {
    if (trouble === 'lost') {
      from.socket.destroy();
      return;
    }
    if (trouble === 'busy' || trouble === 'error') {
      const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
      const wait = trouble === 'busy' ? { 'retry-after': '1' } : {};
      to.writeHead(trouble === 'busy' ? 429 : 500, { ...headers, ...wait }).end('{"success":false}');
      return;
    }
    const { method, headers } = from;
    const there = request(`${target}${from.url}`, { method, headers, agent: false }, (reply) => {
      const answer: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => answer.push(chunk));
      reply.on('end', () => {
        if (trouble === 'cut') from.socket.destroy();
        else to.writeHead(reply.statusCode ?? 502, reply.headers).end(Buffer.concat(answer));
      });
    });
    there.on('error', () => from.socket.destroy());
    there.end(Buffer.concat(body));
  });
}
