import { useMutation } from '@tanstack/react-query';
import type { StewardId } from '@understudy/base';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { registerPasskey } from '../passkey/passkey.ts';
import { strings } from '../strings/strings.ts';
import { keeper } from './keeper.ts';
import classes from './passkey-card.module.css';

const text = strings.keeper;

/** Who sits here; with an invite they make a passkey on this device. */
export function PasskeyCard({
  steward,
  open,
  onSteward,
}: {
  readonly steward: StewardId | null;
  /** Only an open keeper can vouch for a new passkey. */
  readonly open: boolean;
  readonly onSteward: (steward: StewardId) => void;
}) {
  const id = useId();
  /** By a link, which holds the invite: nobody needs to read it. */
  const [invited, setInvited] = useState(() => inviteOfLink() !== '');
  const [invite, setInvite] = useState(inviteOfLink);
  const register = useMutation({
    mutationFn: () => registerPasskey(keeper, invite.trim()),
    onSuccess: (registered) => {
      onSteward(registered);
      setInvite('');
      setInvited(false);
      history.replaceState(null, '', location.pathname);
    },
    onError: () => setInvited(false),
  });
  const form = (
    <>
      {invited ? (
        <p>{text.invited}</p>
      ) : (
        <Field label={text.invite} htmlFor={id} note={text.inviteNote}>
          <input
            id={id}
            value={invite}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setInvite(target.value)}
          />
        </Field>
      )}
      <div className="acts">
        <Button
          disabled={!open || invite.trim() === '' || register.isPending}
          onClick={() => register.mutate()}
        >
          {text.register}
        </Button>
        {!open && <span className="note">{text.registerClosed}</span>}
      </div>
    </>
  );
  return (
    <Card heading={text.whoHeading}>
      {steward !== null && (
        <p role="status">
          {text.who} <ShortId id={steward} />.
        </p>
      )}
      {steward !== null && !invited ? (
        <details className={classes['invite']}>
          <summary>{text.another}</summary>
          {form}
        </details>
      ) : (
        form
      )}
      <Failure error={register.error} />
      {register.error !== null && <p className="note">{text.inviteFailed}</p>}
    </Card>
  );
}

/** Behind `#`, which no server sees. */
function inviteOfLink(): string {
  return new URLSearchParams(location.hash.slice(1)).get('invite') ?? '';
}
