import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { strings } from '../strings/strings.ts';
import { saveText } from '../parts/save.ts';
import { companion, jobsQuery, putJob } from './companion.ts';

const text = strings.contributor.data;

/** Everything about the person in one archive that only their own key opens. */
export function TakeoutCard() {
  const queries = useQueryClient();
  const id = useId();
  const { data: jobs = [] } = useQuery(jobsQuery);
  const [recipient, setRecipient] = useState('');
  const takeout = useMutation({
    mutationFn: () => companion.call('takeout', { body: { recipient: recipient.trim() } }),
    onSuccess: (job) => putJob(queries, job),
  });
  const makeKey = useMutation({
    mutationFn: async () => {
      const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
      const identity = await generateX25519Identity();
      saveText('understudy-key.txt', `${identity}\n`);
      setRecipient(await identityToRecipient(identity));
    },
  });
  const underWay = jobs.some(({ kind, state }) => kind === 'takeout' && state === 'running');
  return (
    <Card heading={text.takeoutHeading}>
      <p>{text.takeoutText}</p>
      <Field label={text.takeoutLabel} htmlFor={id}>
        <input
          id={id}
          value={recipient}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setRecipient(target.value)}
        />
      </Field>
      <div className="acts">
        <Button
          disabled={recipient.trim() === '' || takeout.isPending || underWay}
          onClick={() => takeout.mutate()}
        >
          {text.takeout}
        </Button>
        <Button disabled={makeKey.isPending} onClick={() => makeKey.mutate()}>
          {text.takeoutMakeKey}
        </Button>
      </div>
      {makeKey.isSuccess && <p role="status">{text.takeoutKeyMade}</p>}
      <Failure error={takeout.error ?? makeKey.error} />
    </Card>
  );
}
