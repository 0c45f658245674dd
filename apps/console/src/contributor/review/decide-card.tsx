import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { strings } from '../../strings/strings.ts';
import { actionCountsToWords } from '../../words/action-counts.ts';
import { companion, putJob, putSession } from '../companion.ts';
import { useUnderWay } from './use-edit.ts';

const text = strings.contributor.review;

/** Share, keep or delete: the contributor's alone, and nothing happens without one of them. */
export function DecideCard({
  session,
  steps,
}: {
  readonly session: CompanionSession;
  readonly steps: CompanionTimeline['steps'];
}) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'share' | 'remove' | null>(null);
  const params = { session: session.session };
  const back = () => navigate({ to: '/sessions' });
  const share = useMutation({
    mutationFn: async () => {
      putSession(queries, await companion.call('markReviewed', { params }));
      return companion.call('share', { params });
    },
    onSuccess: (job) => {
      putJob(queries, job);
      return back();
    },
  });
  const keep = useMutation({
    mutationFn: () => companion.call('keep', { params }),
    onSuccess: (summary) => {
      putSession(queries, summary);
      return back();
    },
  });
  const remove = useMutation({
    mutationFn: () => companion.call('deleteSession', { params }),
    onSuccess: (summary) => {
      putSession(queries, summary);
      return back();
    },
  });
  const isEdited = useUnderWay(session.session);
  const busy = share.isPending || keep.isPending || remove.isPending || isEdited;
  return (
    <Card heading={text.decideHeading}>
      <p className="note">{text.shareText}</p>
      <div className="acts">
        <Button look="primary" disabled={busy} onClick={() => setAsking('share')}>
          {text.share}
        </Button>
        <Button disabled={busy} onClick={() => keep.mutate()}>
          {text.keep}
        </Button>
        <Button disabled={busy} onClick={() => setAsking('remove')}>
          {text.remove}
        </Button>
      </div>
      {isEdited && <p role="status">{text.edited}</p>}
      <Failure error={share.error ?? keep.error ?? remove.error} />
      <Confirm
        open={asking === 'share'}
        onClose={() => setAsking(null)}
        heading={text.share}
        act={text.share}
        busy={busy}
        onAct={() => share.mutate()}
      >
        <p>{text.shareText}</p>
        {steps.length > 0 && <p>{text.summaryText(actionCountsToWords(countsOf(steps)))}</p>}
      </Confirm>
      <Confirm
        open={asking === 'remove'}
        onClose={() => setAsking(null)}
        heading={text.remove}
        act={text.remove}
        look="danger"
        busy={busy}
        onAct={() => remove.mutate()}
      >
        {text.removeText}
      </Confirm>
    </Card>
  );
}

/** All that the manifest tells of what was done. */
function countsOf(steps: CompanionTimeline['steps']): readonly { kind: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
