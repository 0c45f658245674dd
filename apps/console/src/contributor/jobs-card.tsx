/** Long work: how far, how fast, how long still; it goes on without this page. */
import { Progress } from '@base-ui/react/progress';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CompanionJob } from '@understudy/protocol';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { strings } from '../strings/strings.ts';
import { bytesToWords, countToWords, durationToWords } from '../words/words.ts';
import { companion, jobsQuery, putJob } from './companion.ts';
import classes from './jobs-card.module.css';

const text = strings.contributor.jobs;

export function JobsCard() {
  const queries = useQueryClient();
  const { data: jobs = [] } = useQuery(jobsQuery);
  const cancel = useMutation({
    mutationFn: (job: string) => companion.call('cancelJob', { params: { job } }),
    onSuccess: (job) => putJob(queries, job),
  });
  const shown = jobs.filter(({ state }) => state === 'running' || state === 'failed');
  if (shown.length === 0) return null;
  return (
    <Card heading={strings.contributor.data.jobsHeading}>
      {shown.map((job) => (
        <div key={job.job} className={classes['job']}>
          <Progress.Root
            value={job.total === 0 ? null : job.done}
            max={Math.max(1, job.total)}
            className={classes['progress']}
          >
            <Progress.Label>
              {text.kinds[job.kind] ?? job.kind} · {text.states[job.state]}
            </Progress.Label>
            <span className="note">{job.words ?? progressToWords(job, Date.now())}</span>
            <Progress.Track className={classes['track']}>
              <Progress.Indicator className={classes['indicator']} />
            </Progress.Track>
          </Progress.Root>
          {job.state === 'running' && (
            <Button onClick={() => cancel.mutate(job.job)}>{text.cancel}</Button>
          )}
        </div>
      ))}
    </Card>
  );
}

function progressToWords(job: CompanionJob, nowMs: number): string {
  const words = job.unit === 'bytes' ? bytesToWords : countToWords;
  const so = `${words(job.done)} / ${words(job.total)}`;
  const seconds = (nowMs - new Date(job.startedAt).getTime()) / 1000;
  if (job.done === 0 || seconds <= 0) return so;
  const rate = job.done / seconds;
  const leftMs = ((job.total - job.done) / rate) * 1000;
  return `${so} · ${text.rate(words(rate), durationToWords(leftMs))}`;
}
