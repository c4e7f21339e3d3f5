// Ripen's own browser snippet: usage events of a web product, without cookies, in batches. It is served as
// /ripen.js, and stays under 2 KB packed; docs/events.md shows how a page uses it.
//
//     <script defer src="https://ripen.example.com/ripen.js" data-key="rpn_…"></script>
//     ripen('identify', 'user-7', { email: 'ada@example.com' });
//     ripen('group', 'account-3');
//     ripen('track', 'Report exported', { pages: 4 });
//     ripen('page');

type Members = Record<string, unknown>;
type Call = [method: string, first?: unknown, second?: Members];

interface Ripen {
  (...call: Call): void;
  /** Calls from before this file was there, when the page has a stub. */
  q?: ArrayLike<unknown>[];
}

const script = document.currentScript as HTMLScriptElement;
const page = window as unknown as { ripen?: Ripen };
const { key, host, storage } = script.dataset;
const url = `${host || new URL(script.src).origin}/v1/b`;
// Who says so is neither counted nor remembered.
const says = navigator as unknown as { globalPrivacyControl?: boolean; doNotTrack?: string };
const isOff = says.globalPrivacyControl === true || says.doNotTrack === '1';

const FLUSH_MS = 2000;
const FLUSH_AT = 20;
// A browser takes at most 64 KB in all on leaving.
const BODY_CHARS = 30000;
// An offline page must not grow for ever.
const QUEUE_MAX = 1000;
const LONGEST_WAIT_MS = 60000;

const memory: Record<string, string> = {};
let queue: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let isSending = false;
let failures = 0;

/** What is remembered between pages: in localStorage, or for this page alone. */
function remembered(name: string, value?: string): string | undefined {
  const item = `ripen.${name}`;
  if (value !== undefined) memory[name] = value;
  try {
    if (storage !== 'none' && value !== undefined) localStorage.setItem(item, value);
    if (storage !== 'none') return localStorage.getItem(item) ?? memory[name];
  } catch {
    // Forbidden here: this page's memory must do.
  }
  return memory[name];
}

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => (b + 256).toString(16).slice(1)).join('');
}

/** The next events that fit into one body, as its text. */
function nextBody(count: number): string {
  return `{"writeKey":${JSON.stringify(key)},"sentAt":"${new Date().toISOString()}","batch":[${queue.slice(0, count)}]}`;
}

function nextCount(): number {
  let chars = 0;
  let count = 0;
  for (const text of queue) {
    chars += text.length;
    if (count && chars > BODY_CHARS) break;
    count++;
  }
  return count;
}

function plan(wait: number): void {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

/** Sent again until the server has them; it counts each but once. */
async function send(): Promise<void> {
  const count = nextCount();
  if (!count || isSending) return;
  const sent = queue.slice(0, count);
  isSending = true;
  let wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** failures++);
  try {
    // As text/plain no browser asks beforehand whether it may.
    const reply = await fetch(url, { method: 'POST', body: nextBody(count), keepalive: true });
    wait = Math.max(wait, 1000 * Number(reply.headers.get('retry-after')));
    if (reply.status < 429) {
      queue = queue.filter((text) => !sent.includes(text)); // leave() may have taken some
      failures = 0;
      wait = 0;
    }
  } catch {
    // Offline: later.
  }
  isSending = false;
  if (queue.length) plan(wait);
}

/** The page goes: what waits is left to the browser. */
function leave(): void {
  for (let count = nextCount(); count && navigator.sendBeacon(url, nextBody(count)); count = nextCount())
    queue.splice(0, count);
}

const ripen: Ripen = (method, first, second) => {
  if (isOff) return;
  const isNamed = typeof first === 'string' || typeof first === 'number';
  const members = (isNamed ? second : first) ?? {};
  const event: Members = { type: method, messageId: randomId(), timestamp: new Date().toISOString() };
  const name = isNamed ? String(first) : undefined;
  if (method === 'identify' || method === 'group') {
    if (name) remembered(method, name);
    event.traits = members;
  } else {
    event[method === 'page' ? 'name' : 'event'] = name;
    event.properties = members;
  }
  const { pathname: path, href } = location;
  const { referrer, title } = document;
  event.userId = remembered('identify');
  event.anonymousId = remembered('anonymous') ?? remembered('anonymous', randomId());
  if (method === 'group') event.groupId = remembered('group');
  event.context = {
    groupId: remembered('group'),
    page: { path, url: href, referrer, title },
    library: { name: 'ripen.js' },
  };
  if (queue.length < QUEUE_MAX) queue.push(JSON.stringify(event));
  if (!failures) plan(queue.length < FLUSH_AT ? FLUSH_MS : 0);
};

const before = page.ripen?.q;
page.ripen = ripen;
for (const call of Array.from(before ?? [])) ripen(...(Array.from(call) as Call));
addEventListener('pagehide', leave);
addEventListener('visibilitychange', () => document.hidden && leave());

export {};
