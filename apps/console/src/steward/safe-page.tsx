/** One page that answers "is it safe", and can stop everything. */
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { statusQuery, vault, whoQuery } from '../vault/vault.ts';
import { ControlsCard } from './controls-card.tsx';
import { IncidentsCard } from './incidents-card.tsx';
import { LockButton } from './lock-button.tsx';
import { ReleasesCard } from './releases-card.tsx';
import { StateCard } from './state-card.tsx';
import { UnderWayCard } from './under-way-card.tsx';
import { WaitingCard } from './waiting-card.tsx';
import { WitnessesCard } from './witnesses-card.tsx';

const text = strings.steward.safe;

export function SafePage() {
  const status = useQuery(statusQuery);
  const who = useQuery(whoQuery);
  return (
    <Page
      heading={text.heading}
      lead={text.lead}
      aside={
        <LockButton
          locked={status.isSuccess && status.data.keeper?.state === 'locked'}
          steward={who.data?.kind === 'steward' ? who.data.id : null}
          passkeysOf={(steward) => vault.call('passkeys', { params: { steward } })}
          lock={(order) => vault.call('lockdown', { body: { order } })}
        />
      }
    >
      <Answer query={status} empty="">
        {(status) => (
          <>
            <StateCard status={status} />
            <WaitingCard />
            <ControlsCard status={status} />
            <div className="columns">
              <WitnessesCard status={status} />
              <UnderWayCard status={status} />
            </div>
          </>
        )}
      </Answer>
      <IncidentsCard />
      <ReleasesCard />
    </Page>
  );
}
