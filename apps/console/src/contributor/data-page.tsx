/** Who has read what of me, and how to take it back. */
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { ConsentsCard } from './consents-card.tsx';
import { EraseCard } from './erase-card.tsx';
import { NoticesCard } from './notices-card.tsx';
import { ReadsCard } from './reads-card.tsx';
import { TakeoutCard } from './takeout-card.tsx';

const text = strings.contributor.data;

export function DataPage() {
  return (
    <Page heading={text.heading} lead={text.lead}>
      <ReadsCard />
      <ConsentsCard />
      <div className="columns">
        <EraseCard />
        <TakeoutCard />
        <NoticesCard />
      </div>
    </Page>
  );
}
