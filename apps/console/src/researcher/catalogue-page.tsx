import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { catalogueQuery } from '../vault/vault.ts';
import { countToWords, dayToWords, hoursToWords } from '../words/words.ts';

const text = strings.researcher.catalogue;

/** What is there, and how to ask for it. */
export function CataloguePage() {
  const programs = useQuery(catalogueQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Card heading={text.heading}>
        <Answer query={programs} empty={text.empty}>
          {(rows) => (
            <Table
              caption={text.heading}
              rows={rows}
              keyOf={({ program }) => program}
              columns={[
                {
                  heading: text.columns.title,
                  cell: ({ title, controller, apps }) => (
                    <>
                      <strong>{title}</strong>
                      <p className="note">
                        {controller} · {apps.join(', ')}
                      </p>
                    </>
                  ),
                },
                {
                  heading: text.columns.people,
                  cell: ({ people }) => countToWords(people),
                  align: 'end',
                },
                {
                  heading: text.columns.sessions,
                  cell: ({ sessions }) => countToWords(sessions),
                  align: 'end',
                },
                {
                  heading: text.columns.hours,
                  cell: ({ hours }) => hoursToWords(hours),
                  align: 'end',
                },
                {
                  heading: text.columns.tiers,
                  cell: ({ tiers }) =>
                    tiers.map((tier) => strings.contributor.consent.tiers[tier].name).join(', '),
                },
                { heading: text.columns.until, cell: ({ endsAt }) => dayToWords(endsAt) },
                {
                  heading: text.columns.act,
                  cell: ({ program }) => (
                    <Link to="/ask/$program" params={{ program }}>
                      {text.ask}
                    </Link>
                  ),
                },
              ]}
            />
          )}
        </Answer>
      </Card>
    </Page>
  );
}
