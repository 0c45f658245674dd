/** What of theirs a person always wants covered, beside what their programs cover; each rule only ever adds. */
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { strings } from '../../strings/strings.ts';
import { coverQuery } from '../companion.ts';
import { AreasCard } from './areas-card.tsx';
import { PatternsCard } from './patterns-card.tsx';
import { ProgramRulesCard } from './program-rules-card.tsx';
import { TermsCard } from './terms-card.tsx';

const text = strings.contributor.cover;

export function CoverPage() {
  const cover = useQuery(coverQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Answer query={cover} empty="">
        {({ terms, patterns, areas }) => (
          <>
            <TermsCard terms={terms} />
            <PatternsCard patterns={patterns} />
            <AreasCard areas={areas} />
            <p className="note">{text.kept}</p>
          </>
        )}
      </Answer>
      <ProgramRulesCard />
    </Page>
  );
}
