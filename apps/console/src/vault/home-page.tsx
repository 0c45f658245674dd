/** The first page of whoever signed in: the steward's answer, the researcher's catalogue. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Answer } from '../parts/answer.tsx';
import { strings } from '../strings/strings.ts';
import { whoQuery } from './vault.ts';

const SafePage = lazy(() =>
  import('../steward/safe-page.tsx').then(({ SafePage }) => ({ default: SafePage })),
);
const CataloguePage = lazy(() =>
  import('../researcher/catalogue-page.tsx').then(({ CataloguePage }) => ({
    default: CataloguePage,
  })),
);
const OperatorPage = lazy(() =>
  import('./operator-page.tsx').then(({ OperatorPage }) => ({ default: OperatorPage })),
);

export function HomePage() {
  const who = useQuery(whoQuery);
  return (
    <Answer query={who} empty="">
      {({ kind }) => (
        <Suspense fallback={<p role="status">{strings.answer.loading}</p>}>{pageOf(kind)}</Suspense>
      )}
    </Answer>
  );
}

function pageOf(kind: 'steward' | 'researcher' | 'operator') {
  switch (kind) {
    case 'steward':
      return <SafePage />;
    case 'researcher':
      return <CataloguePage />;
    case 'operator':
      return <OperatorPage />;
  }
}
