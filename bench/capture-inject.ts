/**
 * A program of its own that makes pointer motion by XTEST at a steady rate:
 * `capture-inject.ts DISPLAY RATE_HZ COUNT` prints the monotonic milliseconds
 * of each motion, as JSON, once all are made.
 */
import { createTestHands } from '@understudy/testkit';

const [display = '', rateHz = '125', count = '0'] = process.argv.slice(2);
const hands = await createTestHands({ display });
const madeMs: number[] = [];
const startMs = monotonicMs();
for (let made = 0; made < Number(count); made += 1) {
  const dueMs = startMs + (made * 1000) / Number(rateHz);
  while (monotonicMs() < dueMs) {
    if (dueMs - monotonicMs() > 2) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  madeMs.push(monotonicMs());
  hands.moveTo(100 + (made % 1000), 100 + (made % 600));
  // The server's queue of made-up input is short; a turn of the loop lets the socket drain.
  if (made % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
}
await hands.done();
hands.close();
process.stdout.write(`${JSON.stringify(madeMs)}\n`);

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
