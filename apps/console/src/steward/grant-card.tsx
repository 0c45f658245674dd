/** A grant, whole, in words; approve with a passkey, deny with a reason. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Failure } from '../parts/failure.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import { grantsQuery, whoQuery, type GrantRow } from '../vault/vault.ts';
import { bytesToWords } from '../words/words.ts';
import { approveGrant, denyOrRevoke } from './decide-grant.ts';
import classes from './grant-card.module.css';
import { GrantWords } from './grant-words.tsx';

const text = strings.steward.grant;
const tones = {
  pending: 'warn',
  approved: 'good',
  denied: 'neutral',
  expired: 'neutral',
  revoked: 'neutral',
  usedUp: 'neutral',
} as const satisfies Record<GrantRow['state'], Tone>;

export function GrantCard({
  grant,
  onDecided,
}: {
  readonly grant: GrantRow;
  readonly onDecided?: () => void;
}) {
  const queries = useQueryClient();
  const who = useQuery(whoQuery);
  const steward = who.data?.kind === 'steward' ? who.data.id : null;
  const [denying, setDenying] = useState(false);
  const settled = () => queries.invalidateQueries({ queryKey: grantsQuery.queryKey });
  const deny = useMutation({
    mutationFn: (reason: string) => denyOrRevoke(grant, steward, reason),
    onSuccess: () => {
      setDenying(false);
      onDecided?.();
    },
    onSettled: settled,
  });
  const approve = useMutation({
    mutationFn: () => approveGrant(grant, steward),
    onSuccess: () => onDecided?.(),
    onSettled: settled,
  });
  const live = grant.state === 'pending' || grant.state === 'approved';
  return (
    <article className={classes['grant']} aria-label={grant.grant}>
      <div className="acts">
        <Status tone={tones[grant.state]}>{text.states[grant.state]}</Status>
        <span>{text.approvals(grant.approvedBy.length)}</span>
      </div>
      <GrantWords row={grant} />
      {grant.released.segments > 0 && (
        <p>{text.released(grant.released.segments, bytesToWords(grant.released.bytes))}</p>
      )}
      {grant.denial !== null && <p>{text.deniedBy(grant.denial.reason)}</p>}
      {live && (
        <details className={classes['hash']}>
          <summary>{text.hash}</summary>
          <code>{grant.hash}</code>
        </details>
      )}
      {live && (
        <div className="acts">
          {grant.state === 'pending' && (
            <Button
              look="primary"
              disabled={steward === null || grant.approvedBy.includes(steward) || approve.isPending}
              onClick={() => approve.mutate()}
            >
              {text.approve}
            </Button>
          )}
          <Button onClick={() => setDenying(true)}>
            {grant.state === 'pending' ? text.deny : text.revoke}
          </Button>
          {grant.state === 'pending' && steward !== null && grant.approvedBy.includes(steward) && (
            <span className="note">{text.approvedByYou}</span>
          )}
        </div>
      )}
      <Failure error={approve.error ?? deny.error} />
      <Confirm
        open={denying}
        onClose={() => setDenying(false)}
        heading={text.denyHeading}
        act={grant.state === 'pending' ? text.deny : text.revoke}
        look="danger"
        reasonLabel={text.reason}
        busy={deny.isPending}
        onAct={(reason) => deny.mutate(reason)}
      >
        {text.denyText}
      </Confirm>
    </article>
  );
}
