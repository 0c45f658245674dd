/** An attempt to end a lockdown, with one thing wrong: it must never succeed. */
import {
  controlReportToSha256,
  signControlReport,
  signOrder,
  verifyControlReport,
  type SigningKey,
} from '@understudy/consent';
import type { Verdict } from './control.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

export async function attemptResume(
  target: Target,
  { stewards, clock }: Subject,
  wrong: {
    readonly green?: boolean;
    readonly reporter?: SigningKey;
    readonly approvals?: 1;
    readonly reportEpoch?: number;
  },
): Promise<Verdict> {
  const { build, epoch } = await target.status();
  const key = wrong.reporter ?? stewards[0].key;
  const report = await signControlReport(
    { build, epoch: wrong.reportEpoch ?? epoch, green: wrong.green ?? true, results: {} },
    key,
    clock,
  );
  const opened = await verifyControlReport(report, [key.publicJwk], clock.nowMs());
  const reportSha256 = controlReportToSha256(opened);
  const approvals = await Promise.all(
    stewards
      .slice(0, wrong.approvals ?? 2)
      .map(({ steward, key: own }) =>
        signOrder({ kind: 'resume', steward, epoch, reportSha256 }, own, clock),
      ),
  );
  return target.resume(report, approvals);
}
