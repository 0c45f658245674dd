import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { strings } from '../strings/strings.ts';
import { grantsQuery } from '../vault/vault.ts';
import { GrantCard } from './grant-card.tsx';

const text = strings.steward.safe;

/** The grants that wait for this steward, whole, in words. */
export function WaitingCard() {
  const grants = useQuery(grantsQuery);
  return (
    <Card heading={text.waitingHeading}>
      <Answer
        query={grants}
        empty={text.waitingEmpty}
        isEmpty={(rows) => !rows.some(({ state }) => state === 'pending')}
      >
        {(rows) =>
          rows
            .filter(({ state }) => state === 'pending')
            .map((grant) => <GrantCard key={grant.grant} grant={grant} />)
        }
      </Answer>
    </Card>
  );
}
