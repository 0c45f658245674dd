/** Our own pages as pictures: what leaks with structure, by OCR alone, and by patterns on plain OCR. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import type { TextBox } from '@understudy/recording';
import { createImageRedactor, createRedactor } from '@understudy/redact';
import sharp from 'sharp';
import { measureCpuMs, type BenchRow } from '../bench.ts';
import { createForeignHeader, nothingCounted } from '../foreign-session.ts';
import { childCpuMs } from './child-cpu.ts';
import { judge } from './judge.ts';
import { measureWorked } from './measure-worked.ts';
import { pages } from './pages.ts';
import { takeShots, toPixels, type Shot } from './screens.ts';

/** The boxes that the session's redactor covers, given the page's own texts. */
async function coverByStructure({
  png,
  places,
}: Shot): Promise<{ x: number; y: number; width: number; height: number }[]> {
  const { pixels, width, height } = await toPixels(png);
  const redactor = createRedactor({
    header: createForeignHeader(),
    random: systemRandom,
    clock: systemClock,
  });
  const texts = places.map(({ text, label, x, y, width, height }): TextBox => ({
    box: { x, y, width, height },
    text,
    role: 'text',
    secure: false,
    label,
  }));
  const box = { x: 0, y: 0, width, height };
  redactor.push([
    {
      kind: 'rawFrame',
      timeNs: 1,
      frame: createId('frame', systemClock, systemRandom),
      size: { width, height },
      cause: 'start',
      pixels,
      damage: [box],
      windows: [{ handle: 1, app: 'chromium', box, allowed: true, texts }],
    },
  ]);
  const { events } = await redactor.finish(nothingCounted);
  return events.flatMap((event) => (event.kind === 'redaction' ? event.boxes : []));
}

async function typingFrameCpuMs(shot: Shot): Promise<number> {
  const page = await sharp(shot.png).resize(1920, 1080, { fit: 'fill' }).png().toBuffer();
  const { pixels, width, height } = await toPixels(page);
  const texts = shot.places.map(({ text, label, x, y, width: w, height: h }): TextBox => ({
    box: { x: x * 1.745, y: y * 1.742, width: w * 1.745, height: h * 1.742 },
    text,
    role: 'text',
    secure: false,
    label,
  }));
  const redactor = createRedactor({
    header: createForeignHeader(),
    random: systemRandom,
    clock: systemClock,
  });
  const frames = 120;
  const cpuMs = await measureCpuMs(async () => {
    for (let index = 0; index < frames; index += 1) {
      // Eight typed letters, and a scroll every twentieth frame.
      const damage =
        index % 20 === 0
          ? { x: 270, y: 80, width: 1600, height: 900 }
          : { x: 300 + (index % 60) * 12, y: 420, width: 96, height: 22 };
      for (let row = 0; row < damage.height; row += 1)
        pixels.fill(
          (index * 31 + row) % 200,
          ((damage.y + row) * width + damage.x) * 4,
          ((damage.y + row) * width + damage.x + 40) * 4,
        );
      redactor.push([
        {
          kind: 'rawFrame',
          timeNs: index * 5e8,
          frame: createId('frame', systemClock, systemRandom),
          size: { width, height },
          cause: 'damage',
          pixels,
          damage: [damage],
          windows: [
            {
              handle: 1,
              app: 'chromium',
              box: { x: 0, y: 0, width, height },
              allowed: true,
              texts,
            },
          ],
        },
      ]);
      if (index % 60 === 59) await redactor.cut(index * 5e8, nothingCounted);
    }
    await redactor.finish(nothingCounted);
  });
  return cpuMs / frames;
}

export async function measurePixels(progress: (line: string) => void): Promise<BenchRow[]> {
  progress('pages');
  const shots = await takeShots(pages());
  const reader = createImageRedactor();
  const byStructure = [];
  const byOcr = [];
  let ocrCpuMs = 0;
  for (const shot of shots) {
    progress(shot.name);
    byStructure.push(judge(shot, await coverByStructure(shot)));
    const before = childCpuMs();
    let boxes: Awaited<ReturnType<typeof reader.redact>>['boxes'] = [];
    ocrCpuMs += await measureCpuMs(async () => {
      ({ boxes } = await reader.redact(shot.png));
    });
    ocrCpuMs += childCpuMs() - before;
    byOcr.push(judge(shot, boxes));
  }
  const share = (verdicts: readonly { leaked: readonly unknown[] }[]): number =>
    verdicts.filter(({ leaked }) => leaked.length === 0).length / verdicts.length;
  const lost = (verdicts: readonly { lost: number }[]): number =>
    verdicts.reduce((sum, verdict) => sum + verdict.lost, 0) / verdicts.length;
  const first = shots[0];
  // Tiles with text on them, while recognition runs already: as when a session's frames are read.
  const tiles = await Promise.all(
    shots
      .slice(0, 10)
      .map(({ png }) =>
        sharp(png).extract({ left: 160, top: 40, width: 400, height: 200 }).png().toBuffer(),
      ),
  );
  const tileBefore = childCpuMs();
  const ownTileCpuMs = await measureCpuMs(async () => {
    for (const tile of tiles) await reader.redact(tile);
  });
  const tileCpuMs = (ownTileCpuMs + childCpuMs() - tileBefore) / tiles.length;
  return [
    {
      measure: `own pages (${shots.length}) with nothing leaked, by structure`,
      value: share(byStructure),
      unit: 'share',
      goal: { kind: 'atLeast', value: 1 },
    },
    {
      measure: 'other text covered there, mean',
      value: lost(byStructure),
      unit: 'share',
      goal: { kind: 'atMost', value: 0.05 },
    },
    {
      measure: 'own pages with nothing leaked, by OCR alone',
      value: share(byOcr),
      unit: 'share',
      goal: { kind: 'atLeast', value: 0.95 },
    },
    {
      measure: 'other text covered there, mean',
      value: lost(byOcr),
      unit: 'share',
      goal: { kind: 'atMost', value: 0.05 },
    },
    { measure: 'CPU per page of 1100x620, by OCR', value: ocrCpuMs / shots.length, unit: 'ms' },
    {
      measure: 'CPU per changed tile of 400x200, by OCR',
      value: tileCpuMs,
      unit: 'ms',
      goal: { kind: 'atMost', value: 150 },
    },
    ...(first === undefined
      ? []
      : [
          {
            measure: 'CPU per 1080p frame of typing and scrolling, by structure, WebP included',
            value: await typingFrameCpuMs(first),
            unit: 'ms',
            goal: { kind: 'atMost', value: 100 },
          } as const,
        ]),
    ...(await measureWorked()),
  ];
}
