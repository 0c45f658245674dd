import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ErrorWords } from '../parts/error-words.ts';
import { Shell } from '../shell/shell.tsx';
import { strings } from '../strings/strings.ts';
import { followCompanion } from './companion.ts';
import { JobsTray } from './jobs-tray.tsx';
import { errorToPageWords } from './page-words.ts';

const { nav } = strings.contributor;
const entries = [
  { to: '/', text: nav.now },
  { to: '/programs', text: nav.programs },
  { to: '/sessions', text: nav.sessions },
  { to: '/data', text: nav.data },
] as const;

export function ContributorShell() {
  const queries = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    void followCompanion(queries, abort.signal);
    return () => abort.abort();
  }, [queries]);
  return (
    <ErrorWords value={errorToPageWords}>
      <Shell entries={entries} />
      <JobsTray />
    </ErrorWords>
  );
}
