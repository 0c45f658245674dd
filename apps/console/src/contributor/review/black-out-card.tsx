import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useId } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Field } from '../../parts/field.tsx';
import { strings } from '../../strings/strings.ts';
import { companion } from '../companion.ts';
import classes from './black-out-card.module.css';
import type { Playhead } from './playhead.ts';
import { useEdit } from './use-edit.ts';

export interface DrawnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const text = strings.contributor.review;
const sides = ['x', 'y', 'width', 'height'] as const;
const empty: DrawnBox = { x: 0, y: 0, width: 0, height: 0 };

/** Covers an area in the whole session; drawn on the picture or given in pixels. */
export function BlackOutCard({
  session,
  timeline,
  playhead,
  drawn,
  drawing,
  onDrawing,
  onDrawn,
}: {
  readonly session: CompanionSession['session'];
  readonly timeline: CompanionTimeline;
  readonly playhead: Playhead;
  readonly drawn: DrawnBox | null;
  readonly drawing: boolean;
  readonly onDrawing: (drawing: boolean) => void;
  readonly onDrawn: (box: DrawnBox | null) => void;
}) {
  const id = useId();
  const black = useEdit(
    session,
    (box: DrawnBox) =>
      companion.call('blackOut', {
        params: { session },
        body: { box, range: { fromNs: 0, toNs: timeline.durationNs + 1 } },
      }),
    () => onDrawn(null),
  );
  return (
    <Card heading={text.blackHeading}>
      <p className="note">{text.blackHelp}</p>
      <div className={classes['sides']}>
        {sides.map((side) => (
          <Field key={side} label={text[side]} htmlFor={`${id}-${side}`}>
            <input
              id={`${id}-${side}`}
              type="number"
              min={0}
              value={drawn?.[side] ?? ''}
              onChange={({ target }) =>
                onDrawn({ ...(drawn ?? empty), [side]: Number(target.value) })
              }
            />
          </Field>
        ))}
      </div>
      <div className="acts">
        <Button
          aria-pressed={drawing}
          onClick={() => {
            playhead.pause();
            onDrawing(!drawing);
          }}
        >
          {text.blackDraw}
        </Button>
        <Button
          look="dangerQuiet"
          disabled={drawn === null || drawn.width <= 0 || drawn.height <= 0 || black.busy}
          onClick={() => drawn !== null && black.mutate(drawn)}
        >
          {text.blackOut}
        </Button>
        <span className="note">{text.blackWhole}</span>
      </div>
      <Failure error={black.error} />
    </Card>
  );
}
