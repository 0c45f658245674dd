/** What was taken and what was left out in the last seconds, newest first; never any content. */
import { useQuery } from '@tanstack/react-query';
import type { CompanionLedgerEntry, CompanionProgram } from '@understudy/protocol';
import { Card } from '../parts/card.tsx';
import { Status } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { countToWords, timeToWords } from '../words/words.ts';
import { needsTellingBrowser } from './allowed.ts';
import { ledgerQuery, programsQuery } from './companion.ts';
import classes from './ledger-card.module.css';
import { TellingBrowser } from './telling-browser.tsx';

const text = strings.contributor.now;
const shown = 20;

export function LedgerCard({
  recorded,
}: {
  /** The program under which something is recorded now. */
  readonly recorded: CompanionProgram['program'] | null;
}) {
  const { data: entries = [] } = useQuery(ledgerQuery);
  const { data } = useQuery(programsQuery);
  const program = data?.programs.find((known) => known.program === recorded);
  return (
    <Card heading={text.ledger}>
      {program !== undefined && needsTellingBrowser(program) && isUntold(program, entries) && (
        <div role="status">
          <p>{text.notTold}</p>
          <TellingBrowser program={program} />
        </div>
      )}
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
                  <span className={classes['fate']}>
                    {entry.kind === 'captured' ? (
                      text.captured
                    ) : (
                      <Status tone="warn">{text.dropped}</Status>
                    )}
                  </span>{' '}
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

/** Something was left out as not on the list, and of no browser that is on it was anything taken yet. */
function isUntold({ apps }: CompanionProgram, entries: readonly CompanionLedgerEntry[]): boolean {
  const browsers = new Set(apps.flatMap(({ app, origins }) => (origins === null ? [] : [app])));
  return (
    entries.some((entry) => entry.kind === 'dropped' && entry.reason === 'notAllowed') &&
    !entries.some((entry) => entry.kind === 'captured' && browsers.has(entry.app))
  );
}

const placeOf = (entry: CompanionLedgerEntry): string =>
  entry.kind === 'captured'
    ? entry.app
    : (strings.contributor.reasons[entry.reason] ?? entry.reason);
