// Runs after all API tests: no endpoint may have been left out.
import { succeededCalls } from './calls.ts';
import { expect, test } from './fixtures.ts';

test('every endpoint of the OpenAPI description was called and succeeded', ({ openapi }) => {
  test.skip(!!process.env.RIPEN_PARTIAL_RUN, 'only a part of the API tests ran');
  const succeeded = succeededCalls();
  expect(openapi.endpoints().filter((endpoint) => !succeeded.has(endpoint))).toEqual([]);
});
