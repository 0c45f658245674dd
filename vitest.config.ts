import { playwright } from '@vitest/browser-playwright';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A poll is given up a little before its test, so that it says what it waited for. */
const expectation = { poll: { timeout: 280_000 } };

/** Tests wait for browsers, servers and disks more than they compute: on two cores, too, two files at once. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/**
 * Two projects: `node` runs every `*.test.ts`, `chromium` every
 * `*.browser.test.ts` in Debian's Chromium. No test has a speed limit
 * (CONTRIBUTING, house rule 8); the time-out only ends a test that hangs.
 */
export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            '{packages,apps}/*/{src,tests}/**/*.test.ts',
            '{demo,bench,tests}/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: expectation,
          pool: 'forks',
        },
      },
      {
        // Published vectors lie beside the repository.
        server: { fs: { allow: ['.', '../shared/data'] } },
        test: {
          name: 'chromium',
          include: ['{packages,apps}/*/{src,tests}/**/*.browser.test.ts'],
          testTimeout: 300_000,
          expect: expectation,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            connectTimeout: 280_000,
            provider: playwright({
              launchOptions: {
                executablePath: '/usr/bin/chromium',
                args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
