/** What other processes of ours cost: text recognition runs in one. */
import { readFileSync } from 'node:fs';

/** CPU of a process in milliseconds (Linux: from field 14 of its stat on: own and of children that have ended, user and system; 100 ticks a second). */
function cpuMsOf(process: number | 'self', first: number): number {
  const fields = readFileSync(`/proc/${process}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[first - 3]) + Number(fields[first - 2])) * 10;
}

/** CPU of all children, those that have ended and those that run. */
export function childCpuMs(): number {
  const running = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
  return running
    .split(' ')
    .filter(Boolean)
    .reduce((sum, child) => sum + cpuMsOf(Number(child), 14), cpuMsOf('self', 16));
}
