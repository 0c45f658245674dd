import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { strings } from '../strings/strings.ts';
import { grantsQuery, type GrantRow } from '../vault/vault.ts';
import { GrantCard } from './grant-card.tsx';

const text = strings.steward.safe;

/** The grants that wait for this steward, whole, in words; what was decided here stays in sight with how it stands. */
export function WaitingCard() {
  const grants = useQuery(grantsQuery);
  const [decided, setDecided] = useState<ReadonlySet<GrantRow['grant']>>(new Set());
  const isShown = ({ grant, state }: GrantRow) => state === 'pending' || decided.has(grant);
  return (
    <Card heading={text.waitingHeading}>
      <Answer query={grants} empty={text.waitingEmpty} isEmpty={(rows) => !rows.some(isShown)}>
        {(rows) =>
          rows
            .filter(isShown)
            .map((row) => (
              <GrantCard
                key={row.grant}
                grant={row}
                onDecided={() => setDecided((before) => new Set(before).add(row.grant))}
              />
            ))
        }
      </Answer>
    </Card>
  );
}
