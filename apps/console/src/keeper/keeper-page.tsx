import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Command } from '../parts/command.tsx';
import { Facts } from '../parts/facts.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { rememberedSteward, rememberSteward } from '../passkey/steward.ts';
import { strings } from '../strings/strings.ts';
import { countToWords } from '../words/words.ts';
import { LockButton } from '../steward/lock-button.tsx';
import { toneOfState } from '../steward/state-card.tsx';
import { keeper, keeperQuery } from './keeper.ts';
import { PasskeyCard } from './passkey-card.tsx';
import { ResumeCard } from './resume-card.tsx';

const text = strings.keeper;

/** State, the one press that stops everything, and the way back. */
export function KeeperPage() {
  const status = useQuery(keeperQuery);
  const [steward, setSteward] = useState(rememberedSteward);
  return (
    <Page
      heading={text.heading}
      lead={text.lead}
      aside={
        <LockButton
          locked={status.isSuccess && status.data.state === 'locked'}
          steward={steward}
          passkeysOf={(steward) => keeper.passkeys({ params: { steward } })}
          lock={(order) => keeper.lockdown({ body: { order } })}
        />
      }
    >
      <Answer query={status} empty="">
        {({ state, epoch, build, logSize }) => (
          <>
            <Card
              heading={text.stateHeading}
              aside={<Status tone={toneOfState(state)}>{strings.steward.safe.state[state]}</Status>}
            >
              <p role="status">{strings.steward.safe.stateText[state]}</p>
              <Facts
                facts={[
                  [text.epoch, countToWords(epoch)],
                  [strings.steward.safe.facts.logSize, countToWords(logSize)],
                  [text.build, <code key="build">{build}</code>],
                ]}
              />
              {state === 'sealed' && <Command label={text.unseal} command={text.unsealCommand} />}
            </Card>
            <PasskeyCard
              steward={steward}
              open={state === 'open'}
              onSteward={(registered) => {
                rememberSteward(registered);
                setSteward(registered);
              }}
            />
            {state === 'locked' && <ResumeCard epoch={epoch} build={build} steward={steward} />}
          </>
        )}
      </Answer>
    </Page>
  );
}
