/**
 * Paints one moment of a session: the picture, scaled to the stage, and over
 * it, in the stage's own pixels so that they stay legible, what was covered,
 * the step's target and the pointer's way.
 */
import type { CompanionTimeline } from '@understudy/protocol';
import type { DrawnBox } from './black-out-card.tsx';
import { indexAt } from './index-at.ts';
import type { StageColours } from './stage-message.ts';

export interface Moment {
  readonly image: OffscreenCanvas | null;
  /** Of the screen; all boxes and points are in its pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** The pointer's path around this moment: timeNs, x, y, timeNs, x, y … */
  readonly pointer: readonly number[];
  readonly timeNs: number;
  readonly target: DrawnBox | null;
  readonly covered: CompanionTimeline['redactions'][number]['boxes'];
  /** Of the screen, too. */
  readonly pointed: { readonly x: number; readonly y: number } | null;
  readonly drawn: DrawnBox | null;
  readonly pixelRatio: number;
  readonly colours: StageColours;
  /** What stands where no picture is. */
  readonly words: string;
}

type Context = OffscreenCanvasRenderingContext2D;

const trailNs = 1.5e9;

export function paintStage(context: Context, moment: Moment): void {
  const { colours, image, pixelRatio } = moment;
  const { width, height } = context.canvas;
  if (image === null) {
    context.fillStyle = colours.ground;
    context.fillRect(0, 0, width, height);
    context.fillStyle = colours.ink;
    context.font = `${15 * pixelRatio}px sans-serif`;
    context.textAlign = 'center';
    context.fillText(moment.words, width / 2, height / 2);
  } else {
    context.imageSmoothingQuality = 'medium';
    context.drawImage(image, 0, 0, width, height);
  }
  const scale = width / moment.size.width;
  paintCovered(context, moment, scale);
  if (moment.target !== null) {
    context.strokeStyle = colours.target;
    context.lineWidth = 2 * pixelRatio;
    strokeBox(context, moment.target, scale);
  }
  if (moment.drawn !== null) {
    const { x, y, width, height } = moment.drawn;
    context.fillStyle = '#000000b0';
    context.fillRect(x * scale, y * scale, width * scale, height * scale);
  }
  paintPointer(context, moment, scale);
}

function strokeBox(context: Context, box: DrawnBox, scale: number): void {
  context.strokeRect(box.x * scale, box.y * scale, box.width * scale, box.height * scale);
}

/** A line around each covered place. Only of the one that is pointed at is said what it is: words would hide what stands beside it. */
function paintCovered(context: Context, moment: Moment, scale: number): void {
  const { covered, colours, pointed, pixelRatio } = moment;
  context.lineWidth = 1.5 * pixelRatio;
  context.strokeStyle = colours.covered;
  for (const box of covered) strokeBox(context, box, scale);
  const named = pointed === null ? null : smallestAt(covered, pointed);
  if (named === null) return;
  const height = 18 * pixelRatio;
  context.font = `bold ${12 * pixelRatio}px sans-serif`;
  context.textAlign = 'left';
  const width = context.measureText(named.label).width + 8 * pixelRatio;
  const x = Math.max(0, Math.min(named.x * scale, context.canvas.width - width));
  const above = named.y * scale - height;
  const y = above >= 0 ? above : (named.y + named.height) * scale;
  context.fillStyle = colours.covered;
  context.fillRect(x, y, width, height);
  context.fillStyle = '#ffffff';
  context.fillText(named.label, x + 4 * pixelRatio, y + height - 5 * pixelRatio);
}

/** Covers stand inside of others. */
function smallestAt<Box extends DrawnBox>(
  boxes: readonly Box[],
  { x, y }: { readonly x: number; readonly y: number },
): Box | null {
  const here = boxes.filter(
    (box) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height,
  );
  return here.toSorted((a, b) => a.width * a.height - b.width * b.height)[0] ?? null;
}

function paintPointer(
  context: Context,
  { pointer, timeNs, colours, pixelRatio }: Moment,
  scale: number,
): void {
  const now = indexAt(pointer, timeNs, 3);
  if (now < 0) return;
  const at = (index: number): readonly [number, number] => [
    (pointer[index * 3 + 1] ?? 0) * scale,
    (pointer[index * 3 + 2] ?? 0) * scale,
  ];
  context.strokeStyle = colours.path;
  context.lineWidth = 2 * pixelRatio;
  context.beginPath();
  context.moveTo(...at(now));
  for (let index = now - 1; index >= 0; index -= 1) {
    if ((pointer[index * 3] ?? 0) < timeNs - trailNs) break;
    context.lineTo(...at(index));
  }
  context.stroke();
  context.beginPath();
  context.arc(...at(now), 6 * pixelRatio, 0, Math.PI * 2);
  context.fillStyle = colours.path;
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.5 * pixelRatio;
  context.stroke();
}
