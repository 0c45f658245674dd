import type { AlwaysCover } from '@understudy/consent';
import { useId, useState } from 'react';
import { Field } from '../../parts/field.tsx';
import { strings } from '../../strings/strings.ts';
import { RulesCard } from './rules-card.tsx';

const text = strings.contributor.cover.terms;

export function TermsCard({ terms }: Pick<AlwaysCover, 'terms'>) {
  const id = useId();
  const [term, setTerm] = useState('');
  return (
    <RulesCard
      words={text}
      rows={terms}
      columns={[{ heading: text.column, cell: (row) => row }]}
      toRule={(row) => ({ kind: 'term', term: row })}
      nameOf={(row) => row}
      draft={term.trim() === '' ? null : term.trim()}
      onAdded={() => setTerm('')}
    >
      <Field label={text.label} htmlFor={id}>
        <input
          id={id}
          value={term}
          autoComplete="off"
          maxLength={500}
          onChange={({ target }) => setTerm(target.value)}
        />
      </Field>
    </RulesCard>
  );
}
