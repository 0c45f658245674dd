/** What stands around every page: the mark, the pages of the person's role, the theme. */
import { Link, Outlet } from '@tanstack/react-router';
import { Activity, useRef, type ReactNode } from 'react';
import { SlowAct } from '../parts/slow.tsx';
import { strings } from '../strings/strings.ts';
import classes from './shell.module.css';
import { ThemePicker } from './theme.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

export interface NavEntry {
  readonly to: string;
  readonly text: string;
}

export function Shell({
  entries,
  foot,
  instead,
  children = <Outlet />,
}: {
  readonly entries: readonly NavEntry[];
  readonly foot?: ReactNode;
  /** What is shown alone for now; the page is kept as it is behind it, with what was written there. */
  readonly instead?: ReactNode;
  /** In place of the page of this address. */
  readonly children?: ReactNode;
}) {
  const page = useRef<HTMLElement>(null);
  useKeptFocus(page);
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#page">
        {strings.skip}
      </a>
      <aside className={classes['side']}>
        <Link to="/" className={classes['brand']}>
          <img src="/mark.svg" alt="" width={28} height={28} />
          {strings.product}
        </Link>
        <nav className={classes['nav']} aria-label={strings.nav.label}>
          <ul className={classes['list']}>
            {entries.map(({ to, text }) => (
              <li key={to}>
                <Link to={to} className={classes['link']} activeOptions={{ exact: to === '/' }}>
                  {text}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={classes['foot']}>
          {foot}
          <ThemePicker />
        </div>
      </aside>
      <main id="page" ref={page} className={classes['main']} tabIndex={-1}>
        {instead}
        <Activity mode={instead === undefined ? 'visible' : 'hidden'}>
          <SlowAct />
          {children}
        </Activity>
      </main>
    </div>
  );
}
