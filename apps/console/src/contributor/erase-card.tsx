import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Failure } from '../parts/failure.tsx';
import { strings } from '../strings/strings.ts';
import { dayToWords, instantToWords } from '../words/words.ts';
import { companion, erasuresQuery } from './companion.ts';
import { saveText } from '../parts/save.ts';

const text = strings.contributor.data;

/** Destroys keys; shows each erasure with its receipts: one at once, one when it is final. */
export function EraseCard() {
  const queries = useQueryClient();
  const erasures = useQuery(erasuresQuery);
  const [asking, setAsking] = useState(false);
  const erase = useMutation({
    mutationFn: () => companion.call('erase', { body: { scope: { kind: 'everything' } } }),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries();
    },
  });
  return (
    <Card heading={text.eraseHeading}>
      <p>{text.eraseText}</p>
      <div className="acts">
        <Button look="dangerQuiet" onClick={() => setAsking(true)}>
          {text.erase}
        </Button>
      </div>
      <Failure error={erase.error} />
      <Answer query={erasures} empty={text.erasuresEmpty}>
        {(rows) => (
          <ul>
            {rows.map(({ erasure, requestedAt, state, finalAt, receipt, final }) => (
              <li key={erasure}>
                <p>
                  {instantToWords(requestedAt)}: {text.erasureState[state]}
                  {state === 'started' && finalAt !== null && ` ${dayToWords(finalAt)}`}
                </p>
                <div className="acts">
                  {receipt !== null && (
                    <Button onClick={() => saveText(`${erasure}.jws`, receipt)}>
                      {text.receipt}
                    </Button>
                  )}
                  {final !== null && (
                    <Button onClick={() => saveText(`${erasure}.final.jws`, final)}>
                      {text.finalReceipt}
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        heading={text.eraseConfirm}
        act={text.erase}
        look="danger"
        busy={erase.isPending}
        onAct={() => erase.mutate()}
      >
        {text.eraseText}
      </Confirm>
    </Card>
  );
}
