/**
 * The latest wall clock that this home has seen, so that a clock set back
 * cannot bring an expired consent to life again.
 */
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';

/** Clocks are set right by this much without anybody meaning harm. */
const toleranceMs = 120_000;

const markSchema = z.object({ latestMs: z.int() });

/** @throws CompanionError `clockSetBack` */
export async function checkClock(home: Home): Promise<void> {
  const nowMs = home.clock.nowMs();
  const latestMs = await readMark(home);
  if (nowMs + toleranceMs < latestMs) {
    throw new CompanionError({
      code: 'clockSetBack',
      message: `This computer's clock says ${iso(nowMs)}, but it was ${iso(latestMs)} here before.`,
      remedy: 'Set the clock right, then try again; what is sealed is kept.',
    });
  }
  if (nowMs > latestMs) {
    await writeFileAtomic(paths.clock(home), JSON.stringify({ latestMs: nowMs }));
  }
}

async function readMark(home: Home): Promise<number> {
  const text = await readTextIfThere(paths.clock(home));
  if (text === null) return 0;
  try {
    return markSchema.parse(JSON.parse(text)).latestMs;
  } catch {
    return 0;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
