/**
 * What the documents of a tab say that they show → what explains a picture of
 * it, in its device pixels. What is to be covered whatever it shows is a secure
 * box, and so is what changed since the picture and each text that touches it:
 * nobody knows by now what stands there in the picture.
 */
import { intersectBoxes, type Box, type Size, type TextBox } from '@understudy/recording';
import { pageViewSchema, type PageView } from './page-view.ts';
import { placeBox, placeFrame, type Placement } from './place-frames.ts';

export interface Explanation {
  readonly size: Size;
  readonly texts: readonly TextBox[];
}

/** One document's own word, attacker-controlled, and by the browser's which frame of the tab it is (0: the top). */
export interface DocumentAnswer {
  readonly frame: number;
  readonly snapshot: unknown;
}

/** @returns null where the tab moved since the picture was taken, or its top said nothing. */
export function explainPicture(answers: readonly DocumentAnswer[]): Explanation | null {
  // A frame that moved is covered, as one that says nothing.
  const views = believedViews(answers).filter(({ view }) => view.unsettled !== null);
  const byPath = new Map(views.map(({ path, view }) => [path.join(), view]));
  const top = byPath.get('');
  if (top === undefined) return null;
  const size = viewportSize(top);
  const whole: Placement = {
    x: 0,
    y: 0,
    scale: top.viewport.scale,
    clip: { x: 0, y: 0, ...size },
  };
  const texts: TextBox[] = [];
  for (const { path, view } of views) {
    const placement = placeFrame(path, whole, (at) => byPath.get(at.join())?.frames ?? null);
    if (placement === null) continue;
    texts.push(...explainDocument(view, placement));
    for (const { index, box } of view.frames) {
      if (!byPath.has([...path, index].join())) texts.push(...coverOf(placeBox(box, placement)));
    }
  }
  return { size, texts };
}

interface BelievedView {
  readonly path: readonly number[];
  readonly view: PageView;
}

/** What stands where a document that is not believed stands is covered. */
function believedViews(answers: readonly DocumentAnswer[]): readonly BelievedView[] {
  const claimed = answers.flatMap(({ frame, snapshot }): readonly BelievedView[] => {
    const { data: view } = pageViewSchema.safeParse(snapshot);
    const path = view?.framePath ?? null;
    if (view === undefined || path === null) return [];
    return (path.length === 0) === (frame === 0) ? [{ path, view }] : [];
  });
  // Of two that say they stand in one place, one does not: neither is believed.
  const times = Map.groupBy(claimed, ({ path }) => path.join());
  return claimed.filter(({ path }) => times.get(path.join())?.length === 1);
}

function explainDocument(view: PageView, placement: Placement): readonly TextBox[] {
  const unsettled = (view.unsettled ?? []).map((box) => placeBox(box, placement));
  const texts = view.texts.flatMap(({ box, label, ...text }): readonly TextBox[] => {
    const placed = intersectBoxes(placeBox(box, placement), placement.clip);
    if (placed === null) return [];
    if (unsettled.some((changed) => intersectBoxes(changed, placed) !== null)) {
      return coverOf(placed);
    }
    return [{ ...text, box: placed, secure: false, ...(label === undefined ? {} : { label }) }];
  });
  const covers = view.covers.map((box) => placeBox(box, placement));
  return [...texts, ...[...covers, ...unsettled].flatMap(coverOf)];
}

const coverOf = (box: Box): readonly TextBox[] => [{ box, text: '', role: '', secure: true }];

function viewportSize({ viewport }: PageView): Size {
  return {
    width: Math.round(viewport.width * viewport.scale),
    height: Math.round(viewport.height * viewport.scale),
  };
}
