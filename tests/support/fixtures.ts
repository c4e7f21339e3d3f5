// import { expect, test } from '../support/fixtures.ts': each worker has a server with a data
// directory of its own, people of every role, and the API's description.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import type { Api } from './api.ts';
import { OpenApi } from './openapi.ts';
import { type Caller, People } from './people.ts';
import { Server, temporaryFolder } from './server.ts';

interface WorkerFixtures {
  server: Server;
  openapi: OpenApi;
  people: People;
}

interface TestFixtures {
  /** as('viewer').get('/accounts') */
  as: (caller: Caller) => Api;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs
    async ({}, use) => {
      const folder = temporaryFolder();
      const server = await Server.start(join(folder, 'data'));
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  openapi: [
    async ({ server }, use) => {
      await use(await OpenApi.of(server.url));
    },
    { scope: 'worker' },
  ],
  people: [
    async ({ server, openapi }, use) => {
      const people = await People.settle(server, openapi);
      await use(people);
      await people.leave();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  as: async ({ people }, use) => use((caller) => people.api(caller)),
});

export { expect } from '@playwright/test';
