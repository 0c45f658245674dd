import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { grantsQuery } from '../vault/vault.ts';
import { GrantCard } from './grant-card.tsx';

const text = strings.steward.grant;

/** Every grant that was ever asked for, newest first. */
export function GrantsPage() {
  const grants = useQuery(grantsQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Card heading={null}>
        <Answer query={grants} empty={text.empty}>
          {(rows) =>
            rows
              .toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt))
              .map((grant) => <GrantCard key={grant.grant} grant={grant} />)
          }
        </Answer>
      </Card>
    </Page>
  );
}
