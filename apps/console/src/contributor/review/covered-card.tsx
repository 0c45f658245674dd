import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { Card } from '../../parts/card.tsx';
import { Table } from '../../parts/table.tsx';
import { strings } from '../../strings/strings.ts';
import { problemToWords } from '../../words/problem-words.ts';
import { countToWords, instantToWords } from '../../words/words.ts';

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
          rows={covered}
          keyOf={({ kind, channel, layer, rule }) => `${kind} ${channel} ${layer} ${rule}`}
          columns={[
            {
              heading: text.coveredColumns.kind,
              cell: ({ kind }) => text.coveredKinds[kind] ?? kind,
            },
            {
              heading: text.coveredColumns.channel,
              cell: ({ channel }) => text.coveredChannels[channel] ?? channel,
            },
            {
              heading: text.coveredColumns.rule,
              cell: ({ rule }) => <span title={rule}>{ruleToWords(rule)}</span>,
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

function ruleToWords(rule: string): string {
  const parts = rule.split('.');
  const names = [rule, parts.at(-1) ?? '', parts[0] ?? ''];
  const known = names.find((name) => text.coveredRules[name] !== undefined);
  return text.coveredRules[known ?? ''] ?? text.coveredForm;
}
