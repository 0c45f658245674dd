/** The one press that stops everything: a reason, a passkey, done. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StewardId } from '@understudy/base';
import type { OrderProof } from '@understudy/protocol';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Failure } from '../parts/failure.tsx';
import { signWithPasskey, statementToDigest } from '../passkey/passkey.ts';
import { strings } from '../strings/strings.ts';

const text = strings.steward.safe;

export function LockButton({
  locked,
  steward,
  passkeysOf,
  lock,
}: {
  /** It is known to be locked down: nothing is left to stop. */
  readonly locked: boolean;
  /** Who presses; null while nobody is known, who is then told what to do first. */
  readonly steward: StewardId | null;
  readonly passkeysOf: (
    steward: StewardId,
  ) => Promise<{ readonly rpId: string; readonly credentialIds: readonly string[] }>;
  readonly lock: (order: OrderProof) => Promise<{ readonly epoch: number }>;
}) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: async (reason: string) => {
      if (steward === null) throw new Error(strings.keeper.lockNeedsPasskey);
      const order = {
        kind: 'lockdown',
        steward,
        reason,
        orderedAt: new Date().toISOString(),
      } as const;
      const signature = await signWithPasskey(
        await statementToDigest(order),
        await passkeysOf(steward),
      );
      return lock({ kind: 'passkey', order, ...signature });
    },
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries();
    },
  });
  return (
    <div>
      {!locked && (
        <Button look="danger" onClick={() => setAsking(true)}>
          {text.lock}
        </Button>
      )}
      {act.data !== undefined && <p role="status">{text.locked(act.data.epoch)}</p>}
      <Failure error={act.error} />
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        heading={text.lockHeading}
        act={text.lock}
        look="danger"
        reasonLabel={text.lockReason}
        busy={act.isPending}
        onAct={(reason) => act.mutate(reason)}
      >
        <p>{text.lockText}</p>
        {act.isPending && <p role="status">{text.locking}</p>}
      </Confirm>
    </div>
  );
}
