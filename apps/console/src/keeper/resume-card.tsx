/** What resuming takes, what of it is there, and the two agreements by passkey. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StewardId } from '@understudy/base';
import { orderProofSchema, type OrderProof } from '@understudy/protocol';
import { useId, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Status } from '../parts/status.tsx';
import { signWithPasskey, statementToDigest } from '../passkey/passkey.ts';
import { strings } from '../strings/strings.ts';
import { keeper, keeperQuery } from './keeper.ts';

const text = strings.keeper;

export function ResumeCard({
  epoch,
  steward,
}: {
  readonly epoch: number;
  readonly steward: StewardId | null;
}) {
  const queries = useQueryClient();
  const id = useId();
  const [report, setReport] = useState('');
  const [other, setOther] = useState('');
  const [mine, setMine] = useState<OrderProof | null>(null);
  const theirs = parseAgreement(other);
  const agree = useMutation({
    mutationFn: async () => {
      if (steward === null) return null;
      const order = {
        kind: 'resume',
        steward,
        epoch,
        reportSha256: await sha256Hex(report.trim()),
        orderedAt: new Date().toISOString(),
      } as const;
      const allowed = await keeper.passkeys({ params: { steward } });
      return {
        kind: 'passkey',
        order,
        ...(await signWithPasskey(await statementToDigest(order), allowed)),
      } as const;
    },
    onSuccess: setMine,
  });
  const resume = useMutation({
    mutationFn: (approvals: OrderProof[]) =>
      keeper.resume({ body: { report: report.trim(), approvals } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keeperQuery.queryKey }),
  });
  const checks = [
    [text.checklist.locked, true],
    [text.checklist.report, report.trim() !== ''],
    [text.checklist.first, mine !== null || theirs !== null],
    [text.checklist.second, mine !== null && theirs !== null],
  ] as const;
  return (
    <Card heading={text.resumeHeading}>
      <p>{text.resumeText}</p>
      <ul>
        {checks.map(([words, done]) => (
          <li key={words}>
            <Status tone={done ? 'good' : 'warn'}>{done ? text.done : text.missing}</Status> {words}
          </li>
        ))}
      </ul>
      <Field label={text.reportLabel} htmlFor={`${id}-report`}>
        <textarea
          id={`${id}-report`}
          rows={3}
          value={report}
          spellCheck={false}
          onChange={({ target }) => setReport(target.value)}
        />
      </Field>
      <Field label={text.otherLabel} htmlFor={`${id}-other`}>
        <textarea
          id={`${id}-other`}
          rows={3}
          value={other}
          spellCheck={false}
          onChange={({ target }) => setOther(target.value)}
        />
      </Field>
      <div className="acts">
        <Button
          disabled={steward === null || report.trim() === '' || agree.isPending}
          onClick={() => agree.mutate()}
        >
          {text.agree}
        </Button>
        <Button
          look="primary"
          disabled={mine === null || theirs === null || resume.isPending}
          onClick={() => mine !== null && theirs !== null && resume.mutate([theirs, mine])}
        >
          {text.resume}
        </Button>
      </div>
      {mine !== null && theirs === null && (
        <Field label={text.handOver} htmlFor={`${id}-mine`}>
          <textarea id={`${id}-mine`} rows={3} readOnly value={JSON.stringify(mine)} />
        </Field>
      )}
      {resume.data !== undefined && <p role="status">{text.resumed(resume.data.epoch)}</p>}
      <Failure error={agree.error ?? resume.error} />
    </Card>
  );
}

/** A passkey's agreement as this page shows it, or a key's as the command line prints it. */
function parseAgreement(text: string): OrderProof | null {
  const trimmed = text.trim();
  const parsed = orderProofSchema.safeParse(
    trimmed.startsWith('{') ? jsonOrNull(trimmed) : trimmed,
  );
  return parsed.success ? parsed.data : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half of a pasted text is no agreement yet; the checklist says that it is missing.
    return null;
  }
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
