import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasFfmpeg,
  importAll,
  importWorld,
  makeVideo,
  owaMcap,
  type ImportWorld,
} from './import-world.ts';

if (!hasFfmpeg) console.warn('skipped: the videos of other recorders, ffmpeg is absent');

let world: ImportWorld;
let png: Buffer;
beforeAll(async () => {
  world = await importWorld();
  const blank = { width: 32, height: 16, channels: 3, background: 'white' } as const;
  png = await sharp({ create: blank }).png().toBuffer();
});
afterAll(() => world.remove());

const screen = (atMs: number, body: unknown) => ({ topic: 'screen', atMs, body });
const importMessages = async (messages: Parameters<typeof owaMcap>[0]) =>
  importAll(await world.file('a.mcap', await owaMcap(messages)));

describe('a screen message of OWAMcap', () => {
  it.each([
    ['5.1: a data URI', () => ({ uri: `data:image/png;base64,${png.toString('base64')}` })],
    ['5.0: data', () => ({ type: 'embedded', format: 'png', data: png.toString('base64') })],
    ['5.0: a file', () => ({ type: 'external_image', path: 'shot.png' })],
    ['5.1: a file', () => ({ uri: 'shot.png', pts_ns: null })],
  ])('of version 0.%s is a frame', async (_name, ref) => {
    await world.file('shot.png', png);
    const { events, repairs } = await importMessages([screen(1000, { media_ref: ref() })]);
    expect(events).toMatchObject([
      { kind: 'display', size: { width: 32, height: 16 } },
      { kind: 'screen', keyframe: true, patches: [{ mediaType: 'image/png', width: 32 }] },
    ]);
    expect(repairs).toEqual({});
  });

  it.each([
    ['of Windows', 'C:\\Users\\Ann\\shot.png'],
    ['of Linux', '/home/ann/shot.png'],
    ['as an address', 'file:///home/ann/shot.png'],
  ])('with a path of another machine %s has the picture beside the file', async (_name, uri) => {
    await world.file('shot.png', png);
    const { events, repairs } = await importMessages([screen(1000, { media_ref: { uri } })]);
    expect(events.map(({ kind }) => kind)).toEqual(['display', 'screen']);
    expect(repairs).toEqual({});
  });

  it.each(['source_shape', 'original_shape'])(
    'whose picture is smaller than its %s leaves the places those of the desktop',
    async (name) => {
      await world.file('shot.png', png);
      const click = { event_type: 'click', x: 1900, y: 1000, button: 'left', pressed: true };
      const { events, repairs } = await importMessages([
        { topic: 'mouse', atMs: 999, body: { event_type: 'move', x: 1900, y: 1000 } },
        screen(1000, { [name]: [1920, 1080], shape: [32, 16], media_ref: { uri: 'shot.png' } }),
        { topic: 'mouse', atMs: 1001, body: click },
      ]);
      expect(events).toMatchObject([
        { kind: 'pointerMove' },
        { kind: 'display', size: { width: 1920, height: 1080 } },
        { kind: 'screen', size: { width: 32, height: 16 } },
        { kind: 'pointerButton', x: 1900, y: 1000 },
      ]);
      expect(repairs).toEqual({});
    },
  );

  it.each([
    ['is no picture', { uri: 'data:image/png;base64,AAAA' }],
    ['is somewhere else', { uri: 'https://elsewhere.example/shot.png' }],
    ['is not there', { uri: 'missing.png' }],
  ])('whose picture %s is counted', async (_name, mediaRef) => {
    const { events, repairs } = await importMessages([screen(1000, { media_ref: mediaRef })]);
    expect(events).toEqual([]);
    expect(repairs).toEqual({ unreadFrame: 1 });
  });

  it('whose picture would unpack to more than any screen is counted, and not unpacked', async () => {
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    const uri = `data:image/png;base64,${bomb.toString('base64')}`;
    const { repairs } = await importMessages([screen(1000, { media_ref: { uri } })]);
    expect(repairs).toEqual({ unreadFrame: 1 });
  });

  it('that leads out of its folder is refused', async () => {
    const up = { media_ref: { uri: '../../../../../../etc/passwd' } };
    await expect(importMessages([screen(1000, up)])).rejects.toMatchObject({
      code: 'outsideFolder',
    });
  });

  it('that is not JSON is refused, with its number', async () => {
    await expect(importMessages([screen(1000, '{')])).rejects.toThrow(
      'Message 0 on the topic "screen"',
    );
  });

  it.skipIf(!hasFfmpeg).each([
    ['0.3.2', (pts: number) => ({ path: 'a.mkv', pts })],
    ['0.4.2', (pts: number) => ({ path: 'a.mkv', pts, original_shape: [320, 240] })],
    [
      '0.5.0',
      (pts: number) => ({ media_ref: { type: 'external_video', path: 'a.mkv', pts_ns: pts } }),
    ],
    ['0.5.1', (pts: number) => ({ media_ref: { uri: 'a.mkv', pts_ns: pts } })],
  ])(
    'of version %s shows its moment of the video, and is counted where there is none',
    async (_version, body) => {
      makeVideo(join(world.home, 'a.mkv'));
      const messages = [
        screen(5000, body(0)),
        screen(5500, body(5e8)),
        screen(9000, body(1.2e9)),
        screen(9999, body(4e9)),
      ];
      const { events, repairs } = await importMessages(messages);
      const frames = events.filter(({ kind }) => kind === 'screen');
      expect(frames).toMatchObject([
        { timeNs: 0, keyframe: true },
        { timeNs: 4e9, keyframe: false, patches: [{ x: 0, y: 0, height: 240 }] },
      ]);
      expect(repairs).toEqual({ unreadFrame: 1 });
    },
  );
});

