/** Who has read what of me, and how to take it back. */
import { useQuery } from '@tanstack/react-query';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { noticesQuery } from './companion.ts';
import { ConsentsCard } from './consents-card.tsx';
import { EraseCard } from './erase-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { ReadsCard } from './reads-card.tsx';
import { TakeoutCard } from './takeout-card.tsx';

const text = strings.contributor.data;

export function DataPage() {
  const { data: notices = [] } = useQuery(noticesQuery);
  // Who has been told of an incident reads that before all else.
  const isTold = notices.length > 0;
  return (
    <Page heading={text.heading} lead={text.lead}>
      {isTold && <NoticesCard />}
      <ReadsCard />
      <ConsentsCard />
      <div className="columns">
        <EraseCard />
        <TakeoutCard />
        {!isTold && <NoticesCard />}
      </div>
    </Page>
  );
}
