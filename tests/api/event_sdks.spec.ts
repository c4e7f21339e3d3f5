// The SDKs that product teams use, as npm gives them, against the real program: whatever the network does
// in between, each event counts once.
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics as SegmentAnalytics } from '@segment/analytics-node';
import LegacyAnalytics from 'analytics-node';
import { newSource, settled, usageOf } from '../support/events.ts';
import { expect, test } from '../support/fixtures.ts';
import { FlakyProxy, type Trouble } from '../support/flaky_proxy.ts';

/** The calls that are the same in all of them. */
interface Client {
  identify(call: object): unknown;
  group(call: object): unknown;
  track(call: object): unknown;
  page(call: object): unknown;
}

// Every kind of trouble befalls something, and the answers to two requests are lost.
const TROUBLES: Trouble[] = ['cut', 'busy', 'pass', 'lost', 'cut', 'error'];
const REPORTS = 23;
const EXPORTS = 11;

/** Who they are: the second is known by the group call alone. */
function introduce(client: Client, account: string): number {
  const context = { groupId: account };
  client.identify({ userId: `${account}-ada`, traits: { email: 'ada@example.com', name: 'Ada' }, context });
  client.group({ userId: `${account}-bob`, groupId: account, traits: { name: 'Engines Ltd' } });
  return 2;
}

/** What the two do. */
function use(client: Client, account: string): number {
  const context = { groupId: account };
  for (let i = 0; i < REPORTS; i++)
    client.track({ userId: `${account}-ada`, event: 'Report opened', properties: { pages: i }, context });
  for (let i = 0; i < EXPORTS; i++)
    client.track({ userId: `${account}-bob`, event: 'Data exported', properties: { rows: 10 * i } });
  client.page({ userId: `${account}-ada`, name: 'Home', context });
  client.track({ anonymousId: 'visitor-1', event: 'Pricing seen', context });
  return REPORTS + EXPORTS + 2;
}

interface Sdk {
  name: string;
  start(url: string, writeKey: string): Client & { flush(): Promise<unknown> };
}

const PATIENCE = { flushInterval: 50, retryCount: 20, axiosRetryConfig: { retryDelay: () => 20 } };

const SDKS: Sdk[] = [
  {
    name: '@segment/analytics-node',
    start: (host, writeKey) =>
      new SegmentAnalytics({ host, writeKey, flushAt: 5, flushInterval: 50, maxRetries: 20 }),
  },
  {
    name: '@rudderstack/rudder-sdk-node',
    start: (dataPlaneUrl, writeKey) =>
      new RudderAnalytics(writeKey, { dataPlaneUrl, flushAt: 10, ...PATIENCE }) as unknown as ReturnType<
        Sdk['start']
      >,
  },
  {
    name: 'analytics-node',
    start: (host, writeKey) =>
      new LegacyAnalytics(writeKey, { host, flushAt: 10, ...PATIENCE }) as unknown as ReturnType<
        Sdk['start']
      >,
  },
];

for (const [i, sdk] of SDKS.entries())
  test(`${sdk.name}: each event counts once, whatever befalls it`, async ({ as, server }) => {
    const api = as('admin');
    const account = `engines-${i}`;
    const source = await newSource(api);
    const proxy = await FlakyProxy.start(server.url, TROUBLES);
    try {
      const client = sdk.start(proxy.url, source.write_key);
      let calls = introduce(client, account);
      await client.flush();
      await settled(api, source, calls);
      calls += use(client, account);
      await client.flush();
      const counted = await settled(api, source, calls);
      expect(proxy.seen).toEqual(expect.arrayContaining(['pass', 'cut', 'busy', 'lost']));
      expect(counted.duplicates).toBeGreaterThan(0);
      // The group call was counted before anything that needs it was sent.
      expect(counted.set_aside).toBe(0);
      expect(await usageOf(api, account)).toMatchObject({
        'Report opened': REPORTS,
        'Data exported': EXPORTS,
        'Pricing seen': 1,
      });
    } finally {
      proxy.stop();
    }
  });
