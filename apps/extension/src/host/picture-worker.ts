/**
 * Pictures of tabs → pixels and what of them changed, in a worker of its own: a
 * picture is megabytes, and a browser that is given as many looks through all
 * that stands beside them, which in the host is much and here is nothing.
 */
import { applyChanges } from '@understudy/capture';
import type { Size } from '@understudy/recording';
import { findTextLike } from '@understudy/redact';
import { decodePng } from './decode-png.ts';
import type { PictureAnswer, PictureCall } from './picture-call.ts';

/** The picture before. */
let shown: { readonly tab: number; readonly size: Size; readonly pixels: Uint8Array } | null = null;
let turn: Promise<unknown> = Promise.resolve();

globalThis.addEventListener('message', ({ data: call }: MessageEvent<PictureCall>) => {
  const answering = turn.then(() => read(call)).catch((): PictureAnswer => ({ kind: 'failed' }));
  turn = answering.then(send);
});

const send = (answer: PictureAnswer): void =>
  globalThis.postMessage(answer, {
    transfer: answer.kind === 'read' ? [answer.pixels.buffer] : [],
  });

async function read({ tab, png, told }: PictureCall): Promise<PictureAnswer> {
  const { size, pixels } = await decodePng(png);
  const whole = { x: 0, y: 0, ...size };
  // Before the picture counts as shown: where this fails, the next one is compared with what was given on.
  const untold = findTextLike(pixels, size, told);
  const isFirst = shown?.tab !== tab;
  if (
    shown === null ||
    isFirst ||
    shown.size.width !== size.width ||
    shown.size.height !== size.height
  ) {
    // A copy: the pixels are given away.
    shown = { tab, size, pixels: pixels.slice() };
    return { kind: 'read', size, pixels, damage: [whole], untold, isFirst };
  }
  const damage = applyChanges(pixels, shown.pixels, whole, size);
  if (damage.length === 0) return { kind: 'same' };
  return { kind: 'read', size, pixels, damage, untold, isFirst };
}
