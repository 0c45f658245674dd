/** Progress of the demo on standard error: each stage by name, with the time it took. */

export type Say = (line: string) => void;

const startedMs = performance.now();

export function elapsed(): string {
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export const say: Say = (line) => {
  process.stderr.write(`[${elapsed()}]   ${line}\n`);
};

/** Runs one stage; its failure is told together with its name. */
export async function stage<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  process.stderr.write(`[${elapsed()}] ${name}\n`);
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`[${elapsed()}] failed: ${name}\n`);
    throw error;
  }
}
