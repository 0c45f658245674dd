/**
 * Capture on a private X server: what is lost at 125, 1,000 and 8,000 Hz, how
 * late it arrives, and what it costs; beside uiohook-napi on the same motion
 * and node-screenshots on the same screen.
 */
import { openX11Desktop } from '@understudy/capture';
import { startDesktop, type TestDesktop } from '@understudy/testkit';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { median, type Bench, type BenchRow } from './bench.ts';

const rates = [
  { hz: 125, count: 375 },
  { hz: 1000, count: 3000 },
  { hz: 8000, count: 16_000 },
];
const grabs = 20;

export const bench: Bench = {
  title: 'capture',
  run: async (progress) => {
    const desktop = await startDesktop({ width: 1920, height: 1080, accessibility: false });
    try {
      const rows: BenchRow[] = [];
      for (const rate of rates) {
        progress(`motion at ${rate.hz} Hz`);
        rows.push(...(await measureMotion(desktop, rate.hz, rate.count)));
      }
      progress('reading the screen');
      rows.push(await measureGrab(desktop));
      return rows;
    } finally {
      await desktop.stop();
    }
  },
};

async function measureMotion(
  desktop: TestDesktop,
  hz: number,
  count: number,
): Promise<readonly BenchRow[]> {
  const { madeMs, told } = await hear(
    desktop,
    new URL('capture-input.ts', import.meta.url),
    hz,
    count,
  );
  const { arrivedMs, cpuPercent } = ourAnswer.parse(told);
  const latencies = arrivedMs
    .slice(0, madeMs.length)
    .map((ms, index) => ms - (madeMs[index] ?? ms))
    .toSorted((a, b) => a - b);
  // It may have no build for this machine.
  const peer = await hear(desktop, new URL('capture-uiohook.ts', import.meta.url), hz, count).then(
    (heard) => peerAnswer.parse(heard.told),
    () => null,
  );
  const share = (part: number): number =>
    latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
  return [
    {
      measure: `motion lost at ${hz} Hz`,
      value: count - arrivedMs.length,
      unit: 'events',
      goal: { kind: 'atMost', value: 0 },
      ...(peer === null ? {} : { peers: [{ name: 'uiohook-napi', value: count - peer.arrived }] }),
    },
    { measure: `latency at ${hz} Hz, median`, value: median(latencies), unit: 'ms' },
    { measure: `latency at ${hz} Hz, 99th percentile`, value: share(0.99), unit: 'ms' },
    {
      measure: `CPU of input at ${hz} Hz`,
      value: cpuPercent,
      unit: '% of a core',
      ...(peer === null ? {} : { peers: [{ name: 'uiohook-napi', value: peer.cpuPercent }] }),
    },
  ];
}

const ourAnswer = z.object({ arrivedMs: z.array(z.number()), cpuPercent: z.number() });
const peerAnswer = z.object({ arrived: z.number(), cpuPercent: z.number() });

/** Motion, heard by a process of its own: when each was made, and what that process tells of it. */
async function hear(
  desktop: TestDesktop,
  listener: URL,
  hz: number,
  count: number,
): Promise<{ readonly madeMs: readonly number[]; readonly told: unknown }> {
  const { display } = desktop;
  const listening = desktop.run(process.execPath, [fileURLToPath(listener), display]);
  try {
    await listening.line((line) => line === 'ready');
    const made = desktop.run(process.execPath, [
      fileURLToPath(new URL('capture-inject.ts', import.meta.url)),
      display,
      String(hz),
      String(count),
    ]);
    const madeMs = z
      .array(z.number())
      .parse(JSON.parse(await made.line((text) => text.startsWith('['))));
    process.kill(listening.pid, 'SIGUSR2');
    return { madeMs, told: JSON.parse(await listening.line((line) => line.startsWith('{'))) };
  } finally {
    await listening.stop();
  }
}

async function measureGrab(desktop: TestDesktop): Promise<BenchRow> {
  const ports = await openX11Desktop({ display: desktop.display });
  const screen = await ports.screen.open(() => undefined);
  const { width, height } = screen.size();
  const target = new Uint8Array(width * height * 4);
  const whole = [{ x: 0, y: 0, width, height }];
  const spans: number[] = [];
  for (let grab = 0; grab < grabs; grab += 1) {
    const startMs = performance.now();
    await screen.grab(whole, target);
    spans.push(performance.now() - startMs);
  }
  await screen.close();
  await ports.close();
  const peer = desktop.run(process.execPath, [
    fileURLToPath(new URL('capture-screenshots.ts', import.meta.url)),
    String(grabs),
  ]);
  const peerMs = await peer.line((line) => /^[\d.]+$/.test(line)).then(Number, () => null);
  return {
    measure: 'reading a 1920x1080 screen, median',
    value: median(spans),
    unit: 'ms',
    ...(peerMs === null ? {} : { peers: [{ name: 'node-screenshots', value: peerMs }] }),
  };
}
