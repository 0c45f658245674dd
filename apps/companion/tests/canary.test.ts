/**
 * Values that occur nowhere else in the world are typed, pasted, shown, and put
 * in titles, addresses, hidden fields, pictures and PDFs of a real recorded
 * session. Nothing of them may be on the disk, temporary files included, nor go
 * over the wire, nor be in what the sealed segments hold, nor legible in any
 * stored frame. With redaction off the same search finds them.
 */
import { createId, systemRandom } from '@understudy/base';
import { openX11Desktop, startCapture } from '@understudy/capture';
import { encodeSegment, type RawEvent, type RecordingEvent } from '@understudy/recording';
import { createPictureReader } from '@understudy/redact';
import { startChromium, startDesktop, type TestDesktop } from '@understudy/testkit';
import { startLocalServer, type LocalServer } from '@understudy/testkit/local-server';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createCompanion } from '../src/companion.ts';
import { markReviewed, shareSession } from '../src/decisions.ts';
import { deliver } from '../src/deliver.ts';
import { desktopToSource } from '../src/desktop.ts';
import { liveConsent } from '../src/receipts.ts';
import { openOwnBytes, openOwnSession } from '../src/review/open-own.ts';
import { createCanvas } from '../src/review/canvas.ts';
import { writeRules } from '../src/rules.ts';
import { readSession } from '../src/sessions.ts';
import { createContributor, type TestContributor } from './contributor.ts';
import { searchBytes, searchFolder, type Hit } from './haystack.ts';
import { startServers, type TestServers } from './servers.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const unique = randomBytes(4).toString('hex');
const digits = String(parseInt(unique, 16)).padStart(10, '7').slice(0, 9);

/** Each of a kind that redaction promises to catch, or in a place that it never keeps. */
const canaries = {
  typedMail: `typed.${unique}@canary-mail.com`,
  password: `Pw-${unique}-x9`,
  shownMail: `shown.${unique}@canary-mail.com`,
  shownCard: luhn(`4539${digits}51`),
  shownIban: iban(`37040044${digits}9`),
  titleMail: `title.${unique}@canary-mail.com`,
  query: `query${unique}token`,
  hidden: `hidden.${unique}@canary-mail.com`,
  placeholder: `holder.${unique}@canary-mail.com`,
  pasted: `pasted.${unique}@canary-mail.com`,
  picture: `picture.${unique}@canary-mail.com`,
  pdf: `printed.${unique}@canary-mail.com`,
  canvas: `drawn.${unique}@canary-mail.com`,
  ownTerm: 'plain copper kettle',
};
/** Words that only the program wants covered: its signed statement, which has them, may be on the wire. */
const programTerm = 'quiet harbour lantern';
/** Drawn beside the canvas's, and nobody's: what may be learnt from. */
const drawnLabel = 'Delivery status';
const needles = Object.values(canaries);

let site: LocalServer;
let origin: string;
let world: TestServers;
let desktop: TestDesktop;
let person: TestContributor;
let tap: WireTap;
/** Where temporary files of the recorder and of what it starts would be. */
let temporary: string;

const page = (): string => `<!doctype html><title>Order for ${canaries.titleMail}</title>
<body style="font: 15px sans-serif; margin: 20px">
<form><p><label>E-mail <input id="mail" name="mail" autofocus size="40" placeholder="${canaries.placeholder}"></label>
<p><label>Password <input id="password" type="password" name="password"></label>
<p><label>Copied from <input id="from" value="${canaries.pasted}" size="40"></label>
<p><label>Pasted into <input id="into" size="40"></label>
<input type="hidden" name="h" value="${canaries.hidden}"></form>
<p>Write to ${canaries.shownMail} of ${canaries.ownTerm} and ${programTerm}<p>Card ${canaries.shownCard}<p>IBAN ${canaries.shownIban}
<p><img alt="A scanned letter" src="data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="460" height="40"><text x="5" y="25" font-size="18">${canaries.picture}</text></svg>`,
).toString('base64')}">
<p><canvas id="sheet" aria-label="Sheet" role="img" width="560" height="40"></canvas>
<script>const drawing = document.getElementById('sheet').getContext('2d');
drawing.font = '16px sans-serif';
drawing.fillText('${drawnLabel}', 5, 25);
drawing.fillText('${canaries.canvas}', 180, 25);</script>`;

/** One page of Helvetica; readers find the objects without a table of their places. */
const pdf = (): string => {
  const text = `BT /F 20 Tf 40 700 Td (Write to ${canaries.pdf}) Tj ET`;
  return `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length ${text.length}>>stream
