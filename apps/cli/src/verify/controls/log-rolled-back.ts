import { parseVerifier, verifyCheckpoint, verifyLog } from '@understudy/tlog';
import { Finding, type Control } from '../control.ts';

export const logRolledBack: Control = {
  id: 'log-rolled-back',
  title: 'the log holds what these probes made it write, on top of what it held before',
  probe: async (target, { person, logHead }) => {
    await person('sound');
    const { logKey } = await target.status();
    const trust = { log: parseVerifier(logKey), witnesses: [] };
    if ((await target.readLog('checkpoint')) === null) {
      throw new Finding('The log has no checkpoint.');
    }
    const seen = logHead.length === 0 ? [] : [verifyCheckpoint(logHead, trust)];
    const { checkpoint } = await verifyLog(target.readLog, { trust, seen });
    if (!(checkpoint.size > (seen[0]?.size ?? 0))) {
      throw new Finding('The log is not longer than before the probes: it was rolled back.');
    }
  },
  fault: {
    what: 'a keeper that serves the log as it was when it started',
    edits: [
      {
        module: 'apps/keeper/src/keeper.ts',
        find: 'readLog: (path) => log.resource(path),',
        put: "readLog: ((old) => async (path) => path === 'checkpoint' ? Buffer.from(old) : log.resource(path))(log.readCheckpoint()),",
      },
    ],
  },
};
