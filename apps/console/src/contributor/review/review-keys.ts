/** The keyboard of the review: what the pointer can do, keys can. Not while somebody types. */
import type { CompanionTimeline } from '@understudy/protocol';
import type { CutRange } from './cut-card.tsx';
import { indexAt } from './index-at.ts';
import type { Playhead } from './playhead.ts';

const second = 1e9;

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
    if (
      place instanceof HTMLElement &&
      place.closest('input,textarea,select,button,a,dialog,[role="alertdialog"]')
    )
      return;
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(event);
  };
  target.addEventListener('keydown', onKey);
  return () => target.removeEventListener('keydown', onKey);
}
