/** Who read what of me, why, approved by whom: shown only when the page itself has proved it. */
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { Status } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { bytesToWords, instantToWords } from '../words/words.ts';
import { checkAudit, groupReads, type AuditResult, type Reading } from './audit.ts';
import { companion, sessionsQuery } from './companion.ts';

const text = strings.contributor.data;

export function ReadsCard() {
  const audit = useQuery({
    queryKey: ['audit'],
    queryFn: async () => checkAudit(await companion.call('audit')),
  });
  return (
    <Card heading={text.readsHeading}>
      <Answer query={audit} empty="">
        {(result) => <Result result={result} />}
      </Answer>
    </Card>
  );
}

function Result({ result }: { readonly result: AuditResult }) {
  switch (result.kind) {
    case 'unknown':
      return <p>{text.readsUnknown}</p>;
    case 'broken':
      return (
        <p role="alert">
          <Status tone="bad">{text.readsBroken}</Status> {text.readsFailed}
        </p>
      );
    case 'proved':
      return (
        <>
          <p>
            <Status tone={result.witnesses.length > 0 ? 'good' : 'warn'}>
              {text.readsChecked}
            </Status>{' '}
            {text.readsProved(result.entries, result.logSize)}{' '}
            {result.witnesses.length > 0
              ? text.readsWitnessed(result.witnesses.join(', '))
              : text.readsUnwitnessed}
          </p>
          {result.reads.length === 0 ? (
            <p>{text.readsNone}</p>
          ) : (
            <>
              <ReadsTable readings={groupReads(result.reads)} />
              <p className="note">{text.readsIds}</p>
            </>
          )}
        </>
      );
  }
}

function ReadsTable({ readings }: { readonly readings: readonly Reading[] }) {
  const { readsColumns } = text;
  const { data: sessions = [] } = useQuery(sessionsQuery);
  /** A session by when it began, which its contributor remembers. */
  const nameOf = (session: string): string => {
    const known = sessions.find((row) => row.session === session);
    return known === undefined ? session : instantToWords(known.startedAt);
  };
  return (
    <Table
      caption={text.readsHeading}
      rows={readings}
      keyOf={({ last }) => last.release}
      columns={[
        { heading: readsColumns.when, cell: ({ last }) => instantToWords(last.at) },
        {
          heading: readsColumns.what,
          cell: ({ last, pieces, sizeBytes }) =>
            text.readOf(
              pieces,
              nameOf(last.session),
              bytesToWords(sizeBytes),
              strings.contributor.consent.tiers[last.tier].name,
            ),
        },
        {
          heading: readsColumns.purpose,
          cell: ({ last }) => strings.contributor.consent.purposes[last.purpose] ?? last.purpose,
        },
        { heading: readsColumns.who, cell: ({ last }) => <ShortId id={last.researcher} /> },
        {
          heading: readsColumns.approved,
          cell: ({ last }) =>
            last.approvedBy.map((steward) => <ShortId key={steward} id={steward} />),
        },
      ]}
    />
  );
}
