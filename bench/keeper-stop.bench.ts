/**
 * How soon capture stops: recorders after a lockdown's acknowledgement, by the lease client that
 * every recorder has and a keeper on a socket; and the hooks of a real X session after the person's
 * own pause.
 */
import { systemClock } from '@understudy/base';
import { openX11Desktop } from '@understudy/capture';
import {
  consentTo,
  createTestHands,
  startApp,
  startDesktop,
  startTestCapture,
} from '@understudy/testkit';
import { setTimeout as wait } from 'node:timers/promises';
import { holdLease } from '../apps/companion/src/lease.ts';
import { refusalToLoss } from '../apps/companion/src/servers.ts';
import {
  createContributor,
  createProgram,
  createWorld,
  signLockdown,
  unseal,
} from '../apps/keeper/tests/world.ts';
import { createKeeperClient } from '@understudy/courier';
import { atShare, median, type Bench, type BenchRow } from './bench.ts';

const people = 100;
const recordersEach = 2;
/** As long as a recorder goes between two questions: their phases are spread evenly over it. */
const spreadMs = 10_000;
const pauses = 60;

async function measureLockdown(): Promise<readonly number[]> {
  const world = await createWorld();
  const { url, keeper } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const persons = [];
  for (let made = 0; made < people; made += 1) {
    persons.push(await createContributor(world, url, program));
  }
  const stopped: Promise<number>[] = [];
  const begun = persons
    .flatMap((person) => Array.from({ length: recordersEach }, () => person))
    .map(async (person, at) => {
      await wait((spreadMs * at) / (people * recordersEach));
      const { promise, resolve } = Promise.withResolvers<number>();
      stopped.push(promise);
      const body = { program: program.signed, receipt: person.receipt };
      await holdLease({
        device: person.device,
        keeperKeys: [keeper.core.serviceKey.publicJwk],
        clock: systemClock,
        ask: async () => (await person.client.lease({ body })).lease,
        lossOf: refusalToLoss,
        onLost: () => resolve(performance.now()),
      });
    });
  await Promise.all(begun);
  const order = await signLockdown(world);
  await createKeeperClient({ baseUrl: url }).lockdown({ body: { order } });
  const acknowledged = performance.now();
  const stoppedMs = (await Promise.all(stopped)).map((at) => Math.max(0, at - acknowledged));
  await world.end();
  return stoppedMs;
}

/** From the person's pause to the time of the last event that was kept, under a moving pointer. */
async function measurePause(): Promise<readonly number[]> {
  const consent = await consentTo([{ kind: 'app', app: 'mousepad' }], 'motion');
  const desktop = await startDesktop();
  await startApp({ desktop, command: 'mousepad' });
  const ports = await openX11Desktop({ display: desktop.display });
  const told = await startTestCapture(ports, consent, 'motion');
  const hands = await createTestHands(desktop);
  let moved = 0;
  const moving = setInterval(() => {
    moved += 1;
    hands.moveTo(200 + (moved % 200), 200 + (moved % 150));
  }, 1);
  const lateMs: number[] = [];
  for (let round = 0; round < pauses; round += 1) {
    const before = told.events.length;
    await told.until(
      (event) => event.kind === 'pointerMove' && told.events.indexOf(event) >= before,
    );
    const pausedNs = told.nowNs();
    await told.capture.pause();
    const lastNs = Math.max(...told.events.map(({ timeNs }) => timeNs));
    lateMs.push(Math.max(0, lastNs - pausedNs) / 1e6);
    told.events.length = 0;
    await told.capture.resume(consent);
  }
  clearInterval(moving);
  await told.capture.stop();
  hands.close();
  await ports.close();
  await desktop.stop();
  return lateMs;
}

export const bench: Bench = {
  title: 'Stopping capture',
  run: async (progress): Promise<readonly BenchRow[]> => {
    progress(`lockdown under ${people * recordersEach} recorders`);
    const lockdownMs = await measureLockdown();
    progress(`${pauses} pauses`);
    const pauseMs = await measurePause();
    return [
      { measure: 'capture stops after a lockdown, median', value: median(lockdownMs), unit: 'ms' },
      {
        measure: `capture stops after a lockdown, 99th percentile of ${lockdownMs.length} recorders`,
        value: atShare(lockdownMs, 0.99),
        unit: 'ms',
        goal: { kind: 'atMost', value: 30_000 },
      },
      {
        measure: `last event after the person's own pause, 99th percentile of ${pauseMs.length}`,
        value: atShare(pauseMs, 0.99),
        unit: 'ms',
      },
    ];
  },
};
