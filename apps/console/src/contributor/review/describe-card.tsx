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
const outcomes = ['unknown', 'success', 'failure'] as const;

/** What the person set out to do, in the words that are kept of it, and whether it worked. */
export function DescribeCard({
  session,
  task,
}: {
  readonly session: CompanionSession;
  readonly task: string | null;
}) {
  const id = useId();
  const [words, setWords] = useState(task ?? '');
  const [kept, setKept] = useState(task);
  if (task !== kept) {
    setKept(task);
    setWords(task ?? '');
  }
  const [outcome, setOutcome] = useState(session.outcome);
  const describe = useEdit(session.session, () =>
    companion.call('describe', {
      params: { session: session.session },
      body: { task: words.trim() === '' ? null : words.trim(), outcome },
    }),
  );
  return (
    <Card heading={text.taskHeading}>
      <Field label={text.task} htmlFor={`${id}-task`} note={text.taskNote}>
        <textarea
          id={`${id}-task`}
          rows={2}
          maxLength={2000}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      </Field>
      <Field label={text.outcome} htmlFor={`${id}-outcome`}>
        <select
          id={`${id}-outcome`}
          value={outcome}
          onChange={({ target }) =>
            setOutcome(outcomes.find((name) => name === target.value) ?? 'unknown')
          }
        >
          {outcomes.map((name) => (
            <option key={name} value={name}>
              {text.outcomes[name]}
            </option>
          ))}
        </select>
      </Field>
      <div className="acts">
        <Button disabled={describe.busy} onClick={() => describe.mutate(undefined)}>
          {text.save}
        </Button>
      </div>
      <Failure error={describe.error} />
    </Card>
  );
}
