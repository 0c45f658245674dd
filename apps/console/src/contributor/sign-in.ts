/** The link that the companion prints carries its token behind `#`, which no server sees. */
import { createCompanionClient } from '@understudy/courier';

export async function signInFromLink(place: Location, history: History): Promise<void> {
  const token = new URLSearchParams(place.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', place.pathname);
  // Refused, or nobody there: every page says so of itself.
  await createCompanionClient({ baseUrl: '', token })
    .call('signIn')
    .catch(() => undefined);
}
