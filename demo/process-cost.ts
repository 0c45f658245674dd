/** What a process costs, from Linux's /proc: CPU time and its highest memory. */
import { readFile } from 'node:fs/promises';

export interface ProcessCost {
  readonly cpuMs: number;
  /** The highest resident size so far. */
  readonly peakBytes: number;
}

/** USER_HZ, which Linux fixes at 100 for every architecture that we run on. */
const ticksPerSecond = 100;

/** null where the process is gone. */
export async function readProcessCost(pid: number): Promise<ProcessCost | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    // The second field is the name in brackets, which may hold spaces; utime and stime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? '0';
    return { cpuMs: (1000 * ticks) / ticksPerSecond, peakBytes: Number(peak) * 1024 };
  } catch {
    return null;
  }
}
