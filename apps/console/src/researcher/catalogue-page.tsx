import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Answer } from '../parts/answer.tsx';
import { buttonClass } from '../parts/button.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { catalogueQuery } from '../vault/vault.ts';
import { ProgramCard } from './program-card.tsx';

const text = strings.researcher.catalogue;

/** What is there, and how to ask for it. */
export function CataloguePage() {
  const programs = useQuery(catalogueQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Answer query={programs} empty={text.empty}>
        {(rows) =>
          rows
            .toSorted((a, b) => b.sessions - a.sessions)
            .map((program) => (
              <ProgramCard key={program.program} program={program}>
                <Link
                  className={buttonClass('primary')}
                  to="/ask/$program"
                  params={{ program: program.program }}
                >
                  {text.ask}
                </Link>
              </ProgramCard>
            ))
        }
      </Answer>
    </Page>
  );
}
