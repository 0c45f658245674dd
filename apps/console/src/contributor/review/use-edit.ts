import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import type { CompanionJob, CompanionSession } from '@understudy/protocol';
import { jobsQuery, putJob } from '../companion.ts';

export interface Edit<Given> {
  readonly mutate: UseMutationResult<CompanionJob, Error, Given>['mutate'];
  readonly error: Error | null;
  /** This edit is being sent, or one of the session is under way: one at a time. */
  readonly busy: boolean;
}

/** An edit of a session: sent, then followed as a job, whose end brings the new timeline. */
export function useEdit<Given>(
  session: CompanionSession['session'],
  send: (given: Given) => Promise<CompanionJob>,
  onSent?: () => void,
): Edit<Given> {
  const queries = useQueryClient();
  const underWay = useUnderWay(session);
  const edit = useMutation({
    mutationFn: send,
    onSuccess: (job) => {
      putJob(queries, job);
      onSent?.();
    },
  });
  return { mutate: edit.mutate, error: edit.error, busy: edit.isPending || underWay };
}

/** Whether something is being done to the session now, on this page or another. */
export function useUnderWay(session: CompanionSession['session']): boolean {
  const { data: jobs = [] } = useQuery(jobsQuery);
  return jobs.some((job) => job.session === session && job.state === 'running');
}
