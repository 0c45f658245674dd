import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '../parts/button.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { Shell, type NavEntry } from '../shell/shell.tsx';
import { isSignedOut } from '../shell/signed-out.ts';
import { strings } from '../strings/strings.ts';
import { SignInEnded, SignInPage } from './sign-in-page.tsx';
import { vault, whoQuery } from './vault.ts';

const entriesOf = {
  steward: [
    { to: '/', text: strings.steward.nav.safe },
    { to: '/grants', text: strings.steward.nav.grants },
  ],
  researcher: [
    { to: '/', text: strings.researcher.nav.catalogue },
    { to: '/my-grants', text: strings.researcher.nav.grants },
    { to: '/my-datasets', text: strings.researcher.nav.datasets },
  ],
  operator: [{ to: '/', text: strings.operator.heading }],
} as const satisfies Record<string, readonly NavEntry[]>;

export function VaultShell() {
  const queries = useQueryClient();
  const who = useQuery(whoQuery);
  const out = useMutation({
    mutationFn: () => vault.call('signOut'),
    onSettled: () => queries.resetQueries(),
  });
  const ended = isSignedOut(who.error);
  if (ended && who.data === undefined) {
    return (
      <Shell entries={[]}>
        <SignInPage />
      </Shell>
    );
  }
  return (
    <Shell
      key={who.data?.id}
      entries={who.data === undefined || ended ? [] : entriesOf[who.data.kind]}
      {...(ended && { instead: <SignInEnded /> })}
      foot={
        who.data !== undefined &&
        !ended && (
          <>
            <span className="note">
              {strings.signIn.as[who.data.kind]}{' '}
              {who.data.kind !== 'operator' && <ShortId id={who.data.id} />}
            </span>
            <Button onClick={() => out.mutate()}>{strings.signIn.out}</Button>
          </>
        )
      }
    />
  );
}