it.skipIf(!hasFfmpeg)(
  'a window whose place is told late has a whole frame first, from then on',
  async () => {
    makeVideo(join(world.home, 'a.mkv'));
    const picture = (atMs: number, pts: number) =>
      screen(atMs, { media_ref: { uri: 'a.mkv', pts_ns: pts } });
    const { events, repairs } = await importMessages([
      { topic: 'mouse', atMs: 999, body: { event_type: 'move', x: 1900, y: 1000 } },
      picture(1000, 0),
      {
        topic: 'window',
        atMs: 1500,
        body: { title: 'a', rect: [1000, 500, 1332, 746], hWnd: 1 },
      },
      picture(2200, 1.2e9),
    ]);
    expect(events.slice(-3)).toMatchObject([
      { kind: 'display', size: { width: 320, height: 240 } },
      { kind: 'screen', keyframe: true },
      { kind: 'screen', keyframe: false },
    ]);
    expect(repairs).toEqual({ frameWithoutPlace: 1 });
  },
);

describe('the clock of an OWAMcap file', () => {
  it('goes on from where it was when it is set back, counted', async () => {
    const move = (atMs: number) => ({
      topic: 'mouse',
      atMs,
      body: { event_type: 'move', x: 1, y: 1 },
    });
    const { events, repairs } = await importMessages([5e6, 5e6 + 1, 10, 12].map(move));
    expect(events.map(({ timeNs }) => timeNs / 1e6)).toEqual([0, 1, 1, 3]);
    expect(repairs).toEqual({ clockBackwards: 1 });
  });
});

describe('the keys of an OWAMcap file', () => {
  it('are capitals by Shift or Caps Lock, and small by both', async () => {
    const [capsLock, shift, a, digit] = [0x14, 0xa0, 0x41, 0x31];
    const downAndUp = (vk: number) => [vk, -vk];
    const pressed = [
      [...downAndUp(a), capsLock, capsLock, -capsLock, ...downAndUp(a), ...downAndUp(digit)],
      [shift, a, -a, -shift, ...downAndUp(capsLock)],
      [shift, a, -a, digit, -digit, -shift],
    ].flat();
    const { events } = await importMessages(
      pressed.map((vk, index) => ({
        topic: 'keyboard',
        atMs: 1000 + index,
        body: { event_type: vk > 0 ? 'press' : 'release', vk: Math.abs(vk) },
      })),
    );
    const written = events.flatMap((event) =>
      event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
        ? [event.stroke.key]
        : [],
    );
    expect(written.filter((key) => key.length === 1).join('')).toBe('aA1aA!');
  });
});
