import type { OrderProof } from '@understudy/protocol';
import { Status } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import classes from './checklist.module.css';
import type { ReportClaims } from './hand-over.ts';

const text = strings.keeper;
const freshMs = 24 * 3_600_000;

/** What resuming takes, line by line; the keeper checks every one of them itself. */
export function Checklist({
  claims,
  epoch,
  build,
  agreements,
}: {
  readonly claims: ReportClaims | null;
  readonly epoch: number;
  readonly build: string;
  readonly agreements: readonly (OrderProof | null)[];
}) {
  const agreed = agreements.filter((agreement) => agreement !== null).length;
  const ageMs = claims === null ? Infinity : Date.now() - new Date(claims.generatedAt).getTime();
  const lines = [
    [text.checklist.report, claims !== null],
    [text.checklist.green, claims?.green === true],
    [text.checklist.build, claims?.build === build],
    [text.checklist.fresh, claims?.epoch === epoch && ageMs < freshMs],
    [text.checklist.first, agreed >= 1],
    [text.checklist.second, agreed >= 2],
  ] as const;
  return (
    <ul className={classes['list']}>
      {lines.map(([words, done]) => (
        <li key={words}>
          <Status tone={done ? 'good' : 'warn'}>{done ? text.done : text.missing}</Status>
          <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}
