/** The deployment as a whole: who reads the vault, who stops and starts, the log, the vault's disk. */
import {
  controlReportToSha256,
  signControlReport,
  signOrder,
  verifyControlReport,
} from '@understudy/consent';
import { parseVerifier, verifyLog } from '@understudy/tlog';
import { findMarks, plaintextMark } from './canary.ts';
import { Finding, mustAllow, mustRefuse, type Control } from './control.ts';
import type { VaultRead } from './target.ts';

const reads: readonly VaultRead[] = [
  'grants',
  'status',
  'sessions',
  'segment',
  'reach',
  'releases',
];

export const deploymentControls: readonly Control[] = [
  {
    id: 'vault-nobody',
    title: 'nobody reads the vault without a key, or with one that is not known',
    probe: async (target, { stranger, stewards }) => {
      for (const what of reads) {
        await mustRefuse(`${what} without a key`, target.read(what, null));
        await mustRefuse(`${what} with an unknown key`, target.read(what, stranger));
      }
      await mustAllow('grants for a steward', target.read('grants', stewards[0].key));
    },
    plant: (target, { stewards }) => ({
      ...target,
      read: (what) => target.read(what === 'segment' ? 'grants' : what, stewards[0].key),
    }),
  },
  {
    id: 'vault-device-reads-own',
    title: 'a device sees its own sessions, and neither grants nor releases',
    probe: async (target, { person }) => {
      await mustAllow('own sessions', target.read('sessions', person.key));
      for (const what of ['grants', 'status', 'releases', 'reach', 'segment'] as const) {
        await mustRefuse(`${what} for a device`, target.read(what, person.key));
      }
    },
    plant: (target) => ({ ...target, read: async () => 'allowed' }),
  },
  {
    id: 'lockdown-forged',
    title: 'nobody but a steward locks',
    probe: async (target, { stranger, stewards, clock }) => {
      const { steward } = stewards[0];
      const order = await signOrder(
        { kind: 'lockdown', steward, reason: 'A control probe.' },
        stranger,
        clock,
      );
      await mustRefuse('a forged lockdown', target.lockdown(order));
    },
    plant: (target) => ({ ...target, lockdown: async () => 'allowed' }),
  },
  {
    id: 'resume-alone',
    title: 'nobody resumes alone, on a red report, or with a forged one',
    probe: async (target, { stranger, stewards, clock }) => {
      const { build, epoch } = await target.status();
      const attempt = async (green: boolean, key = stewards[0].key, count = 2) => {
        const results = {};
        const report = await signControlReport({ build, epoch, green, results }, key, clock);
        const opened = await verifyControlReport(report, [key.publicJwk], clock.nowMs());
        const reportSha256 = controlReportToSha256(opened);
        const approvals = await Promise.all(
          stewards
            .slice(0, count)
            .map(({ steward, key: own }) =>
              signOrder({ kind: 'resume', steward, epoch, reportSha256 }, own, clock),
            ),
        );
        return target.resume(report, approvals);
      };
      await mustRefuse('one steward alone', attempt(true, stewards[0].key, 1));
      await mustRefuse('a red report', attempt(false));
      await mustRefuse('a report by a stranger', attempt(true, stranger));
    },
    plant: (target) => ({ ...target, resume: async () => 'allowed' }),
  },
  {
    id: 'log-whole',
    title: 'the log is whole, and extends what was seen before',
    probe: async (target, { logHead }) => {
      const { logKey } = await target.status();
      const trust = { log: parseVerifier(logKey), witnesses: [] };
      const head = await target.readLog('checkpoint');
      if (head === null) throw new Finding('The log has no checkpoint.');
      const { checkpoint } = await verifyLog(target.readLog, { trust });
      const sizeOf = (note: Uint8Array) => Number(new TextDecoder().decode(note).split('\n')[1]);
      if (!(checkpoint.size > sizeOf(logHead))) {
        throw new Finding('The log does not hold what these probes made it write.');
      }
    },
    plant: (target, { logHead }) => ({
      ...target,
      // Rolled back to what it was before the probes.
      readLog: async (path) => (path === 'checkpoint' ? logHead : target.readLog(path)),
    }),
  },
  {
    id: 'log-tampering',
    title: 'a changed entry of the log is found',
    probe: async (target) => {
      const { logKey } = await target.status();
      const trust = { log: parseVerifier(logKey), witnesses: [] };
      await verifyLog(target.readLog, { trust });
    },
    plant: (target) => ({
      ...target,
      readLog: async (path) => {
        const bytes = await target.readLog(path);
        if (bytes === null || !path.startsWith('tile/entries/')) return bytes;
        const bent = Uint8Array.from(bytes);
        bent[bent.length - 2] = (bent[bent.length - 2] ?? 0) ^ 1;
        return bent;
      },
    }),
  },
];

/** Only on the vault's own machine (`--vault-home`). */
export const storageControl: Control = {
  id: 'vault-blind',
  title: 'nothing that the vault wrote is readable: no recording, no key',
  probe: async (target) => {
    let seen = 0;
    for await (const { path, bytes } of target.files()) {
      seen += 1;
      const marks = findMarks(bytes);
      if (marks.length > 0) throw new Finding(`${path} holds ${marks.join(', ')}.`);
    }
    if (seen === 0) throw new Finding('The vault’s home holds no file.');
  },
  plant: (target) => ({
    ...target,
    files: async function* () {
      yield* target.files();
      yield { path: 'planted', bytes: plaintextMark };
    },
  }),
};
