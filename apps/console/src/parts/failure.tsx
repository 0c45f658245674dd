import { errorToLine } from '@understudy/base';
import classes from './answer.module.css';

/** What went wrong and what to do, announced when it appears; nothing where nothing did. */
export function Failure({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <p className={classes['error']} role="alert">
      {errorToLine(error)}
    </p>
  );
}
