import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CompanionSession } from '@understudy/protocol';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { strings } from '../../strings/strings.ts';
import { companion, putJob } from '../companion.ts';

const text = strings.contributor.review;

/** What can still be done about a session that was shared: back as a copy to be changed, or gone for good. */
export function TakeBackCard({ session }: { readonly session: CompanionSession['session'] }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'takeBack' | 'erase' | null>(null);
  const back = () => navigate({ to: '/sessions' });
  const takeBack = useMutation({
    mutationFn: () => companion.call('takeBack', { params: { session } }),
    onSuccess: (job) => {
      putJob(queries, job);
      return back();
    },
  });
  const erase = useMutation({
    mutationFn: () =>
      companion.call('erase', { body: { scope: { kind: 'sessions', sessions: [session] } } }),
    onSuccess: back,
    onSettled: () => queries.invalidateQueries(),
  });
  const busy = takeBack.isPending || erase.isPending;
  return (
    <Card heading={text.backHeading}>
      <p className="note">{text.backText}</p>
      <div className="acts">
        <Button disabled={busy} onClick={() => setAsking('takeBack')}>
          {text.takeBack}
        </Button>
        <Button look="dangerQuiet" disabled={busy} onClick={() => setAsking('erase')}>
          {text.erase}
        </Button>
      </div>
      <Failure error={takeBack.error ?? erase.error} />
      <Confirm
        open={asking !== null}
        onClose={() => setAsking(null)}
        heading={asking === 'erase' ? text.erase : text.takeBack}
        act={asking === 'erase' ? text.erase : text.takeBack}
        look="danger"
        busy={busy}
        onAct={() => (asking === 'erase' ? erase.mutate() : takeBack.mutate())}
      >
        {asking === 'erase' ? text.eraseText : text.backText}
      </Confirm>
    </Card>
  );
}
