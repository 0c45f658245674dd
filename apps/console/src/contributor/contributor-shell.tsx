import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ErrorWords } from '../parts/error-words.ts';
import { Page } from '../parts/page.tsx';
import { Shell } from '../shell/shell.tsx';
import { isSignedOut } from '../shell/signed-out.ts';
import { strings } from '../strings/strings.ts';
import { followCompanion, stateQuery } from './companion.ts';
import { JobsTray } from './jobs-tray.tsx';
import { errorToPageWords } from './page-words.ts';

const { nav, signIn } = strings.contributor;
const entries = [
  { to: '/', text: nav.now },
  { to: '/programs', text: nav.programs },
  { to: '/sessions', text: nav.sessions },
  { to: '/cover', text: nav.cover },
  { to: '/data', text: nav.data },
] as const;

export function ContributorShell() {
  const queries = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    void followCompanion(queries, abort.signal);
    return () => abort.abort();
  }, [queries]);
  const { error } = useQuery(stateQuery);
  if (isSignedOut(error)) {
    return (
      <Shell entries={[]}>
        <Page heading={signIn.heading} lead={signIn.lead}>
          {null}
        </Page>
      </Shell>
    );
  }
  return (
    <ErrorWords value={errorToPageWords}>
      <Shell entries={entries} />
      <JobsTray />
    </ErrorWords>
  );
}
