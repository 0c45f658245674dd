import { expect, test } from 'vitest';
import { createSlices, type Steps } from './slices.ts';

function* count(to: number): Steps<number> {
  for (let step = 0; step < to; step += 1) {
    for (const endMs = performance.now() + 1; performance.now() < endMs;);
    yield 'heavy';
  }
  return to;
}

/** A page that is never idle: one task follows upon the other. */
function keepBusy(): () => void {
  const { port1, port2 } = new MessageChannel();
  let isBusy = true;
  port1.addEventListener('message', () => {
    for (const endMs = performance.now() + 4; performance.now() < endMs;);
    if (isBusy) port2.postMessage(null);
  });
  port1.start();
  port2.postMessage(null);
  return () => {
    isBusy = false;
  };
}

test('on a page that is never idle, work that someone waits for is done before work that nobody does', async () => {
  const slices = createSlices(() => undefined);
  const done: string[] = [];
  const relax = keepBusy();
  await new Promise<void>((resolve) => {
    slices.runIdle(count(12), () => {
      done.push('idle');
      resolve();
    });
    slices.runIdle(count(12), () => done.push('hurried')).hurry();
  });
  relax();
  expect(done).toEqual(['hurried', 'idle']);
});

test('work that is over, or was stopped, is not begun again by a hurry', async () => {
  let slicesRun = 0;
  const slices = createSlices(() => {
    slicesRun += 1;
  });
  const ended = Promise.withResolvers<number>();
  const over = slices.runIdle(count(1), ended.resolve);
  const stopped = slices.runIdle(count(1), () => expect.unreachable());
  stopped.stop();
  stopped.hurry();
  expect(await ended.promise).toBe(1);
  over.hurry();
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 100 }));
  expect(slicesRun).toBe(1);
});
