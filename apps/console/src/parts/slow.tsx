/** What is said of a server that takes long: nobody is left before a page that keeps silent. */
import { useIsMutating } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { strings } from '../strings/strings.ts';
import classes from './answer.module.css';

/** A person takes a page that says nothing for longer than this as broken. */
const patienceMs = 4_000;

/** Whether it has been waited for longer than a person likes to. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waiting]);
  return slow && waiting;
}

/** Of what somebody pressed and that is not done yet, whichever page it was on. */
export function SlowAct() {
  const slow = useSlow(useIsMutating() > 0);
  if (!slow) return null;
  return (
    <p className={classes['stale']} role="status">
      {strings.answer.slowAct}
    </p>
  );
}
