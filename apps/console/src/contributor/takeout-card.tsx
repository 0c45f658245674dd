import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { strings } from '../strings/strings.ts';
import { companion } from './companion.ts';
import { saveBlob } from './save.ts';

const text = strings.contributor.data;

/** Everything about the person in one archive that only their own key opens. */
export function TakeoutCard() {
  const id = useId();
  const [recipient, setRecipient] = useState('');
  const takeout = useMutation({
    mutationFn: async () => {
      const stream = await companion.bytes('takeout', { body: { recipient: recipient.trim() } });
      saveBlob('understudy-takeout.tar.age', await new Response(stream).blob());
    },
  });
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
          disabled={recipient.trim() === '' || takeout.isPending}
          onClick={() => takeout.mutate()}
        >
          {text.takeout}
        </Button>
      </div>
      <Failure error={takeout.error} />
    </Card>
  );
}
