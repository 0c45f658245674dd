/**
 * The states of anything that is asked for: on its way, failed, nothing there,
 * there, there but no longer fresh. A page hands over the query and says only
 * how "there" looks.
 */
import type { UseQueryResult } from '@tanstack/react-query';
import { useContext, type ReactNode } from 'react';
import { strings } from '../strings/strings.ts';
import { timeToWords } from '../words/words.ts';
import { Button } from './button.tsx';
import classes from './answer.module.css';
import { ErrorWords } from './error-words.ts';
import { useSlow } from './slow.tsx';

export function Answer<Data>({
  query,
  empty,
  isEmpty = (data) => Array.isArray(data) && data.length === 0,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  readonly empty: string;
  readonly isEmpty?: (data: Data) => boolean;
  readonly children: (data: Data) => ReactNode;
}) {
  const errorToWords = useContext(ErrorWords);
  const offline = query.fetchStatus === 'paused';
  const slow = useSlow(query.isPending);
  if (query.isPending) {
    const waiting = slow ? strings.answer.slow : strings.answer.loading;
    return (
      <div className={classes['wait']} role="status">
        <span className={classes['bar']} aria-hidden="true" />
        {offline ? strings.answer.offline : waiting}
      </div>
    );
  }
  if (query.data === undefined) {
    return (
      <div className={classes['error']} role="alert">
        <p>{errorToWords(query.error)}</p>
        <Button onClick={() => void query.refetch()}>{strings.answer.again}</Button>
      </div>
    );
  }
  return (
    <>
      {(query.isError || offline) && (
        <div className={classes['stale']} role="status">
          <p>{strings.answer.stale(timeToWords(query.dataUpdatedAt))}</p>
          <Button onClick={() => void query.refetch()}>{strings.answer.again}</Button>
        </div>
      )}
      {isEmpty(query.data) ? <p className={classes['empty']}>{empty}</p> : children(query.data)}
    </>
  );
}
