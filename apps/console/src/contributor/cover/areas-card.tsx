import { useQuery } from '@tanstack/react-query';
import type { AlwaysCover } from '@understudy/consent';
import { useId, useState } from 'react';
import { Field } from '../../parts/field.tsx';
import { strings } from '../../strings/strings.ts';
import { programsQuery } from '../companion.ts';
import { RulesCard } from './rules-card.tsx';

const text = strings.contributor.cover.areas;
const sideWords = strings.contributor.review;
const sides = ['x', 'y', 'width', 'height'] as const;
const empty = { app: '', x: '0', y: '0', width: '', height: '' };

type Area = AlwaysCover['areas'][number];
const placeOf = ({ x, y }: Area): string => text.pixels(x, y);

export function AreasCard({ areas }: Pick<AlwaysCover, 'areas'>) {
  const id = useId();
  const { data } = useQuery(programsQuery);
  const apps = new Set(data?.programs.flatMap((program) => program.apps.map(({ app }) => app)));
  const [draft, setDraft] = useState(empty);
  return (
    <RulesCard
      words={text}
      rows={areas}
      columns={[
        { heading: text.columns.app, cell: ({ app }) => app },
        { heading: text.columns.place, cell: placeOf },
        { heading: text.columns.size, cell: ({ width, height }) => text.pixels(width, height) },
      ]}
      toRule={(area) => ({ kind: 'area', area })}
      nameOf={(area) => text.nameOf(area.app, placeOf(area))}
      draft={toArea(draft)}
      onAdded={() => setDraft(empty)}
    >
      <Field label={text.app} htmlFor={`${id}-app`}>
        <input
          id={`${id}-app`}
          value={draft.app}
          list={`${id}-apps`}
          autoComplete="off"
          maxLength={200}
          onChange={({ target }) => setDraft({ ...draft, app: target.value })}
        />
      </Field>
      <datalist id={`${id}-apps`}>
        {[...apps].map((app) => (
          <option key={app} value={app} />
        ))}
      </datalist>
      {sides.map((side) => (
        <Field key={side} label={sideWords[side]} htmlFor={`${id}-${side}`}>
          <input
            id={`${id}-${side}`}
            type="number"
            min={side === 'x' || side === 'y' ? 0 : 1}
            max={65_535}
            value={draft[side]}
            onChange={({ target }) => setDraft({ ...draft, [side]: target.value })}
          />
        </Field>
      ))}
    </RulesCard>
  );
}

/** null while a field is empty; that each is a whole number in its bounds is the browser's to say. */
function toArea({ app, x, y, width, height }: typeof empty): Area | null {
  if ([app.trim(), x, y, width, height].includes('')) return null;
  return {
    app: app.trim(),
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  };
}
