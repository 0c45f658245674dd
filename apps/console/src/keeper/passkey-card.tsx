import { useMutation } from '@tanstack/react-query';
import type { StewardId } from '@understudy/base';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { registerPasskey } from '../passkey/passkey.ts';
import { strings } from '../strings/strings.ts';
import { keeper } from './keeper.ts';
import classes from './passkey-card.module.css';

const text = strings.keeper;

/** Who sits here; with an invite they make a passkey on this device. */
export function PasskeyCard({
  steward,
  onSteward,
}: {
  readonly steward: StewardId | null;
  readonly onSteward: (steward: StewardId) => void;
}) {
  const id = useId();
  const [invite, setInvite] = useState('');
  const register = useMutation({
    mutationFn: () => registerPasskey(keeper, invite.trim()),
    onSuccess: (registered) => {
      onSteward(registered);
      setInvite('');
    },
  });
  return (
    <Card heading={text.whoHeading}>
      {steward !== null && (
        <p role="status">
          {text.who} <code>{steward}</code>.
        </p>
      )}
      <details open={steward === null} className={classes['invite']}>
        {steward !== null && <summary>{text.another}</summary>}
        <Field label={text.invite} htmlFor={id} note={text.inviteNote}>
          <input
            id={id}
            value={invite}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setInvite(target.value)}
          />
        </Field>
        <div className="acts">
          <Button
            disabled={invite.trim() === '' || register.isPending}
            onClick={() => register.mutate()}
          >
            {text.register}
          </Button>
        </div>
      </details>
      <Failure error={register.error} />
    </Card>
  );
}
