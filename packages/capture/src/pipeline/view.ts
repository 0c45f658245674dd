/** A scene judged: which of the visible windows may be taken, and which has the keyboard. */
import { boxContains, subtractBox, type Box, type Point } from '@understudy/recording';
import type { AllowedApp } from '@understudy/consent';
import type { DesktopWindow, WindowScene } from '../ports.ts';
import { judgeWindow, needsPage, notAllowed, type PageFacts, type Verdict } from './allowlist.ts';
import type { Foreground } from './key-gate.ts';

export interface JudgedWindow extends DesktopWindow {
  readonly verdict: Verdict;
}

export interface View {
  readonly scene: WindowScene;
  /** Front first. */
  readonly windows: readonly JudgedWindow[];
  /** The window that has the keyboard, if one of those. */
  readonly front: JudgedWindow | null;
  readonly foreground: Foreground;
}

/** Before anything is known: nothing may be taken. */
export const unknownForeground: Foreground = {
  verdict: notAllowed,
  processId: null,
  pagesOnly: false,
  inDoubt: false,
};

export function judgeScene(
  scene: WindowScene,
  apps: readonly AllowedApp[],
  pageOf: (window: DesktopWindow) => PageFacts | null,
): View {
  return toView(scene, apps, (window) => judgeWindow(window, apps, pageOf(window)));
}

/** The same scene, where one window shows another page than was thought. */
export function judgeAnew(
  { scene, windows }: View,
  apps: readonly AllowedApp[],
  changed: DesktopWindow,
  page: PageFacts | null,
): View {
  const verdicts = new Map(windows.map(({ handle, verdict }) => [handle, verdict]));
  return toView(scene, apps, (window) =>
    window.handle === changed.handle
      ? judgeWindow(window, apps, page)
      : (verdicts.get(window.handle) ?? notAllowed),
  );
}

function toView(
  scene: WindowScene,
  apps: readonly AllowedApp[],
  judge: (window: DesktopWindow) => Verdict,
): View {
  const windows = scene.windows.map((window): JudgedWindow => {
    // A popup of a browser has no address of its own: it belongs to the window that opened it.
    const owner =
      window.owner === window.handle
        ? undefined
        : scene.windows.find((other) => other.handle === window.owner);
    const byOwner = owner !== undefined && owner.app === window.app && needsPage(window.app, apps);
    return { ...window, verdict: judge(byOwner ? owner : window) };
  });
  const front = windows.find((window) => window.handle === scene.active) ?? null;
  const verdict = scene.locked ? notAllowed : (front?.verdict ?? notAllowed);
  return {
    scene,
    windows,
    front,
    foreground: {
      verdict,
      processId: front?.processId ?? null,
      pagesOnly: front !== null && needsPage(front.app, apps),
      inDoubt: false,
    },
  };
}

export function windowAt(view: View, point: Point): JudgedWindow | null {
  return view.windows.find((window) => boxContains(window.box, point)) ?? null;
}

/** What of the screen may not be looked at: windows that are not allowed, and the bare desktop. */
export function viewToRefusedRegion(view: View): readonly Box[] {
  const { size } = view.scene.display;
  let free: readonly Box[] = [{ x: 0, y: 0, ...size }];
  const refused: Box[] = [];
  for (const window of view.windows) {
    if (window.verdict.kind === 'refused') {
      refused.push(...free.flatMap((part) => shared(part, window.box)));
    }
    free = free.flatMap((part) => subtractBox(part, window.box));
  }
  return [...refused, ...free];
}

/** Which windows stand where, and which of them are covered. */
export function viewToMask(view: View): string {
  return view.windows
    .map(({ handle, box, verdict }) =>
      [handle, box.x, box.y, box.width, box.height, verdict.kind].join(' '),
    )
    .join('\n');
}

function shared(part: Box, box: Box): readonly Box[] {
  const x = Math.max(part.x, box.x);
  const y = Math.max(part.y, box.y);
  const width = Math.min(part.x + part.width, box.x + box.width) - x;
  const height = Math.min(part.y + part.height, box.y + box.height) - y;
  return width > 0 && height > 0 ? [{ x, y, width, height }] : [];
}
