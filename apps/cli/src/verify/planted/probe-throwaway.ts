/** The id of a control → what its probe finds in a throwaway deployment of the code as it is loaded here. */
import { errorToLine, systemClock } from '@understudy/base';
import { Finding } from '../control.ts';
import { controls } from '../controls/index.ts';
import { createSubject } from '../subject.ts';
import { createTarget } from '../target.ts';
import type { ProbeResult, Scratch } from './probe-result.ts';
import { startThrowaway } from './throwaway.ts';

export async function probeThrowaway(id: string, scratch: Scratch): Promise<ProbeResult> {
  const control = controls.find((known) => known.id === id);
  if (control === undefined) return { kind: 'failed', text: `There is no control ${id}.` };
  try {
    const throwaway = await startThrowaway(control.plantedIn?.(scratch) ?? {});
    try {
      const target = createTarget(throwaway.places);
      const subject = await createSubject(throwaway.places, throwaway.probers, systemClock);
      if (control.faultShowsWhen === 'locked') await throwaway.lockdown();
      await control.probe(target, subject);
      return { kind: 'nothing' };
    } finally {
      await throwaway.stop();
    }
  } catch (error) {
    return error instanceof Finding
      ? { kind: 'found', text: error.message }
      : { kind: 'failed', text: errorToLine(error) };
  }
}
