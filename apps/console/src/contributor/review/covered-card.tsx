import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { Card } from '../../parts/card.tsx';
import { Table } from '../../parts/table.tsx';
import { strings } from '../../strings/strings.ts';
import { problemToWords } from '../../words/problem-words.ts';
import { countToWords, instantToWords } from '../../words/words.ts';
import { coverToWords, ruleToWords } from './cover-words.ts';

const text = strings.contributor.review;

/** What was covered and by which rule, in counts; the edits so far; what does not add up. */
export function CoveredCard({
  covered,
  session,
}: {
  readonly covered: CompanionTimeline['covered'];
  readonly session: CompanionSession;
}) {
  return (
    <Card heading={text.coveredHeading}>
      {covered.length === 0 ? (
        <p className="note">{text.coveredEmpty}</p>
      ) : (
        <Table
          dense
          caption={text.coveredHeading}
          rows={toRows(covered)}
          keyOf={({ kind, channel, why }) => `${kind} ${channel} ${why}`}
          columns={[
            { heading: text.coveredColumns.kind, cell: ({ kind }) => kind },
            { heading: text.coveredColumns.channel, cell: ({ channel }) => channel },
            {
              heading: text.coveredColumns.rule,
              cell: ({ why, rules }) => <span title={rules.join(', ')}>{why}</span>,
            },
            {
              heading: text.coveredColumns.count,
              cell: ({ count }) => countToWords(count),
              align: 'end',
            },
          ]}
        />
      )}
      {session.edits.length > 0 && (
        <>
          <h3>{text.edits}</h3>
          <ul>
            {session.edits.map(({ at, edit }) => (
              <li key={at}>
                {instantToWords(at)}: {text.editWords[edit] ?? edit}
              </li>
            ))}
          </ul>
        </>
      )}
      {session.problems.length > 0 && (
        <>
          <h3>{text.problems}</h3>
          <ul>
            {session.problems.map((problem) => (
              <li key={problem.kind}>{problemToWords(problem)}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

interface CoveredRow {
  readonly kind: string;
  readonly channel: string;
  readonly why: string;
  readonly rules: readonly string[];
  readonly count: number;
}

/** Rules that are told in the same words count together. */
function toRows(covered: CompanionTimeline['covered']): readonly CoveredRow[] {
  const rows = new Map<string, CoveredRow>();
  for (const { kind, channel, rule, count } of covered) {
    const row = {
      kind: coverToWords(kind),
      channel: text.coveredChannels[channel] ?? channel,
      why: ruleToWords(rule),
    };
    const key = JSON.stringify(row);
    const same = rows.get(key);
    rows.set(key, {
      ...row,
      rules: [...new Set([...(same?.rules ?? []), rule])],
      count: (same?.count ?? 0) + count,
    });
  }
  return [...rows.values()];
}
