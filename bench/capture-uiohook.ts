/** uiohook-napi alone, as a peer of capture: counts motion until SIGUSR2, then prints it. */
import { uIOhook } from 'uiohook-napi';

let arrived = 0;
let startMs = 0;
let startCpu = process.cpuUsage();
uIOhook.on('mousemove', () => {
  if (arrived === 0) {
    startMs = performance.now();
    startCpu = process.cpuUsage();
  }
  arrived += 1;
});
uIOhook.start();
process.on('SIGUSR2', () => {
  // It batches for up to 217 ms.
  setTimeout(() => {
    const used = process.cpuUsage(startCpu);
    const cpuPercent = (used.user + used.system) / 10 / (performance.now() - startMs);
    process.stdout.write(`${JSON.stringify({ arrived, cpuPercent })}\n`);
    uIOhook.stop();
  }, 500);
});
setTimeout(() => process.stdout.write('ready\n'), 300);
