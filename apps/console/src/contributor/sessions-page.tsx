/** Every session of this device, with its state; from here one goes to its review. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CompanionSession } from '@understudy/protocol';
import { Answer } from '../parts/answer.tsx';
import { buttonClass } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { problemToWords } from '../words/problem-words.ts';
import { bytesToWords, durationToWords, instantToWords } from '../words/words.ts';
import { sessionsQuery } from './companion.ts';

const text = strings.contributor.sessions;
const tones: Readonly<Record<CompanionSession['status']['kind'], Tone>> = {
  recording: 'good',
  paused: 'warn',
  interrupted: 'warn',
  local: 'neutral',
  kept: 'neutral',
  sharing: 'good',
  shared: 'good',
  deleted: 'neutral',
  withdrawn: 'warn',
  erased: 'neutral',
};
const reviewable: readonly CompanionSession['status']['kind'][] = [
  'interrupted',
  'local',
  'kept',
  'sharing',
  'shared',
];

const sizeOf = ({ segments }: CompanionSession): number =>
  segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

export function SessionsPage() {
  const sessions = useQuery(sessionsQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Card heading={null}>
        <Answer query={sessions} empty={text.empty}>
          {(rows) => (
            <Table
              caption={text.heading}
              rows={rows}
              keyOf={({ session }) => session}
              columns={[
                {
                  heading: text.columns.when,
                  cell: ({ startedAt }) => instantToWords(startedAt),
                },
                {
                  heading: text.columns.length,
                  cell: ({ durationNs }) => durationToWords(durationNs / 1e6),
                },
                {
                  heading: text.columns.apps,
                  cell: ({ apps, origins, status }) => {
                    if (status.kind === 'erased' || status.kind === 'deleted') return '–';
                    const where = [...apps, ...origins];
                    return where.length > 0 ? where.join(', ') : text.noApp;
                  },
                },
                {
                  heading: text.columns.state,
                  cell: ({ status, problems }) => (
                    <>
                      <Status tone={tones[status.kind]}>
                        {text.states[status.kind] ?? status.kind}
                      </Status>
                      {problems.map((problem) => (
                        <p key={problem.kind} className="note">
                          {problemToWords(problem)}
                        </p>
                      ))}
                    </>
                  ),
                },
                {
                  heading: text.columns.size,
                  cell: (session) => bytesToWords(sizeOf(session)),
                  align: 'end',
                },
                {
                  heading: text.columns.act,
                  cell: ({ session, status, sent }) =>
                    reviewable.includes(status.kind) && (
                      <Link
                        className={buttonClass(sent ? 'quiet' : 'primary')}
                        to="/sessions/$session"
                        params={{ session }}
                      >
                        {sent ? text.look : text.open}
                      </Link>
                    ),
                  align: 'end',
                },
              ]}
            />
          )}
        </Answer>
      </Card>
    </Page>
  );
}
