import type { ReactNode } from 'react';
import classes from './field.module.css';

/** A labelled input; the input itself is the child, with the id of `htmlFor`. */
export function Field({
  label,
  htmlFor,
  note,
  children,
}: {
  readonly label: string;
  readonly htmlFor: string;
  readonly note?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes['field']}>
      <label htmlFor={htmlFor}>{label}</label>
      {children}
      {note !== undefined && <p className={classes['note']}>{note}</p>}
    </div>
  );
}
