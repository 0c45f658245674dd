/** The first page of whoever signed in: the steward's answer, the researcher's catalogue. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { buttonClass } from '../parts/button.tsx';
import { Page } from '../parts/page.tsx';
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
  if (who.isPending) return <p role="status">{strings.answer.loading}</p>;
  return (
    <Suspense fallback={<p role="status">{strings.answer.loading}</p>}>
      {pageOf(who.data?.kind)}
    </Suspense>
  );
}

function pageOf(kind: 'steward' | 'researcher' | 'operator' | undefined) {
  switch (kind) {
    case 'steward':
      return <SafePage />;
    case 'researcher':
      return <CataloguePage />;
    case 'operator':
      return <OperatorPage />;
    case undefined:
      return (
        <Page heading={strings.signIn.heading} lead={strings.signIn.lead}>
          <p>
            <a className={buttonClass('primary')} href="/v1/sign-in">
              {strings.signIn.act}
            </a>
          </p>
          <p className="note">{strings.signIn.own}</p>
        </Page>
      );
  }
}
