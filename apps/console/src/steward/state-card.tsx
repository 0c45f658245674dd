import { Card } from '../parts/card.tsx';
import { Facts } from '../parts/facts.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import type { VaultStatus } from '../vault/vault.ts';
import { bytesToWords, countToWords } from '../words/words.ts';

const text = strings.steward.safe;
type State = NonNullable<VaultStatus['keeper']>['state'] | 'away';
const tones = {
  open: 'good',
  sealed: 'warn',
  uninitialised: 'warn',
  away: 'bad',
  locked: 'bad',
} as const satisfies Record<State, Tone>;

export const toneOfState = (state: State): Tone => tones[state];

/** The passkeys' addresses but this one: the keeper's own page. */
function KeeperLinks({ origins }: { readonly origins: readonly string[] }) {
  return origins
    .filter((origin) => origin !== location.origin)
    .map((origin) => (
      <a key={origin} href={origin}>
        {text.toKeeper(new URL(origin).host)}
      </a>
    ));
}

/** Open, sealed or locked, in a word, with what that means, and the size of what is kept. */
export function StateCard({ status }: { readonly status: VaultStatus }) {
  const { keeper, counts } = status;
  const state: State = keeper?.state ?? 'away';
  return (
    <Card
      heading={text.stateHeading}
      aside={<Status tone={toneOfState(state)}>{text.state[state]}</Status>}
    >
      <p role="status">{text.stateText[state]}</p>
      {state === 'locked' && (
        <p>
          {text.resume} {keeper !== null && <KeeperLinks origins={keeper.origins} />}
        </p>
      )}
      <Facts
        facts={[
          [text.facts.people, countToWords(counts.contributors)],
          [text.facts.sessions, countToWords(counts.sessions)],
          [text.facts.stored, bytesToWords(counts.sealedBytes)],
          [text.facts.releases, countToWords(counts.releases)],
          ...(keeper === null ? [] : [[text.facts.logSize, countToWords(keeper.logSize)] as const]),
        ]}
      />
      {status.pendingRelays > 0 && <p>{text.pending(status.pendingRelays)}</p>}
      {status.refusedRelays.length > 0 && (
        <p>
          {text.refusedList(
            status.refusedRelays.map(({ kind, code }) => `${text.refused[kind]} (${code})`),
          )}
        </p>
      )}
    </Card>
  );
}
