import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tierReaches } from '@understudy/base';
import type { CompanionProgram } from '@understudy/protocol';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { strings } from '../strings/strings.ts';
import { allowedToWords, needsTellingBrowser, recordedOf } from './allowed.ts';
import { companion, stateQuery } from './companion.ts';
import { standsOn } from './host.ts';
import classes from './start-form.module.css';
import { TellingBrowser } from './telling-browser.tsx';

const text = strings.contributor.now;

/** Only pages tell what is copied and pasted. A desktop that no browser's extension speaks to says so once it is asked. */
const mayTellClipboard = ({ consent, apps }: CompanionProgram): boolean =>
  consent.kind === 'live' &&
  tierReaches(consent.tier, 'text') &&
  apps.some(({ origins }) => origins !== null);

/** Starts a session under a consent that is live; the task may stay empty. */
export function StartForm({ programs }: { readonly programs: readonly CompanionProgram[] }) {
  const queries = useQueryClient();
  const [task, setTask] = useState('');
  const [clipboard, setClipboard] = useState(false);
  const id = useId();
  const start = useMutation({
    mutationFn: async (program: CompanionProgram) => {
      // Without a consent that is live there is no button; up to its tier the browser was asked before.
      if (program.consent.kind === 'live') await standsOn().permit(program, program.consent.tier);
      return companion.call('start', {
        body: { program: program.program, clipboard, ...(task.trim() === '' ? {} : { task }) },
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: stateQuery.queryKey }),
  });
  return (
    <Card heading={text.start}>
      <Field label={text.task} htmlFor={id}>
        <input
          id={id}
          value={task}
          maxLength={2000}
          placeholder={text.taskPlaceholder}
          onChange={({ target }) => setTask(target.value)}
        />
      </Field>
      {programs.some(mayTellClipboard) && (
        <label className="choice">
          <input
            type="checkbox"
            checked={clipboard}
            onChange={({ target }) => setClipboard(target.checked)}
          />
          <span>{text.clipboard}</span>
        </label>
      )}
      {programs.map((program) => (
        <div key={program.program} className={classes['program']}>
          <Button look="primary" disabled={start.isPending} onClick={() => start.mutate(program)}>
            {text.startIn(program.title)}
          </Button>
          <p className="note">{text.only(recordedOf(program).map(allowedToWords).join('; '))}</p>
          {needsTellingBrowser(program) && <TellingBrowser program={program} />}
        </div>
      ))}
      {start.isPending && <p role="status">{text.starting}</p>}
      <Failure error={start.error} />
    </Card>
  );
}
