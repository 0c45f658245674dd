/** `verify-session --display`: a session of an editor, replayed on a virtual desktop from the command line. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { openSight, openX11Desktop } from '@understudy/capture';
import { createHands } from '@understudy/lab';
import { encodeSegment, type RecordingEvent, type SegmentContent } from '@understudy/recording';
import { startApp, startDesktop, type TestDesktop } from '@understudy/testkit';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './up-process.ts';

const hasEditor = existsSync('/usr/bin/Xvfb') && existsSync('/usr/bin/mousepad');
if (!hasEditor) console.warn('skipped: verify-session on a desktop, Xvfb or mousepad is absent');

const seconds = 1_000_000_000;

/** The keys that a person typed, one every 100 ms from second 2 on. */
const typed = (text: string): RecordingEvent[] =>
  Array.from(text).flatMap((key, index) =>
    [true, false].map((pressed): RecordingEvent => {
      const stroke = { kind: 'known', code: `Key${key.toUpperCase()}`, key } as const;
      const timeNs = 2 * seconds + index * 1e8 + (pressed ? 0 : 5e7);
      return { kind: 'key', timeNs, pressed, stroke };
    }),
  );

describe.skipIf(!hasEditor)('verify-session on a desktop', () => {
  let desktop: TestDesktop;
  let session: string;
  beforeAll(async () => {
    desktop = await startDesktop({ width: 800, height: 600 });
    session = await record('hello');
  });
  afterAll(() => desktop.stop());

  /** Types into a new editor, and writes the session as a segment. */
  async function record(text: string): Promise<string> {
    const ports = await openX11Desktop({ display: desktop.display });
    const screen = await ports.screen.open(() => undefined);
    const hands = await createHands(desktop.display);
    const size = screen.size();
    const frame = async (atSeconds: number): Promise<RecordingEvent> => {
      const bgrx = new Uint8Array(size.width * size.height * 4);
      await screen.grab([{ x: 0, y: 0, ...size }], bgrx);
      const rgb = Uint8Array.from({ length: size.width * size.height * 3 }, (_, at) => {
        const pixel = Math.floor(at / 3);
        return bgrx[pixel * 4 + 2 - (at % 3)] ?? 0;
      });
      const image = sharp(rgb, { raw: { ...size, channels: 3 } });
      const data = new Uint8Array(await image.png().toBuffer());
      const patch = { x: 0, y: 0, ...size, mediaType: 'image/png', data } as const;
      return {
        kind: 'screen',
        timeNs: atSeconds * seconds,
        frame: createId('frame', systemClock, systemRandom),
        size,
        cause: 'damage',
        keyframe: true,
        patches: [patch],
      };
    };
    const editor = await startApp({ desktop, command: 'mousepad' });
    const before = await frame(1);
    const sight = await openSight(ports);
    // A window that has just come may not have the keyboard yet.
    for (let focused = null; focused === null;) focused = await sight.focused();
    await sight.close();
    await hands.type(text);
    const events = [before, ...typed(text), await frame(4)];
    await editor.stop();
    hands.close();
    await screen.close();
    await ports.close();
    const kept = events.length;
    const segment: SegmentContent = {
      header: {
        session: createId('session', systemClock, systemRandom),
        origin: { kind: 'foreign', recorder: 'test' },
        task: 'Write hello',
        tier: 'screen',
        startedAt: '2026-01-01T00:00:00.000Z',
        platform: 'x11',
        recorder: 'test',
      },
      index: 0,
      events,
      accounting: { generated: null, arrived: kept, kept, dropped: {} },
      report: null,
    };
    const path = join(desktop.dir, 'session.mcap');
    await writeFile(path, await encodeSegment(segment));
    return path;
  }

  const verify = (...args: readonly string[]) =>
    runCli(['--json', 'verify-session', session, ...args], desktop.env);

  it('needs to be told when the task is done, in words that a desktop has', async () => {
    const there = ['--display', desktop.display, '--run', 'mousepad'];
    const other = await verify(...there, '--expect-url', 'http://a.example/');
    expect(other.err).toContain('On a desktop, say when the task is done');
    const page = ['--url', 'http://127.0.0.1/', '--expect-screen', '90'];
    expect((await verify(...page)).code).toBe(2);
  });

  it('is verified where the screen ends as it did, and not without the last step', async () => {
    const there = ['--display', desktop.display, '--run', 'mousepad', '--timeout', '8'];
    const { code, out } = await verify(...there, '--expect-screen', '90');
    expect(JSON.parse(out)).toMatchObject({ verdict: 'verified', steps: [{ by: 'keys' }, {}] });
    expect(code).toBe(0);
  });
});
