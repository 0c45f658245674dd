/** Who asks, and what the contributor answered. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CompanionProgram } from '@understudy/protocol';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { dayToWords } from '../words/words.ts';
import { programsQuery } from './companion.ts';

const text = strings.contributor.programs;
const tones = {
  none: 'neutral',
  declined: 'neutral',
  live: 'good',
  withdrawn: 'warn',
  expired: 'warn',
} as const satisfies Record<CompanionProgram['consent']['kind'], Tone>;

export function ProgramsPage() {
  const programs = useQuery(programsQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Card heading={strings.contributor.nav.programs}>
        <Answer query={programs} empty={text.empty} isEmpty={(data) => data.programs.length === 0}>
          {({ programs, vaultReached }) => (
            <>
              {!vaultReached && <p className="note">{text.unreached}</p>}
              <Table
                caption={text.heading}
                rows={programs}
                keyOf={({ program }) => program}
                columns={[
                  {
                    heading: text.columns.title,
                    cell: ({ program, title }) => (
                      <Link to="/programs/$program" params={{ program }}>
                        {title}
                      </Link>
                    ),
                  },
                  { heading: text.columns.who, cell: ({ controller }) => controller },
                  { heading: text.columns.until, cell: ({ endsAt }) => dayToWords(endsAt) },
                  {
                    heading: text.columns.state,
                    cell: ({ consent }) => (
                      <Status tone={tones[consent.kind]}>{text.answer[consent.kind]}</Status>
                    ),
                  },
                ]}
              />
            </>
          )}
        </Answer>
      </Card>
    </Page>
  );
}