${text}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>
%%EOF`;
};

beforeAll(async () => {
  site = await startLocalServer((request, response) => {
    const isPdf = request.url === '/letter.pdf';
    response.setHeader('content-type', isPdf ? 'application/pdf' : 'text/html; charset=utf-8');
    response.end(isPdf ? pdf() : page());
  });
  ({ origin } = site);
  world = await startServers({
    apps: [{ kind: 'sites', app: 'chromium', origins: [origin] }],
    alwaysCover: { terms: [programTerm] },
  });
  desktop = await startDesktop({ width: 800, height: 600 });
  await startChromium({ desktop, url: `${origin}/order?user=${canaries.query}` });
  tap = await tapWire(world);
  person = await createContributor(tap.servers);
  await writeRules(person.home, { terms: [canaries.ownTerm], patterns: [], areas: [] });
  temporary = join(desktop.dir, 'temporary');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  tap.close();
  await desktop.stop();
  await person.remove();
  await world.stop();
  await site.close();
});

async function xdotool(...args: readonly string[]): Promise<void> {
  expect(await desktop.run('xdotool', args).ended).toBe(0);
}

/** As a person's hands would, by XTEST: two fields are typed into, one is copied into the next. */
async function fillIn(): Promise<void> {
  await xdotool('mousemove', '300', '200', 'click', '1', 'sleep', '1', 'key', 'Tab', 'sleep', '1');
  await xdotool('key', 'shift+Tab', 'sleep', '1');
  for (const text of [canaries.typedMail, canaries.password]) {
    await xdotool('type', '--delay', '40', text);
    await xdotool('sleep', '1', 'key', 'Tab', 'sleep', '1');
  }
  await xdotool('key', 'ctrl+c', 'sleep', '1', 'key', 'Tab', 'sleep', '1');
  await xdotool('key', 'ctrl+v', 'sleep', '1', 'key', 'Tab', 'sleep', '1');
}

/** The letter, by its address, for as long as it takes to be painted and looked at; and back. */
async function readLetter(look = (): Promise<void> => xdotool('sleep', '3')): Promise<void> {
  await xdotool('key', 'ctrl+l', 'sleep', '1', 'type', '--delay', '20', `${origin}/letter.pdf`);
  await xdotool('key', 'Return', 'sleep', '2', 'mousemove', '500', '300');
  await look();
  await xdotool('key', 'alt+Left', 'sleep', '2');
}

/** For reading pictures, however slow the machine. */
const timeEnough = { share: 1, reserveMs: 300_000, patienceMs: 100_000 };

// Each different frame is read: a second of CPU or so for each.
const readingMs = 400_000;

test(
  'nothing of what was typed, pasted, shown or hidden is on the disk or in what is sealed',
  { timeout: readingMs },
  async () => {
    const companion = await createCompanion({
      home: person.home,
      openSource: async () => ({
        ...desktopToSource(await openX11Desktop({ display: desktop.display })),
        createPictureReader: (clock) => createPictureReader({ clock, limits: timeEnough }),
      }),
      segmentMs: 4000,
    });
    await companion.start({
      program: person.known.program.program,
      task: `Write to ${canaries.shownMail}`,
    });
    await fillIn();
    await readLetter();
    const ended = await companion.stop();
    await companion.close();
    if (ended === null) throw new Error('nothing was recorded');
    await markReviewed(person.home, ended.session, 'person');
    await shareSession(person.home, ended.session);
    expect(await deliver(person.home, person.servers)).toMatchObject({ waiting: [], refused: [] });

    const hits: Hit[] = [
      ...(await searchFolder(person.home.dir, needles)),
      ...(await searchFolder(temporary, needles)),
      ...searchBytes(tap.bytes(), needles, 'the wire'),
    ];
    const state = await readSession(person.home, ended.session);
    // All that was sealed went over the wire.
    const sealedBytes = state.segments.reduce((sum, line) => sum + line.sizeBytes, 0);
    expect(tap.bytes().length).toBeGreaterThan(sealedBytes);
    for (const line of state.segments) {
      const mcap = await openOwnBytes(person.home, state, line);
      hits.push(...searchBytes(mcap, [...needles, programTerm], `segment ${line.index}`));
    }
    expect(hits).toEqual([]);

    let keys = 0;
    const pictures: Uint8Array[] = [];
    for await (const { events } of openOwnSession(person.home, state)) {
      keys += events.filter(({ kind }) => kind === 'key').length;
      pictures.push(...(await picturesOf(events)));
    }
    // It was no empty session: keys came, and frames.
    expect(keys).toBeGreaterThan(20);
    expect(pictures.length).toBeGreaterThan(1);
    const different = new Map(pictures.map((png) => [Buffer.from(png).toString('base64'), png]));
    const texts = [...different.values()].map(readPicture);
    const legible = [...needles, programTerm].filter((one) =>
      texts.some((text) => text.includes(squeeze(one))),
    );
    expect(legible).toEqual([]);
    expect(texts.filter((text) => text.includes(squeeze(drawnLabel)))).not.toEqual([]);
  },
);

test('with redaction off the same search finds them', { timeout: readingMs }, async () => {
  const raw: RawEvent[] = [];
  const frames: Uint8Array[] = [];
  const ports = await openX11Desktop({ display: desktop.display });
  const { home, known, receipt } = person;
  const capture = await startCapture({
    consent: await liveConsent(home, receipt, known),
    program: known.program,
    tier: 'screen',
    clipboard: false,
    desktop: ports,
    clock: home.clock,
    random: systemRandom,
    startNs: home.clock.monotonicNs(),
    onRaw: (events) => {
      for (const event of events) {
        if (event.kind === 'rawFrame') frames.push(Uint8Array.from(event.pixels));
        else raw.push(event);
      }
    },
    onState: () => {},
    onLedger: () => {},
  });
  await fillIn();
  await readLetter(async () => {
    let read = 0;
    const readNewest = async (): Promise<string> => {
      const newest = frames.at(-1);
      if (newest === undefined || frames.length === read) return '';
      read = frames.length;
      return rawToText(newest);
    };
    await expect.poll(readNewest, { timeout: readingMs }).toContain('writetoprinted.');
  });
  const accounting = await capture.stop();
  await ports.close();
  const mcap = await encodeSegment({
    header: {
      session: createId('session', home.clock, systemRandom),
      origin: { kind: 'foreign', recorder: 'the test itself' },
      task: `Write to ${canaries.shownMail}`,
      tier: 'screen',
      startedAt: new Date().toISOString(),
      platform: 'x11',
      recorder: 'the test itself',
    },
    index: 0,
    events: raw.filter(
      (event): event is Exclude<RawEvent, { kind: 'rawFrame' }> => event.kind !== 'rawFrame',
    ),
    accounting,
    report: null,
  });
  const found = new Set(searchBytes(mcap, needles, 'raw').map(({ needle }) => needle));
  expect(found).toContain(canaries.titleMail);
  expect(found).toContain(canaries.shownMail);
  const texts = await Promise.all(frames.slice(-lastFrames).map(rawToText));
  const isLegible = (needle: string): boolean =>
    texts.some((text) => text.includes(squeeze(needle)));
  expect(needles.filter(isLegible).length).toBeGreaterThan(0);
});

/** The letter and the form after it are in them. */
const lastFrames = 5;

async function rawToText(pixels: Uint8Array): Promise<string> {
  const { width, height } = desktop.size;
  const rgb = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let part = 0; part < 3; part += 1)
      rgb[pixel * 3 + part] = pixels[pixel * 4 + 2 - part] ?? 0;
  }
  const picture = sharp(rgb, { raw: { width, height, channels: 3 } }).png();
  return readPicture(await picture.toBuffer());
}

/** The screen after each frame of a segment, as PNG. */
async function picturesOf(events: readonly RecordingEvent[]): Promise<readonly Uint8Array[]> {
  const screens = events.filter((event) => event.kind === 'screen');
  const [first] = screens;
  if (first === undefined) return [];
  const canvas = createCanvas(first.size);
  const pictures: Uint8Array[] = [];
  for (const screen of screens) {
    await canvas.paint(screen);
    const { data } = await canvas.patch({ x: 0, y: 0, ...canvas.size });
    pictures.push(await sharp(data).png().toBuffer());
  }
  return pictures;
}

/** What Tesseract reads in it at twice its size, without spaces, in lower case. */
function readPicture(png: Uint8Array): string {
  const text = execFileSync('tesseract', ['-', '-', '--dpi', '96', '--psm', '11'], {
    input: execFileSync('convert', ['-', '-resize', '200%', 'png:-'], {
      input: png,
      maxBuffer: 1 << 26,
    }),
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString();
  return squeeze(text);
}

function squeeze(text: string): string {
  return text.replaceAll(/\s/g, '').toLowerCase();
}

function luhn(stem: string): string {
  let sum = 0;
  for (const [index, digit] of Array.from(stem).toReversed().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return stem + String((10 - (sum % 10)) % 10);
}

/** A German one, ISO 13616: mod 97 of the rest with "DE00" behind it. */
function iban(account: string): string {
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}
