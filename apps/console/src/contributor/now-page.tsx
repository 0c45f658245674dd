/** Is it on, what did it just take, what did it leave out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { CaptureCard } from './capture-card.tsx';
import { companion, programsQuery, stateQuery } from './companion.ts';
import { LedgerCard } from './ledger-card.tsx';
import { StartForm } from './start-form.tsx';

const text = strings.contributor.now;

export function NowPage() {
  const queries = useQueryClient();
  const state = useQuery(stateQuery);
  const programs = useQuery(programsQuery);
  const act = useMutation({
    mutationFn: (name: 'pause' | 'resume' | 'stop') => companion.call(name),
    onSettled: () => queries.invalidateQueries({ queryKey: stateQuery.queryKey }),
  });
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Answer query={state} empty="">
        {({ capture, pending }) => (
          <>
            <CaptureCard capture={capture} pending={pending} error={act.error} onAct={act.mutate} />
            {capture.kind === 'idle' && (
              <Answer query={programs} empty="">
                {({ programs }) => {
                  const open = programs.filter(({ consent }) => consent.kind === 'live');
                  if (open.length > 0) return <StartForm programs={open} />;
                  return (
                    <Card heading={text.start}>
                      <p>{text.noProgram}</p>
                      <p>
                        <Link to="/programs">{text.toPrograms}</Link>
                      </p>
                    </Card>
                  );
                }}
              </Answer>
            )}
          </>
        )}
      </Answer>
      <LedgerCard />
    </Page>
  );
}
