/**
 * The keyboard of the review: what the pointer can do, keys can. Not while
 * somebody types, and not at all where they turned it off (WCAG 2.1.4).
 */
import type { CompanionTimeline } from '@understudy/protocol';
import type { CutRange } from './cut-card.tsx';
import { indexAt } from './index-at.ts';
import type { Playhead } from './playhead.ts';

const second = 1e9;
/** Where a letter is text, and an arrow moves in it. */
const typed = 'input:not([type="checkbox"],[type="range"]),textarea,select,[role="alertdialog"]';
/** Where space does something of its own; on the slider it means the same as elsewhere. */
const pressed = `${typed},input:not([type="range"]),button,a`;

const storage = 'understudy.review-keys';

export const keysWanted = (): boolean => localStorage.getItem(storage) !== 'off';

export function wantKeys(wanted: boolean): void {
  localStorage.setItem(storage, wanted ? 'on' : 'off');
}

export function followKeys(
  target: Window,
  playhead: Playhead,
  steps: CompanionTimeline['steps'],
  onRange: (change: (range: CutRange) => CutRange) => void,
): () => void {
  const starts = steps.map(({ startNs }) => startNs);
  const jump = (by: number): void => {
    const start = starts[indexAt(starts, playhead.timeNs()) + by];
    if (start !== undefined) playhead.seek(start);
  };
  const acts: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ' ': () => (playhead.playing() ? playhead.pause() : playhead.play(1)),
    ArrowLeft: (event) => playhead.seek(playhead.timeNs() - (event.shiftKey ? 10 : 1) * second),
    ArrowRight: (event) => playhead.seek(playhead.timeNs() + (event.shiftKey ? 10 : 1) * second),
    j: () => jump(1),
    k: () => jump(-1),
    '[': () => onRange((range) => ({ ...range, fromNs: playhead.timeNs() })),
    ']': () => onRange((range) => ({ ...range, toNs: playhead.timeNs() })),
  };
  const onKey = (event: KeyboardEvent): void => {
    const { target: place } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (place instanceof HTMLElement && place.closest(event.key === ' ' ? pressed : typed)) return;
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  // Before the slider hears it, which would move by a step of its own.
  const before = { capture: true };
  target.addEventListener('keydown', onKey, before);
  return () => target.removeEventListener('keydown', onKey, before);
}
