import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Command } from '../parts/command.tsx';
import { Facts } from '../parts/facts.tsx';
import { Page } from '../parts/page.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { Status } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import { datasetsQuery, type DatasetRow } from '../vault/vault.ts';
import { countToWords, instantToWords } from '../words/words.ts';

const text = strings.researcher.datasets;

/** Dataset versions, newest first, and which of them must lose rows. */
export function DatasetsPage() {
  const datasets = useQuery(datasetsQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Answer query={datasets} empty={text.empty}>
        {(rows) =>
          rows
            .toSorted((a, b) => b.madeAt.localeCompare(a.madeAt))
            .map((row) => <DatasetCard key={`${row.dataset} ${row.version}`} row={row} />)
        }
      </Answer>
    </Page>
  );
}

function DatasetCard({ row }: { readonly row: DatasetRow }) {
  return (
    <Card
      heading={text.card(row.programTitle, row.version)}
      aside={
        <Status tone={row.stale ? 'warn' : 'good'}>{row.stale ? text.stale : text.fresh}</Status>
      }
    >
      <Facts
        facts={[
          [text.facts.id, <ShortId key="id" id={row.dataset} />],
          [text.facts.made, instantToWords(row.madeAt)],
          [text.facts.format, row.format],
          [text.facts.sessions, countToWords(row.sessions.length)],
          [text.facts.until, instantToWords(row.expiresAt)],
          [text.facts.hash, <ShortId key="hash" id={row.sha256} />],
        ]}
      />
      {row.stale && <Command label={text.drop} command={text.dropCommand} />}
      <p className="note">{text.readme}</p>
    </Card>
  );
}
