import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { Status } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { incidentsQuery } from '../vault/vault.ts';
import { countToWords, instantToWords } from '../words/words.ts';

const text = strings.steward.incidents;

/** Every incident that was drawn up: what it touched, who was told, and whether the log has the proof. */
export function IncidentsCard() {
  const incidents = useQuery(incidentsQuery);
  return (
    <Card heading={text.heading}>
      <Answer query={incidents} empty={text.empty}>
        {(rows) => (
          <Table
            caption={text.heading}
            rows={rows.toReversed()}
            keyOf={({ incident }) => incident}
            columns={[
              {
                heading: text.columns.opened,
                cell: ({ openedAt, incident }) => (
                  <>
                    {instantToWords(openedAt)} <ShortId id={incident} />
                  </>
                ),
              },
              {
                heading: text.columns.period,
                cell: ({ from, until }) => text.period(instantToWords(from), instantToWords(until)),
              },
              {
                heading: text.columns.touched,
                cell: ({ contributors, releases }) => text.touched(contributors, releases),
              },
              {
                heading: text.columns.told,
                cell: ({ contributors, people, sentAt, fetched }) => (
                  <>
                    <Status tone={people < contributors ? 'warn' : 'good'}>
                      {people < contributors ? text.notAllTold : text.allTold}
                    </Status>{' '}
                    {sentAt !== null && text.told(people, fetched, instantToWords(sentAt))}
                  </>
                ),
              },
              {
                heading: text.columns.receipts,
                cell: ({ receipts }) => countToWords(receipts),
                align: 'end',
              },
            ]}
          />
        )}
      </Answer>
    </Card>
  );
}
