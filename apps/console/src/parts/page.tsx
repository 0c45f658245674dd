import { useEffect, type ReactNode } from 'react';
import { strings } from '../strings/strings.ts';
import classes from './page.module.css';

/** A page's head: the doubt that it answers, in a heading and a sentence. Names the tab too. */
export function Page({
  heading,
  lead,
  aside,
  children,
}: {
  readonly heading: string;
  readonly lead?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${heading} · ${strings.product}`;
  }, [heading]);
  return (
    <>
      <header className={classes['head']}>
        <div>
          <h1>{heading}</h1>
          {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </>
  );
}
