/** Long work: how far, how fast, how long still. On every page, for it goes on without any. */
import { Progress } from '@base-ui/react/progress';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CompanionJob } from '@understudy/protocol';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { strings } from '../strings/strings.ts';
import { bytesToWords, countToWords, durationToWords } from '../words/words.ts';
import { companion, jobsQuery, putJob } from './companion.ts';
import classes from './jobs-tray.module.css';
import { jobToPageWords } from './page-words.ts';
import { saveBlob } from '../parts/save.ts';

const text = strings.contributor.jobs;

export function JobsTray() {
  const { data: jobs = [] } = useQuery(jobsQuery);
  const [seen, setSeen] = useState<readonly string[]>([]);
  const shown = jobs.filter(
    (job, place) =>
      job.state === 'running' ||
      job.fetchable ||
      (job.state === 'failed' && !seen.includes(job.job) && !isDoneAnew(job, jobs.slice(place))),
  );
  if (shown.length === 0) return null;
  return (
    <section className={classes['tray']} aria-label={text.heading}>
      {shown.map((job) => (
        <Job key={job.job} job={job} onSeen={() => setSeen([...seen, job.job])} />
      ))}
    </section>
  );
}

function Job({ job, onSeen }: { readonly job: CompanionJob; readonly onSeen: () => void }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => companion.call('cancelJob', { params: { job: job.job } }),
    onSuccess: (cancelled) => putJob(queries, cancelled),
  });
  const save = useMutation({
    mutationFn: async () => {
      const stream = await companion.bytes('fetchTakeout', { params: { job: job.job } });
      saveBlob('understudy-takeout.tar.age', await new Response(stream).blob());
    },
    onSettled: () => queries.invalidateQueries({ queryKey: jobsQuery.queryKey }),
  });
  return (
    <div className={classes['job']}>
      <Progress.Root
        value={job.state === 'running' ? shareOf(job) : 1}
        max={1}
        className={classes['progress']}
      >
        <Progress.Label>
          <strong>{text.kinds[job.kind] ?? job.kind}</strong> · {text.states[job.state]}
        </Progress.Label>
        {job.state === 'running' && (
          <Progress.Track className={classes['track']}>
            <Progress.Indicator className={classes['indicator']} />
          </Progress.Track>
        )}
        <span className="note">
          {job.words === null
            ? progressToWords(job, Date.now())
            : jobToPageWords(job.words, job.errorCode)}
        </span>
      </Progress.Root>
      {job.state === 'running' && job.kind !== 'erase' && (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {text.cancel}
        </Button>
      )}
      {job.fetchable && (
        <Button look="primary" disabled={save.isPending} onClick={() => save.mutate()}>
          {text.save}
        </Button>
      )}
      {job.state === 'failed' && <Button onClick={onSeen}>{text.seen}</Button>}
      <Failure error={cancel.error ?? save.error} />
    </div>
  );
}

/** The same is under way again, or done by now. */
const isDoneAnew = (
  { job, kind, session }: CompanionJob,
  later: readonly CompanionJob[],
): boolean =>
  (session !== null || kind === 'takeout') &&
  later.some((other) => other.job !== job && other.kind === kind && other.session === session);

/** null: nobody knows yet how much it is. */
const shareOf = ({ done, total }: CompanionJob): number | null =>
  total === 0 ? null : Math.min(1, done / total);

function progressToWords(job: CompanionJob, nowMs: number): string {
  if (job.total === 0) return text.counting;
  const words = job.unit === 'bytes' ? bytesToWords : text.segments;
  const so = text.of(
    job.unit === 'bytes' ? bytesToWords(job.done) : countToWords(job.done),
    words(job.total),
  );
  const seconds = (nowMs - new Date(job.startedAt).getTime()) / 1000;
  if (job.state !== 'running' || job.done === 0 || seconds <= 0) return so;
  if (job.done >= job.total) return `${so} · ${text.finishing}`;
  const rate = job.done / seconds;
  const leftMs = ((job.total - job.done) / rate) * 1000;
  return `${so} · ${text.rate(words(rate), durationToWords(leftMs))}`;
}
