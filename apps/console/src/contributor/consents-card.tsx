import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Failure } from '../parts/failure.tsx';
import { Status } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import { dayToWords } from '../words/words.ts';
import { companion, programsQuery, receiptsQuery } from './companion.ts';
import { saveText } from '../parts/save.ts';

const text = strings.contributor.data;

/** Every consent given, and the way out of each that is live. */
export function ConsentsCard() {
  const queries = useQueryClient();
  const receipts = useQuery(receiptsQuery);
  const programs = useQuery(programsQuery);
  type Receipt = NonNullable<typeof receipts.data>[number];
  const [asked, setAsked] = useState<Receipt | null>(null);
  const titleOf = ({ program }: Receipt): string =>
    programs.data?.programs.find((offered) => offered.program === program)?.title ?? program;
  const withdraw = useMutation({
    mutationFn: ({ receipt }: Receipt) => companion.call('withdraw', { params: { receipt } }),
    onSettled: () => {
      setAsked(null);
      return queries.invalidateQueries();
    },
  });
  return (
    <Card heading={text.consentsHeading}>
      {withdraw.data?.queued === true && <p role="status">{text.withdrawQueued}</p>}
      <Answer query={receipts} empty={text.consentsEmpty}>
        {(rows) => (
          <Table
            caption={text.consentsHeading}
            rows={rows}
            keyOf={({ receipt }) => receipt}
            columns={[
              { heading: text.consentColumns.program, cell: titleOf },
              {
                heading: text.consentColumns.tier,
                cell: ({ tier }) => strings.contributor.consent.tiers[tier].name,
              },
              { heading: text.consentColumns.since, cell: ({ issuedAt }) => dayToWords(issuedAt) },
              {
                heading: text.consentColumns.state,
                cell: ({ state }) => (
                  <Status tone={state === 'live' ? 'good' : 'neutral'}>
                    {text.consentState[state]}
                  </Status>
                ),
              },
              {
                heading: text.consentColumns.act,
                cell: (row) => (
                  <div className="acts">
                    <Button onClick={() => saveText(`${row.receipt}.jws`, row.signed)}>
                      {text.receipt}
                    </Button>
                    {row.state === 'live' && (
                      <Button onClick={() => setAsked(row)}>{text.withdraw}</Button>
                    )}
                  </div>
                ),
                align: 'end',
              },
            ]}
          />
        )}
      </Answer>
      <Failure error={withdraw.error} />
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        heading={text.withdrawHeading}
        act={text.withdraw}
        look="danger"
        busy={withdraw.isPending}
        onAct={() => asked !== null && withdraw.mutate(asked)}
      >
        {text.withdrawText}
      </Confirm>
    </Card>
  );
}
