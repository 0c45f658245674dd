/** Orders of the stewards about the deployment as a whole: stop (one), start again (two). */
import type { StewardId } from '@understudy/base';
import {
  ConsentError,
  controlReportToSha256,
  requireGreenReport,
  type ControlReport,
} from '@understudy/consent';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError, usedOrderError } from '../error.ts';
import type { OrderProof } from '@understudy/protocol';
import { requireAction, stewardAsks } from '../policy/require.ts';
import { verifyOrderProof } from './order.ts';
import { readReport } from './report.ts';
import type { ReportStanding } from '../lock/machine.ts';

/** By any one steward; each order is good once. Acknowledged when it is durable and nothing runs. */
export async function lockdown(
  core: Core,
  proof: OrderProof,
): Promise<{ readonly epoch: number; readonly lockedAt: string; readonly checkpoint: string }> {
  const { clock, lock, journal } = core;
  const { order, sha256: orderSha256 } = await verifyOrderProof(core, proof);
  if (order.kind !== 'lockdown') throw notAllowedError();
  requireAction(core, stewardAsks(order.steward), 'lockdown');
  const lockedNow = lock.state().lock === 'locked';
  if (!lockedNow && journal.facts.usedOrders.has(orderSha256)) {
    throw usedOrderError();
  }
  const at = timeNow(clock);
  const { steward } = order;
  const { epoch, checkpoint } = await lock.lockdown({ steward, orderSha256, at });
  return { epoch, lockedAt: at, checkpoint };
}

/** Needs two different stewards and a green report made under this lockdown; ends sealed. */
export async function resume(
  core: Core,
  parts: { readonly report: string; readonly approvals: readonly OrderProof[] },
): Promise<{ readonly epoch: number; readonly state: 'sealed' }> {
  const { clock, lock } = core;
  const report = await readReport(core, parts.report);
  const reportSha256 = controlReportToSha256(report);
  const { epoch } = lock.state();
  const stewards = new Set<StewardId>();
  for (const proof of parts.approvals) {
    const { order } = await verifyOrderProof(core, proof);
    const fits =
      order.kind === 'resume' && order.epoch === epoch && order.reportSha256 === reportSha256;
    if (!fits) throw notAllowedError();
    stewards.add(order.steward);
  }
  const standing = standingOf(core, report, epoch);
  // What is amiss with a report the lock machine says better.
  if (standing === 'green' && lock.state().lock === 'locked') {
    for (const steward of stewards) {
      requireAction(core, stewardAsks(steward), 'resume', { controls: standing });
    }
  }
  const resumed = await lock.resume({
    epoch,
    stewards: [...stewards],
    reportSha256,
    report: standing,
    at: timeNow(clock),
  });
  return { epoch: resumed.epoch, state: 'sealed' };
}

function standingOf(core: Core, report: ControlReport, epoch: number): ReportStanding {
  try {
    requireGreenReport(report, { build: core.build, epoch }, core.clock.nowMs());
    return 'green';
  } catch (error) {
    if (!(error instanceof ConsentError)) throw error;
    if (error.code === 'reportRed') return 'red';
    return error.code === 'wrongBuild' ? 'otherBuild' : 'stale';
  }
}
