/** What was taken and what was left out in the last seconds, newest first; never any content. */
import { useQuery } from '@tanstack/react-query';
import type { CompanionLedgerEntry } from '@understudy/protocol';
import { Card } from '../parts/card.tsx';
import { Status } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { countToWords, timeToWords } from '../words/words.ts';
import { ledgerQuery } from './companion.ts';

const text = strings.contributor.now;
const shown = 12;

export function LedgerCard() {
  const { data: entries = [] } = useQuery(ledgerQuery);
  return (
    <Card heading={text.ledger}>
      {entries.length === 0 ? (
        <p className="note">{text.ledgerEmpty}</p>
      ) : (
        <Table
          dense
          caption={text.ledger}
          rows={entries.slice(0, shown)}
          keyOf={(entry) => `${entry.atMs} ${entry.kind} ${entry.what} ${placeOf(entry)}`}
          columns={[
            { heading: text.columns.when, cell: ({ atMs }) => timeToWords(atMs) },
            {
              heading: text.columns.what,
              cell: (entry) => (
                <>
                  <Status tone={entry.kind === 'captured' ? 'neutral' : 'warn'}>
                    {entry.kind === 'captured' ? text.captured : text.dropped}
                  </Status>{' '}
                  {text.kinds[entry.what] ?? entry.what}
                </>
              ),
            },
            { heading: text.columns.where, cell: placeOf },
            { heading: text.columns.count, cell: ({ count }) => countToWords(count), align: 'end' },
          ]}
        />
      )}
    </Card>
  );
}

const placeOf = (entry: CompanionLedgerEntry): string =>
  entry.kind === 'captured'
    ? entry.app
    : (strings.contributor.reasons[entry.reason] ?? entry.reason);
