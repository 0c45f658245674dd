/** Capture's input alone, as its peer is measured: when motion arrived until SIGUSR2, and its cost. */
import { systemClock } from '@understudy/base';
import { openX11Desktop } from '@understudy/capture';

const ports = await openX11Desktop({ display: process.argv[2] ?? '' });
const arrivedMs: number[] = [];
let startMs = 0;
let startCpu = process.cpuUsage();
const input = await ports.input.open((signals) => {
  if (arrivedMs.length === 0) {
    startMs = performance.now();
    startCpu = process.cpuUsage();
  }
  const nowMs = Number(systemClock.monotonicNs()) / 1e6;
  for (const signal of signals) if (signal.kind === 'move') arrivedMs.push(nowMs);
});
process.once('SIGUSR2', () => void tell());
process.stdout.write('ready\n');

async function tell(): Promise<void> {
  await input.flush();
  const used = process.cpuUsage(startCpu);
  const cpuPercent = (used.user + used.system) / 10 / (performance.now() - startMs);
  process.stdout.write(`${JSON.stringify({ arrivedMs, cpuPercent })}\n`);
  await input.close();
  await ports.close();
}
