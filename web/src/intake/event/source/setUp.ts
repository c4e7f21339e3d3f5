/** How a product's client is pointed at this server, for the clients that teams have already. */

export interface Example {
  id: string;
  label: string;
  /** What it is, and what to install. */
  hint: string;
  code: string;
}

interface Place {
  /** Of this server, as the reader's browser knows it: "https://ripen.example.com". */
  origin: string;
  key: string;
  /** An account that exists, so that the first event counts. */
  account: string;
}

const js = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

const calls = (
  account: string,
  object: string,
) => `${object}.identify('user-7', { email: 'ada@example.com' });
${object}.group(${js(account)});
${object}.track('Report exported', { pages: 4 });`;

/** A quote within single quotes of the shell. */
const shell = (text: string) => text.replaceAll("'", "'\\''");

const browser = ({ origin, key, account }: Place): Example[] => [
  {
    id: 'ripen',
    label: 'Our snippet',
    hint: 'Nothing to install, no cookies; who asks not to be tracked is not.',
    code: `<script>window.ripen ||= function () { (ripen.q ||= []).push(arguments) }</script>
<script defer src="${attribute(origin)}/ripen.js" data-key="${attribute(key)}"></script>
<script>
ripen('identify', 'user-7', { email: 'ada@example.com' });
ripen('group', ${js(account)});
ripen('track', 'Report exported', { pages: 4 });
</script>`,
  },
  {
    id: 'analytics-next',
    label: 'analytics.js',
    hint: 'Segment’s client for browsers: npm install @segment/analytics-next',
    code: `import { AnalyticsBrowser } from '@segment/analytics-next';
const analytics = AnalyticsBrowser.load({ writeKey: ${js(key)}, cdnURL: ${js(origin)} });
${calls(account, 'analytics')}`,
  },
  {
    id: 'rudder-js',
    label: 'RudderStack',
    hint: 'RudderStack’s client for browsers: npm install @rudderstack/analytics-js',
    code: `import { RudderAnalytics } from '@rudderstack/analytics-js';
const analytics = new RudderAnalytics();
analytics.load(${js(key)}, ${js(origin)}, { configUrl: ${js(origin)} });
${calls(account, 'analytics')}`,
  },
];

const server = ({ origin, key, account }: Place): Example[] => [
  {
    id: 'analytics-node',
    label: 'Node',
    hint: 'Segment’s client for Node: npm install @segment/analytics-node',
    code: `import { Analytics } from '@segment/analytics-node';
const analytics = new Analytics({ writeKey: ${js(key)}, host: ${js(origin)} });
analytics.track({
  userId: 'user-7', event: 'Report exported', context: { groupId: ${js(account)} },
});`,
  },
  {
    id: 'rudder-node',
    label: 'RudderStack',
    hint: 'RudderStack’s client for Node: npm install @rudderstack/rudder-sdk-node',
    code: `import Analytics from '@rudderstack/rudder-sdk-node';
const analytics = new Analytics(${js(key)}, { dataPlaneUrl: ${js(origin)} });
analytics.track({
  userId: 'user-7', event: 'Report exported', context: { groupId: ${js(account)} },
});`,
  },
  {
    id: 'python',
    label: 'Python',
    hint: 'Segment’s client for Python: pip install segment-analytics-python',
    code: `import segment.analytics as analytics
analytics.write_key, analytics.host = ${js(key)}, ${js(origin)}
analytics.track('user-7', 'Report exported', context={'groupId': ${js(account)}})`,
  },
];

const curl = ({ origin, key, account }: Place): Example => ({
  id: 'curl',
  label: 'curl',
  hint: 'One event by hand, to see that it arrives.',
  code: `curl -u '${shell(key)}:' '${shell(origin)}/v1/track' -d '${shell(
    JSON.stringify({ userId: 'user-7', event: 'Report exported', context: { groupId: account } }),
  )}'`,
});

/** Those for who sends, with the key and this server's address filled in. */
export const examplesFor = (kind: 'browser' | 'server', place: Place): Example[] => [
  ...(kind === 'browser' ? browser(place) : server(place)),
  curl(place),
];
