// What runs in browsers: Segment's own SDK and Ripen's snippet, on a page of another site, with a network
// that loses answers in between.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';
import { newSource, settled, usageOf } from '../support/events.ts';
import { expect, test } from '../support/fixtures.ts';
import { FlakyProxy, type Trouble } from '../support/flaky_proxy.ts';

const SDK = new URL('../node_modules/@segment/analytics-next/dist/umd/', import.meta.url);

/** A site that is not Ripen's: pages with the script that a test wants, and Segment's files. */
class Site {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static start(script: string): Promise<Site> {
    const page = `<!doctype html><title>Shop</title>${script}<h1>A shop</h1><a href="/next">Next</a>`;
    return new Promise((resolve) => {
      const server = createServer((request, reply) => {
        const path = new URL(request.url ?? '/', 'http://site').pathname;
        if (extname(path) !== '.js') {
          reply.writeHead(200, { 'content-type': 'text/html' }).end(page);
          return;
        }
        reply.writeHead(200, { 'content-type': 'text/javascript' });
        reply.end(readFileSync(new URL(path.split('/').at(-1) ?? '', SDK)));
      });
      server.listen(0, 'localhost', () => resolve(new Site(server)));
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what the scripts put into the page
type Scripted = any;

const TROUBLES: Trouble[] = ['pass', 'cut', 'busy', 'lost', 'cut', 'error', 'pass'];

for (const strategy of ['each', 'batching'])
  test(`Segment's SDK sends ${strategy === 'each' ? 'one by one' : 'in batches'}, and each event counts once`, async ({
    as,
    page,
    server,
  }) => {
    const account = `browser-${strategy}`;
    const source = await newSource(as('admin'), { kind: 'browser' });
    const proxy = await FlakyProxy.start(server.url, TROUBLES);
    const site = await Site.start('<script src="/index.js"></script>');
    try {
      await page.goto(site.url);
      await page.evaluate(
        async ([cdnURL, writeKey, group, isBatching]) => {
          const { AnalyticsBrowser } = (window as Scripted).AnalyticsNext;
          const deliveryStrategy = isBatching
            ? { strategy: 'batching', config: { size: 4, timeout: 100 } }
            : {};
          const sdk = AnalyticsBrowser.load(
            { writeKey, cdnURL },
            { integrations: { 'Segment.io': { deliveryStrategy } } },
          );
          await sdk.identify('browser-ada', { email: 'ada@example.com' });
          await sdk.group(group, { name: 'Shoppers' });
          await sdk.page('Catalogue', {}, { context: { groupId: group } });
          for (let i = 0; i < 9; i++) sdk.track('Item seen', { item: i }, { context: { groupId: group } });
        },
        [proxy.url, source.write_key, account, strategy === 'batching'] as const,
      );
      await settled(as('admin'), source, 12);
      await expect.poll(() => usageOf(as('viewer'), account)).toMatchObject({ 'Item seen': 9 });
      expect(proxy.seen).toEqual(expect.arrayContaining(['cut', 'busy', 'lost']));
    } finally {
      proxy.stop();
      site.stop();
    }
  });

test.describe("Ripen's snippet", () => {
  const stub = 'window.ripen = window.ripen || function () { (ripen.q = ripen.q || []).push(arguments) };';
  const scripts = (url: string, key: string, more = '') =>
    `<script>${stub} ripen('track', 'Before it was there')</script>
     <script defer src="${url}/ripen.js" data-key="${key}" ${more}></script>`;

  const call = (page: Page, ...words: unknown[]) =>
    page.evaluate((w) => (window as Scripted).ripen(...w), words);

  test('sends in batches, again if it must, and what is left when the page goes', async ({
    as,
    page,
    server,
  }) => {
    const account = 'snippet-shoppers';
    const source = await newSource(as('admin'), { kind: 'browser' });
    const proxy = await FlakyProxy.start(server.url, ['cut', 'busy']);
    const site = await Site.start(scripts(proxy.url, source.write_key));
    try {
      await page.goto(site.url);
      await call(page, 'identify', 'snippet-ada', { email: 'ada@example.com' });
      await call(page, 'group', account, { name: 'Shoppers' });
      await call(page, 'page', 'Home');
      for (let i = 0; i < 25; i++) await call(page, 'track', 'Item seen', { item: i });
      await settled(as('admin'), source, 29);
      await call(page, 'track', 'Left', {});
      await page.goto(`${site.url}/next`); // which comes with its own "Before it was there"
      await settled(as('admin'), source, 31);
      expect(await usageOf(as('viewer'), account)).toMatchObject({ 'Item seen': 25, Left: 1 });
      // Who it is and where they belong is remembered from page to page, without a cookie.
      await call(page, 'track', 'Came again');
      await settled(as('admin'), source, 32);
      expect(await usageOf(as('viewer'), account)).toMatchObject({ 'Came again': 1 });
      expect(await page.context().cookies()).toEqual([]);
    } finally {
      proxy.stop();
      site.stop();
    }
  });

  test('remembers nothing when it is told not to', async ({ as, page, server }) => {
    const source = await newSource(as('admin'), { kind: 'browser' });
    const site = await Site.start(scripts(server.url, source.write_key, 'data-storage="none"'));
    try {
      await page.goto(site.url);
      await call(page, 'track', 'Seen', {});
      await settled(as('admin'), source, 2);
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
    } finally {
      site.stop();
    }
  });

  for (const [what, name, value] of [
    ['Global Privacy Control', 'globalPrivacyControl', true],
    ['Do Not Track', 'doNotTrack', '1'],
  ] as const)
    test(`is silent under ${what}`, async ({ as, page, server }) => {
      const source = await newSource(as('admin'), { kind: 'browser' });
      const proxy = await FlakyProxy.start(server.url);
      const site = await Site.start(scripts(proxy.url, source.write_key));
      try {
        await page.addInitScript(
          ([n, v]) => Object.defineProperty(Navigator.prototype, n, { get: () => v }),
          [name, value] as const,
        );
        await page.goto(site.url);
        await call(page, 'track', 'Seen', {});
        await page.goto(`${site.url}/next`);
        expect(proxy.seen).toEqual([]);
        expect(await page.evaluate(() => localStorage.length)).toBe(0);
      } finally {
        proxy.stop();
        site.stop();
      }
    });
});
