import { Card } from '../parts/card.tsx';
import { strings } from '../strings/strings.ts';
import type { VaultStatus } from '../vault/vault.ts';

const text = strings.steward.safe;

/** Erasures that are not final yet, and what they made stale. */
export function UnderWayCard({ status }: { readonly status: VaultStatus }) {
  return (
    <Card heading={text.erasuresHeading}>
      <p>{text.erasures(status.counts.erasuresUnderWay)}</p>
      <p>{text.stale(status.counts.staleDatasets)}</p>
    </Card>
  );
}
