/** What resuming takes, what of it is there, and the two agreements by passkey. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StewardId } from '@understudy/base';
import type { OrderProof } from '@understudy/protocol';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Command } from '../parts/command.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { saveText } from '../parts/save.ts';
import { strings } from '../strings/strings.ts';
import { agreeToResume } from './agree.ts';
import { Checklist } from './checklist.tsx';
import { handOverToText, parseHandOver, readReportClaims } from './hand-over.ts';
import { keeper, keeperQuery } from './keeper.ts';

const text = strings.keeper;

export function ResumeCard({
  epoch,
  build,
  steward,
}: {
  readonly epoch: number;
  readonly build: string;
  readonly steward: StewardId | null;
}) {
  const queries = useQueryClient();
  const id = useId();
  const [given, setGiven] = useState('');
  const [mine, setMine] = useState<OrderProof | null>(null);
  const handed = parseHandOver(given);
  const claims = handed === null ? null : readReportClaims(handed.report);
  const theirs = handed?.agreement ?? null;
  const agree = useMutation({
    mutationFn: async () => {
      if (steward === null || claims === null) throw new Error(text.needsPasskey);
      return agreeToResume(steward, epoch, claims);
    },
    onSuccess: setMine,
  });
  const resume = useMutation({
    mutationFn: (approvals: OrderProof[]) =>
      keeper.resume({ body: { report: handed?.report ?? '', approvals } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keeperQuery.queryKey }),
  });
  const take = (words: string): void => {
    setGiven(words);
    setMine(null);
  };
  return (
    <Card heading={text.resumeHeading}>
      <p>{text.resumeText}</p>
      <Checklist claims={claims} epoch={epoch} build={build} agreements={[theirs, mine]} />
      <Command label={text.makeReport} command={text.verifyCommand(location.origin)} />
      <Field
        label={text.given}
        htmlFor={id}
        note={given === '' || handed !== null ? text.givenNote : text.givenBad}
      >
        <textarea
          id={id}
          rows={3}
          value={given}
          spellCheck={false}
          onChange={({ target }) => take(target.value)}
        />
      </Field>
      <Field label={text.file} htmlFor={`${id}-file`}>
        <input
          id={`${id}-file`}
          type="file"
          onChange={({ target }) => void target.files?.[0]?.text().then(take)}
        />
      </Field>
      <div className="acts">
        <Button
          look={theirs === null ? 'primary' : 'quiet'}
          disabled={steward === null || claims === null || mine !== null || agree.isPending}
          onClick={() => agree.mutate()}
        >
          {text.agree}
        </Button>
        {mine !== null && theirs === null && handed !== null && (
          <Button onClick={() => saveText('resume.json', handOverToText(handed.report, mine))}>
            {text.saveHandOver}
          </Button>
        )}
        {mine !== null && theirs !== null && (
          <Button
            look="primary"
            disabled={resume.isPending}
            onClick={() => resume.mutate([theirs, mine])}
          >
            {text.resume}
          </Button>
        )}
        {steward === null && <span className="note">{text.needsPasskey}</span>}
      </div>
      {mine !== null && theirs === null && handed !== null && (
        <Field label={text.handOver} htmlFor={`${id}-mine`}>
          <textarea
            id={`${id}-mine`}
            rows={3}
            readOnly
            value={handOverToText(handed.report, mine)}
          />
        </Field>
      )}
      <Failure error={agree.error ?? resume.error} />
    </Card>
  );
}
