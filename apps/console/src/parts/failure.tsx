import { useContext } from 'react';
import classes from './answer.module.css';
import { ErrorWords } from './error-words.ts';

/** What went wrong and what to do, announced when it appears; nothing where nothing did. */
export function Failure({ error }: { readonly error: Error | null }) {
  const errorToWords = useContext(ErrorWords);
  if (error === null) return null;
  return (
    <p className={classes['error']} role="alert">
      {errorToWords(error)}
    </p>
  );
}
