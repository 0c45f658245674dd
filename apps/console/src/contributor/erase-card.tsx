import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ProgramId } from '@understudy/base';
import type { CompanionContract, HandlerBodyOf } from '@understudy/protocol';
import { useId, useState } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { strings } from '../strings/strings.ts';
import { dayToWords, instantToWords } from '../words/words.ts';
import { companion, erasuresQuery, programsQuery, receiptsQuery } from './companion.ts';
import { saveText } from '../parts/save.ts';

type Scope = HandlerBodyOf<CompanionContract['erase']>['scope'];

const text = strings.contributor.data;

/** Destroys keys; shows each erasure with its receipts: one at once, one when it is final. */
export function EraseCard() {
  const queries = useQueryClient();
  const erasures = useQuery(erasuresQuery);
  const programs = useQuery(programsQuery);
  const receipts = useQuery(receiptsQuery);
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<ProgramId | null>(null);
  const titleOf = (program: ProgramId): string =>
    programs.data?.programs.find((known) => known.program === program)?.title ?? program;
  const consented = [...new Set((receipts.data ?? []).map(({ program }) => program))];
  const scope: Scope =
    chosen === null ? { kind: 'everything' } : { kind: 'program', program: chosen };
  const erase = useMutation({
    mutationFn: () => companion.call('erase', { body: { scope } }),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries();
    },
  });
  return (
    <Card heading={text.eraseHeading}>
      <p>{text.eraseText}</p>
      <Field label={text.eraseWhat} htmlFor={id}>
        <select
          id={id}
          value={chosen ?? ''}
          onChange={({ target }) =>
            setChosen(consented.find((program) => program === target.value) ?? null)
          }
        >
          <option value="">{text.eraseEverything}</option>
          {consented.map((program) => (
            <option key={program} value={program}>
              {text.eraseScope.program(titleOf(program))}
            </option>
          ))}
        </select>
      </Field>
      <div className="acts">
        <Button look="dangerQuiet" onClick={() => setAsking(true)}>
          {text.erase}
        </Button>
      </div>
      <Failure error={erase.error} />
      <Answer query={erasures} empty={text.erasuresEmpty}>
        {(rows) => (
          <ul>
            {rows.map(({ erasure, scope, requestedAt, state, finalAt, receipt, final }) => (
              <li key={erasure}>
                <p>
                  {instantToWords(requestedAt)}, {scopeToWords(scope, titleOf)}:{' '}
                  {text.erasureState[state]}
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
        heading={text.eraseConfirm(scopeToWords(scope, titleOf))}
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

function scopeToWords(scope: Scope, titleOf: (program: ProgramId) => string): string {
  switch (scope.kind) {
    case 'everything':
      return text.eraseScope.everything;
    case 'program':
      return text.eraseScope.program(titleOf(scope.program));
    case 'sessions':
      return text.eraseScope.sessions(scope.sessions.length);
  }
}
