/** Releases a day as bars, and the same as a table for those who don't see bars. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { releasesQuery, type ReleaseDay } from '../vault/vault.ts';
import { countToWords, dayToWords } from '../words/words.ts';

const text = strings.steward.safe;
const ReleasesChart = lazy(() =>
  import('./releases-chart.tsx').then(({ ReleasesChart }) => ({ default: ReleasesChart })),
);

export function ReleasesCard() {
  const releases = useQuery(releasesQuery);
  return (
    <Card heading={text.releasesHeading}>
      <Answer query={releases} empty={text.releasesEmpty}>
        {(rows) => {
          const days = sumByDay(rows);
          const total = days.reduce((sum, { releases }) => sum + releases, 0);
          return (
            <>
              <p>{text.releasesText(total, days.length)}</p>
              <Suspense>
                <ReleasesChart days={days} label={text.releasesHeading} />
              </Suspense>
              <details>
                <summary>{text.releasesEach}</summary>
                <Table
                  dense
                  caption={text.releasesHeading}
                  rows={days.toReversed()}
                  keyOf={({ day }) => day}
                  columns={[
                    {
                      heading: text.releasesColumns.day,
                      cell: ({ day }) => dayToWords(`${day}T00:00`),
                    },
                    {
                      heading: text.releasesColumns.count,
                      cell: ({ releases }) => countToWords(releases),
                      align: 'end',
                    },
                  ]}
                />
              </details>
            </>
          );
        }}
      </Answer>
    </Card>
  );
}

function sumByDay(rows: readonly ReleaseDay[]): readonly { day: string; releases: number }[] {
  const sums = new Map<string, number>();
  for (const { day, releases } of rows) sums.set(day, (sums.get(day) ?? 0) + releases);
  return [...sums]
    .map(([day, releases]) => ({ day, releases }))
    .toSorted((a, b) => a.day.localeCompare(b.day));
}
