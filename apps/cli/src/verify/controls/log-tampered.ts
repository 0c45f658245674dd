import { parseVerifier, TlogError, verifyLog } from '@understudy/tlog';
import { Finding, type Control } from '../control.ts';

export const logTampered: Control = {
  id: 'log-tampered',
  title: 'every entry of the log is the one that its signed checkpoint covers',
  probe: async (target, { person }) => {
    await person('sound');
    const { logKey } = await target.status();
    const trust = { log: parseVerifier(logKey), witnesses: [] };
    try {
      await verifyLog(target.readLog, { trust });
    } catch (error) {
      if (error instanceof TlogError) throw new Finding(`The log is not whole: ${error.message}`);
      throw error;
    }
  },
  fault: {
    what: 'a keeper whose log has a changed entry',
    edits: [
      {
        module: 'apps/keeper/src/keeper.ts',
        find: 'readLog: (path) => log.resource(path),',
        put: "readLog: async (path) => { const bytes = await log.resource(path); return bytes === null || !path.startsWith('tile/entries/') ? bytes : bytes.map((byte, at) => at === bytes.length - 2 ? byte ^ 1 : byte); },",
      },
    ],
  },
};
