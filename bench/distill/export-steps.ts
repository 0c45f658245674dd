/**
 * In a process of its own, so that its peak memory is its own: exports so many
 * steps, 50 a session, each with a picture of its own, in a thread with the limits of
 * `understudy export`, and prints what it took. `heldMiB` is what is still in use at the
 * end when garbage is collected.
 */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { exportDataset, profiles, type SessionSource } from '@understudy/distill';
import type { RecordingEvent, SessionHeader } from '@understudy/recording';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { peakMemoryMiB } from '../bench.ts';

const steps = Number(process.argv[2] ?? 1000);
const size = { width: Number(process.argv[3] ?? 320), height: Number(process.argv[4] ?? 200) };
const stepsPerSession = Math.min(50, steps);

/** A picture that compresses like a screen: flat areas with text-like noise. */
async function picture(width: number, height: number): Promise<Uint8Array> {
  const pixels = new Uint8Array(width * height * 3).fill(240);
  for (let at = 0; at < pixels.length; at += 3) {
    const x = (at / 3) % width;
    const y = Math.floor(at / 3 / width);
    if (y % 20 < 10 && x % 9 < 5 && (x * 31 + y * 17) % 7 < 3) pixels.fill(30, at, at + 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ lossless: true, effort: 0 })
    .toBuffer();
}

const keyframe = await picture(size.width, size.height);
const changed = {
  x: 0,
  y: 0,
  width: Math.floor(size.width / 4),
  height: Math.floor(size.height / 4),
};
const patch = await picture(changed.width, changed.height);

function* work(): Generator<readonly RecordingEvent[]> {
  yield [{ kind: 'display', timeNs: 0, size, monitors: [] }];
  for (let step = 0; step < stepsPerSession - 1; step += 1) {
    const timeNs = step * 1e9;
    const whole = { x: 0, y: 0, ...size, mediaType: 'image/webp', data: keyframe } as const;
    const part = {
      ...changed,
      x: step % (size.width / 2),
      mediaType: 'image/webp',
      data: patch,
    } as const;
    const place = { x: step % size.width, y: step % size.height, button: 'left' } as const;
    yield [
      {
        kind: 'screen',
        timeNs,
        frame: createId('frame', systemClock, systemRandom),
        size,
        cause: 'damage',
        keyframe: step % 30 === 0,
        patches: [step % 30 === 0 ? whole : part],
      },
      { kind: 'pointerButton', timeNs: timeNs + 7e8, ...place, pressed: true },
      { kind: 'pointerButton', timeNs: timeNs + 7.6e8, ...place, pressed: false },
    ];
  }
}

function source(): SessionSource {
  const session = createId('session', systemClock, systemRandom);
  const header: SessionHeader = {
    session,
    origin: { kind: 'foreign', recorder: 'bench' },
    task: 'Measure',
    tier: 'screen',
    startedAt: '2026-01-01T00:00:00.000Z',
    platform: 'unknown',
    recorder: 'bench',
  };
  async function* events(): AsyncGenerator<readonly RecordingEvent[]> {
    yield* work();
  }
  const open = async () => ({
    recording: { header, events: events() },
    releases: () => [],
    reportSha256: () => null,
    standIns: () => [],
    repairs: () => ({}),
  });
  return { session, open };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const home = await mkdtemp(join(tmpdir(), 'understudy-bench-'));
try {
  const sources = Array.from({ length: Math.ceil(steps / stepsPerSession) }, source);
  const before = process.cpuUsage();
  const manifest = await exportDataset(sources, {
    format: 'agentnet',
    profile: profiles.agentnet,
    out: join(home, 'dataset'),
    licence: 'other',
    tool: 'bench',
  });
  const used = process.cpuUsage(before);
  const seconds = (used.user + used.system) / 1e6;
  const written = manifest.sessions.reduce((sum, session) => sum + session.steps, 0);
  const peakMiB = peakMemoryMiB();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  const heldMiB = (heapUsed + external) / 1024 / 1024;
  process.stdout.write(
    `${JSON.stringify({ written, stepsPerSecond: written / seconds, peakMiB, heldMiB })}\n`,
  );
} finally {
  await rm(home, { recursive: true, force: true });
}
