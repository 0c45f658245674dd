import type { AlwaysCover } from '@understudy/consent';
import { useId, useState } from 'react';
import { Field } from '../../parts/field.tsx';
import { strings } from '../../strings/strings.ts';
import { RulesCard } from './rules-card.tsx';

const text = strings.contributor.cover.patterns;
const empty = { name: '', pattern: '' };

export function PatternsCard({ patterns }: Pick<AlwaysCover, 'patterns'>) {
  const id = useId();
  const [draft, setDraft] = useState(empty);
  return (
    <RulesCard
      words={text}
      rows={patterns}
      columns={[
        { heading: text.columns.name, cell: ({ name }) => name },
        { heading: text.columns.pattern, cell: ({ pattern }) => <code>{pattern}</code> },
      ]}
      toRule={(pattern) => ({ kind: 'pattern', pattern })}
      nameOf={({ name }) => name}
      draft={draft.name.trim() === '' || draft.pattern === '' ? null : draft}
      onAdded={() => setDraft(empty)}
    >
      <Field label={text.name} htmlFor={`${id}-name`}>
        <input
          id={`${id}-name`}
          value={draft.name}
          placeholder={text.nameExample}
          autoComplete="off"
          maxLength={80}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
      </Field>
      <Field label={text.pattern} htmlFor={`${id}-pattern`}>
        <input
          id={`${id}-pattern`}
          value={draft.pattern}
          placeholder={text.patternExample}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          onChange={({ target }) => setDraft({ ...draft, pattern: target.value })}
        />
      </Field>
    </RulesCard>
  );
}
