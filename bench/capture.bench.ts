/**
 * Capture on a private X server: what is lost at 125, 1,000 and 8,000 Hz, how
 * late it arrives, and what it costs; beside uiohook-napi on the same motion
 * and node-screenshots on the same screen.
 */
import { systemClock } from '@understudy/base';
import { openX11Desktop } from '@understudy/capture';
import { startDesktop, startProcess, type TestDesktop } from '@understudy/testkit';
import { fileURLToPath } from 'node:url';
import { measureCpuMs, median, type Bench, type BenchRow } from './bench.ts';

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
  const ports = await openX11Desktop({ display: desktop.display });
  const arrivedMs: number[] = [];
  const input = await ports.input.open((signals) => {
    const nowMs = Number(systemClock.monotonicNs()) / 1e6;
    for (const signal of signals) if (signal.kind === 'move') arrivedMs.push(nowMs);
  });
  let madeMs: readonly number[] = [];
  const startMs = performance.now();
  const cpuMs = await measureCpuMs(async () => {
    madeMs = await inject(desktop, hz, count);
  });
  const tookMs = performance.now() - startMs;
  await input.flush();
  await input.close();
  await ports.close();
  const latencies = arrivedMs
    .slice(0, madeMs.length)
    .map((ms, index) => ms - (madeMs[index] ?? ms))
    .toSorted((a, b) => a - b);
  const peer = await measureUiohook(desktop, hz, count);
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
      value: (cpuMs / tookMs) * 100,
      unit: '% of a core',
      ...(peer === null ? {} : { peers: [{ name: 'uiohook-napi', value: peer.cpuPercent }] }),
    },
  ];
}

async function inject(desktop: TestDesktop, hz: number, count: number): Promise<readonly number[]> {
  const program = fileURLToPath(new URL('capture-inject.ts', import.meta.url));
  const injector = desktop.run(process.execPath, [
    program,
    desktop.display,
    String(hz),
    String(count),
  ]);
  const line = await injector.line((text) => text.startsWith('['));
  const made: unknown = JSON.parse(line);
  return Array.isArray(made) ? made.map(Number) : [];
}

/** In a process of its own, since it reads DISPLAY once and hooks for good. */
async function measureUiohook(
  desktop: TestDesktop,
  hz: number,
  count: number,
): Promise<{ readonly arrived: number; readonly cpuPercent: number } | null> {
  const peer = startProcess(
    process.execPath,
    [fileURLToPath(new URL('capture-uiohook.ts', import.meta.url))],
    desktop.env,
  );
  try {
    await peer.line((line) => line === 'ready');
    await inject(desktop, hz, count);
    process.kill(peer.pid, 'SIGUSR2');
    const answer: unknown = JSON.parse(await peer.line((line) => line.startsWith('{')));
    return isPeerAnswer(answer) ? answer : null;
  } catch {
    return null;
  } finally {
    await peer.stop();
  }
}

function isPeerAnswer(
  value: unknown,
): value is { readonly arrived: number; readonly cpuPercent: number } {
  return typeof value === 'object' && value !== null && 'arrived' in value && 'cpuPercent' in value;
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
