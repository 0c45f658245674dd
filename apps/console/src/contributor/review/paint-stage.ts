/** Paints one moment of a session onto a canvas whose pixels are the screen's own. */
import type { CompanionTimeline } from '@understudy/protocol';
import { indexAt } from './playhead.ts';
import type { DrawnBox } from './black-out-card.tsx';

export interface StageColours {
  readonly ground: string;
  readonly ink: string;
  readonly path: string;
  readonly target: string;
  readonly covered: string;
}

export interface Moment {
  readonly image: ImageBitmap | null;
  readonly size: { readonly width: number; readonly height: number };
  /** The pointer's path around this moment: timeNs, x, y, timeNs, x, y … */
  readonly pointer: readonly number[];
  readonly timeNs: number;
  readonly target: CompanionTimeline['steps'][number]['target'];
  readonly covered: CompanionTimeline['redactions'][number]['boxes'];
  readonly drawn: DrawnBox | null;
  readonly colours: StageColours;
  /** What stands where no picture is. */
  readonly words: string;
}

const trailNs = 1.5e9;

export function paintStage(context: CanvasRenderingContext2D, moment: Moment): void {
  const { size, colours } = moment;
  context.clearRect(0, 0, size.width, size.height);
  if (moment.image === null) {
    context.fillStyle = colours.ground;
    context.fillRect(0, 0, size.width, size.height);
    context.fillStyle = colours.ink;
    context.font = '24px sans-serif';
    context.textAlign = 'center';
    context.fillText(moment.words, size.width / 2, size.height / 2);
  } else {
    context.drawImage(moment.image, 0, 0);
  }
  paintCovered(context, moment);
  if (moment.target !== null) {
    context.strokeStyle = colours.target;
    context.lineWidth = 3;
    const { x, y, width, height } = moment.target;
    context.strokeRect(x - 2, y - 2, width + 4, height + 4);
  }
  if (moment.drawn !== null) {
    context.fillStyle = '#000000b0';
    context.fillRect(moment.drawn.x, moment.drawn.y, moment.drawn.width, moment.drawn.height);
  }
  paintPointer(context, moment);
}

function paintCovered(context: CanvasRenderingContext2D, { covered, colours }: Moment): void {
  context.lineWidth = 2;
  context.font = 'bold 13px sans-serif';
  context.textAlign = 'left';
  for (const { x, y, width, height, label } of covered) {
    context.strokeStyle = colours.covered;
    context.strokeRect(x, y, width, height);
    const tagWidth = context.measureText(label).width + 8;
    context.fillStyle = colours.covered;
    context.fillRect(x, y - 16, tagWidth, 16);
    context.fillStyle = '#ffffff';
    context.fillText(label, x + 4, y - 4);
  }
}

function paintPointer(
  context: CanvasRenderingContext2D,
  { pointer, timeNs, colours }: Moment,
): void {
  const now = indexAt(pointer, timeNs, 3);
  if (now < 0) return;
  context.strokeStyle = colours.path;
  context.lineWidth = 3;
  context.beginPath();
  let first = true;
  for (let index = now; index >= 0; index -= 1) {
    if ((pointer[index * 3] ?? 0) < timeNs - trailNs) break;
    const [x, y] = [pointer[index * 3 + 1] ?? 0, pointer[index * 3 + 2] ?? 0];
    if (first) context.moveTo(x, y);
    else context.lineTo(x, y);
    first = false;
  }
  context.stroke();
  const [x, y] = [pointer[now * 3 + 1] ?? 0, pointer[now * 3 + 2] ?? 0];
  context.beginPath();
  context.arc(x, y, 9, 0, Math.PI * 2);
  context.fillStyle = colours.path;
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 2;
  context.stroke();
}
