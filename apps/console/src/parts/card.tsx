import type { ReactNode } from 'react';
import classes from './card.module.css';

/** One question and its answer. `heading` is the question's short form; null: the page's heading says it. */
export function Card({
  heading,
  aside,
  children,
}: {
  readonly heading: string | null;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes['card']} aria-label={heading ?? undefined}>
      {heading !== null && (
        <header className={classes['head']}>
          <h2>{heading}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
