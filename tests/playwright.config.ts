import { defineConfig, devices } from '@playwright/test';

// A run is whole when no word or filter on the command line leaves tests out; only then does it
// count that an endpoint was never called.
const words = process.argv.slice(process.argv.indexOf('test') + 1);
const partial = words.some(
  (word) => !word.startsWith('-') || /^(-g|--grep|--shard|--last-failed|--only)/.test(word),
);
process.env.RIPEN_PARTIAL_RUN ??= partial ? '1' : '';

export default defineConfig({
  outputDir: 'test-results',
  globalSetup: './support/global_setup.ts',
  forbidOnly: !!process.env.CI,
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  reporter: process.env.PLAYWRIGHT_JUNIT_OUTPUT_FILE ? [['dot'], ['junit']] : [['list']],
  projects: [
    // Functions of the web application that need no page.
    { name: 'web', testDir: 'web' },
    { name: 'api', testDir: 'api', teardown: 'api-coverage' },
    { name: 'api-coverage', testDir: 'support', testMatch: 'coverage.check.ts' },
    {
      name: 'browser',
      testDir: 'browser',
      testIgnore: process.env.RIPEN_SCREENSHOTS ? [] : 'screenshots.spec.ts',
      // A browser shares two cores with the server it asks, and with whatever else runs.
      timeout: 60_000,
      expect: { timeout: 15_000 },
      use: {
        ...devices['Desktop Chrome'],
        channel: undefined,
        viewport: { width: 1440, height: 900 },
        // A trace of every test takes time in all of them; a failure leaves a picture and what the page said.
        trace: process.env.RIPEN_TRACE ? 'retain-on-failure' : 'off',
        screenshot: 'only-on-failure',
        // Nobody waits for a drawer to glide in.
        contextOptions: { reducedMotion: 'reduce' },
        launchOptions: {
          executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
          // Chromium's sandbox works neither as root nor in most containers; it loads nothing but our
          // own pages here.
          chromiumSandbox: false,
          args: [
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
});
