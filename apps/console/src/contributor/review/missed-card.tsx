import type { CompanionSession } from '@understudy/protocol';
import { useId, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Field } from '../../parts/field.tsx';
import { strings } from '../../strings/strings.ts';
import { companion } from '../companion.ts';
import { useEdit } from './use-edit.ts';

const text = strings.contributor.review;

/** What redaction did not find: the person names it, and it is covered everywhere. */
export function MissedCard({ session }: { readonly session: CompanionSession['session'] }) {
  const id = useId();
  const [value, setValue] = useState('');
  const missed = useEdit(
    session,
    (text: string) => companion.call('missed', { params: { session }, body: { text } }),
    () => setValue(''),
  );
  return (
    <Card heading={text.missedHeading}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') missed.mutate(value.trim());
        }}
      >
        <Field label={text.missedLabel} htmlFor={id} note={text.missedNote}>
          <input
            id={id}
            value={value}
            autoComplete="off"
            maxLength={500}
            onChange={({ target }) => setValue(target.value)}
          />
        </Field>
        <Button type="submit" disabled={value.trim() === '' || missed.busy}>
          {text.missed}
        </Button>
      </form>
      <Failure error={missed.error} />
    </Card>
  );
}
