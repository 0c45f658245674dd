/** The operator sees counts and states, never whose. */
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { ControlsCard } from '../steward/controls-card.tsx';
import { StateCard } from '../steward/state-card.tsx';
import { WitnessesCard } from '../steward/witnesses-card.tsx';
import { strings } from '../strings/strings.ts';
import { statusQuery } from './vault.ts';

const text = strings.operator;

export function OperatorPage() {
  const status = useQuery(statusQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Answer query={status} empty="">
        {(status) => (
          <>
            <StateCard status={status} />
            <ControlsCard status={status} />
            <WitnessesCard status={status} />
          </>
        )}
      </Answer>
    </Page>
  );
}
