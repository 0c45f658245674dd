#!/usr/bin/env node
/**
 * The companion as a process: `main.ts --home DIR [--port N] [--until-idle]`.
 *
 * Spawned by `understudy record` (spawn.ts), with core dumps and diagnostic
 * reports off. Prints one JSON line when it listens. `--until-idle` ends it
 * after its recording and its jobs are over.
 */
import { errorToLine, systemClock, systemRandom } from '@understudy/base';
import { serveBrowsers } from '@understudy/capture';
import { parseArgs } from 'node:util';
import { serveCompanion } from './api/server.ts';
import { createCompanion } from './companion.ts';
import { claimHome, createToken, writeControl } from './control.ts';
import { openDesktop } from './desktop.ts';
import { openHome, paths } from './home.ts';
import { createReaderThread } from './review/reader-thread.ts';
import { followTray } from './tray/tray.ts';

const idleCheckMs = 500;
/** How long it waits for the recording that it was started for. */
const firstPatienceMs = 60_000;

// Whoever started us may be gone; nobody then reads what we say.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      port: { type: 'string', default: '0' },
      'until-idle': { type: 'boolean', default: false },
      'segment-ms': { type: 'string' },
    },
  });
  if (values.home === undefined) throw new Error('Give --home DIR.');
  const home = await openHome(values.home, systemClock, systemRandom);
  const release = await claimHome(home);
  const segmentMs = values['segment-ms'];
  // A home whose path is too long for a socket records all the same, by accessibility alone.
  const browsers = await serveBrowsers(paths.browserSocket(home), systemClock).catch(() => null);
  const companion = await createCompanion({
    home,
    openSource: () => openDesktop(browsers),
    reader: createReaderThread(home),
    ...(segmentMs === undefined ? {} : { segmentMs: Number(segmentMs) }),
  });
  const token = createToken(home.random);
  const server = await serveCompanion(companion, { token, port: Number(values.port) });
  await writeControl(home, { pid: process.pid, url: server.url, token });

  const ending = new AbortController();
  void followTray(companion, ending.signal);

  const end = Promise.withResolvers<void>();
  process.once('SIGTERM', () => end.resolve());
  process.once('SIGINT', () => end.resolve());
  if (values['until-idle']) {
    let idleMs = 0;
    let patienceMs = firstPatienceMs;
    const timer = setInterval(() => {
      const { kind } = companion.view().wire;
      const busy =
        kind !== 'idle' || companion.jobs.list().some(({ state }) => state === 'running');
      idleMs = busy ? 0 : idleMs + idleCheckMs;
      if (busy) patienceMs = 0;
      if (idleMs > patienceMs) {
        clearInterval(timer);
        end.resolve();
      }
    }, idleCheckMs);
  }
  process.stdout.write(
    `${JSON.stringify({
      url: server.url,
      pid: process.pid,
      recovered: companion.recovered.map(({ session }) => session),
    })}\n`,
  );
  await end.promise;
  ending.abort();
  await companion.close();
  await browsers?.close();
  await server.close();
  await release();
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${errorToLine(error)}\n`);
  process.exit(1);
}
