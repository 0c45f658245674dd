/** Is it on, what did it just take, what did it leave out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CompanionProgram } from '@understudy/protocol';
import { Answer } from '../parts/answer.tsx';
import { buttonClass } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { CaptureCard } from './capture-card.tsx';
import { companion, programsQuery, stateQuery } from './companion.ts';
import { LedgerCard } from './ledger-card.tsx';
import { StartForm } from './start-form.tsx';
import { ToldCard } from './told-card.tsx';

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
      <ToldCard show="told" />
      <Answer query={state} empty="">
        {({ capture, pending }) => (
          <>
            <CaptureCard capture={capture} pending={pending} error={act.error} onAct={act.mutate} />
            {capture.kind === 'idle' && (
              <Answer query={programs} empty="">
                {({ programs }) => {
                  const open = programs.filter(({ consent }) => consent.kind === 'live');
                  if (open.length > 0) return <StartForm programs={open} />;
                  return <AskFirst programs={programs} />;
                }}
              </Answer>
            )}
          </>
        )}
      </Answer>
      <ToldCard show="unknown" />
      <LedgerCard
        recorded={
          state.data === undefined || state.data.capture.kind === 'idle'
            ? null
            : state.data.capture.program
        }
      />
    </Page>
  );
}

/** Nothing can be recorded yet: the way to where it is decided, straight to the question where there is only one. */
function AskFirst({ programs }: { readonly programs: readonly CompanionProgram[] }) {
  const asking = programs.filter(({ state }) => state === 'open');
  const [only] = asking;
  return (
    <Card heading={text.start}>
      <p>{text.noProgram}</p>
      {only !== undefined && asking.length === 1 ? (
        <>
          <p>{text.ask(only.title)}</p>
          <div className="acts">
            <Link
              className={buttonClass('primary')}
              to="/programs/$program"
              params={{ program: only.program }}
            >
              {text.readAndDecide}
            </Link>
          </div>
        </>
      ) : (
        <div className="acts">
          <Link className={buttonClass('primary')} to="/programs">
            {text.toPrograms}
          </Link>
        </div>
      )}
    </Card>
  );
}
