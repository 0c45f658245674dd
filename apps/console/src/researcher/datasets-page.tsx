import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { datasetsQuery } from '../vault/vault.ts';
import { instantToWords } from '../words/words.ts';

const text = strings.researcher.datasets;

/** Dataset versions, and which of them must lose rows. */
export function DatasetsPage() {
  const datasets = useQuery(datasetsQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Card heading={text.heading}>
        <Answer query={datasets} empty={text.empty}>
          {(rows) => (
            <Table
              caption={text.heading}
              rows={rows}
              keyOf={({ dataset, version }) => `${dataset} ${version}`}
              columns={[
                {
                  heading: text.columns.dataset,
                  cell: ({ dataset, version }) => `${dataset} v${version}`,
                },
                { heading: text.columns.made, cell: ({ madeAt }) => instantToWords(madeAt) },
                { heading: text.columns.format, cell: ({ format }) => format },
                {
                  heading: text.columns.sessions,
                  cell: ({ sessions }) => text.sessions(sessions.length),
                },
                {
                  heading: text.columns.state,
                  cell: ({ stale }) =>
                    stale ? (
                      <>
                        <Status tone="warn">{text.stale}</Status>
                        <p className="note">{text.staleText('understudy check DIR --drop')}</p>
                      </>
                    ) : (
                      <Status tone="good">{text.fresh}</Status>
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
