/** node-screenshots alone, as a peer of capture: prints its median milliseconds for a whole screen. */
import { Monitor } from 'node-screenshots';
import { median } from './bench.ts';

const [count = '1'] = process.argv.slice(2);
const [monitor] = Monitor.all();
if (monitor === undefined) throw new Error('There is no monitor.');
const spans: number[] = [];
for (let shot = 0; shot < Number(count); shot += 1) {
  const startMs = performance.now();
  const image = await monitor.captureImage();
  await image.toRaw();
  spans.push(performance.now() - startMs);
}
process.stdout.write(`${median(spans)}\n`);
