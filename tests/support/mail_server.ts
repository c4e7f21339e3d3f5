// A mail server on loopback that takes real messages, and can be told to refuse, to put off, to be
// slow, or to hang up.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string;
  /** In lower case; folded lines are joined. */
  headers: Record<string, string>;
  text: string;
  html: string;
  raw: string;
  isEncrypted: boolean;
  user: string | undefined;
}

export interface MailServerOptions {
  security?: 'starttls' | 'tls' | 'none';
  /** Log-in is asked for. */
  user?: string;
  password?: string;
}

export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** An error to answer to RCPT of this address: [550, 'No such user']. */
  readonly refusals = new Map<string, [number, string]>();
  /** An error to answer after the message itself. */
  messageRefusal: [number, string] | undefined;
  /** Before the message is answered. */
  delayMs = 0;
  /** The connection is cut instead of answering the next messages. */
  hangUps = 0;
  readonly port: number;
  /** The certificate of the server, which has signed itself. */
  readonly ca: string;
  readonly #server: SMTPServer;

  private constructor(server: SMTPServer, ca: string) {
    this.#server = server;
    this.ca = ca;
    this.port = (server.server.address() as AddressInfo).port;
  }

  static async start(options: MailServerOptions = {}): Promise<MailServer> {
    const { security = 'starttls', user, password } = options;
    const { key, cert } = certificate();
    const holder: { mails?: MailServer } = {};
    const sockets = new Map<string, Socket>();
    const settings: SMTPServerOptions = {
      secure: security === 'tls',
      key,
      cert,
      disabledCommands: [...(security === 'none' ? ['STARTTLS'] : []), ...(user ? [] : ['AUTH'])],
      authOptional: !user,
      disableReverseLookup: true,
      logger: false,
      onAuth: (auth, _session, done) =>
        auth.username === user && auth.password === password
          ? done(null, { user })
          : done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 })),
      onRcptTo: (address, _session, done) => {
        const refusal = holder.mails?.refusals.get(address.address);
        done(refusal && Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const mails = holder.mails as MailServer;
          const answer = () => {
            if (mails.hangUps > 0) {
              mails.hangUps--;
              sockets.get(String(session.remotePort))?.destroy();
              return;
            }
            if (mails.messageRefusal) {
              const [responseCode, text] = mails.messageRefusal;
              done(Object.assign(new Error(text), { responseCode }));
              return;
            }
            mails.received.push({
              from: (session.envelope.mailFrom || { address: '' }).address,
              to: session.envelope.rcptTo[0]?.address ?? '',
              isEncrypted: session.secure,
              user: session.user,
              ...parse(Buffer.concat(chunks).toString('utf8')),
            });
            done();
          };
          setTimeout(answer, mails.delayMs);
        });
      },
    };
    const server = new SMTPServer(settings);
    server.on('error', () => {
      /* a client that does not trust the certificate, or that was hung up on */
    });
    server.server.on('connection', (socket: Socket) => sockets.set(String(socket.remotePort), socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const mails = new MailServer(server, cert);
    holder.mails = mails;
    return mails;
  }

  /** Mails to one address. */
  to(address: string): ReceivedMail[] {
    return this.received.filter((mail) => mail.to === address);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

let made: { key: string; cert: string } | undefined;

function certificate(): { key: string; cert: string } {
  if (made) return made;
  const folder = mkdtempSync(join(tmpdir(), 'ripen-mail-'));
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')];
  const { status, stderr } = spawnSync('openssl', [...words.split(' '), ...names, ...files], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  made = { key: readFileSync(join(folder, 'key'), 'utf8'), cert: readFileSync(join(folder, 'cert'), 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

function headersOf(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

function unquoted(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A message of two parts, as Ripen writes them. */
function parse(raw: string): Pick<ReceivedMail, 'headers' | 'text' | 'html' | 'raw'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = headersOf(head);
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1];
  const found = { text: '', html: '' };
  for (const part of rest.join('\r\n\r\n').split(`--${boundary}`)) {
    const [partHead = '', ...body] = part.split('\r\n\r\n');
    const type = headersOf(partHead.trim())['content-type'] ?? '';
    if (type.startsWith('text/plain')) found.text = unquoted(body.join('\r\n\r\n'));
    if (type.startsWith('text/html')) found.html = unquoted(body.join('\r\n\r\n'));
  }
  return { headers, raw, ...found };
}

/** The words of an encoded header (RFC 2047). */
export const decoded = (header: string): string =>
  header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, data) => Buffer.from(data, 'base64').toString('utf8'));
