/**
 * Every control against the running deployment; on demand against a broken one
 * too, built for it. Green: the first holds, and the second is found out.
 */
import { errorToLine } from '@understudy/base';
import { Finding, type Control, type Need } from './control.ts';
import { controls } from './controls/index.ts';
import { probeBroken } from './planted/probe-broken.ts';
import type { ProbeResult, Scratch } from './planted/probe-result.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly green: boolean;
  /** What the live probe found, or null where the control held. */
  readonly live: string | null;
  /** The broken deployment, in words. */
  readonly fault: string;
  readonly planted: PlantedOutcome;
}

type PlantedOutcome =
  | { readonly kind: 'caught'; readonly text: string }
  | { readonly kind: 'missed'; readonly text: string }
  | { readonly kind: 'notTried' };

export interface Ran {
  readonly outcomes: readonly Outcome[];
  /** Controls that could not be probed, for want of a key or of the vault's disk. */
  readonly notProbed: readonly { readonly id: string; readonly needs: Need }[];
}

export async function runControls(
  target: Target,
  subject: Subject,
  options: {
    readonly planted: boolean;
    readonly scratch: Scratch;
    readonly onProbed: (id: string, live: string | null) => void;
  },
): Promise<Ran> {
  const has: Record<Need, boolean> = {
    researcherKey: subject.researcher !== null,
    operatorKey: subject.operator !== null,
    vaultPlace: target.vaultPlace !== null,
  };
  const notProbed = controls.flatMap(({ id, needs }) =>
    needs === undefined || has[needs] ? [] : [{ id, needs }],
  );
  const probed: { readonly control: Control; readonly live: string | null }[] = [];
  for (const control of controls) {
    if (control.needs !== undefined && !has[control.needs]) continue;
    const live = await findingOf(control, target, subject);
    options.onProbed(control.id, live);
    probed.push({ control, live });
  }
  const broken = options.planted
    ? await probeBroken(
        probed.map(({ control }) => control.id),
        options.scratch,
      )
    : null;
  const outcomes = probed.map(({ control, live }): Outcome => {
    const { id, title, fault } = control;
    const planted = broken === null ? notTried : toPlanted(broken.get(id));
    const green = live === null && planted.kind !== 'missed';
    return { id, title, live, planted, fault: fault.what, green };
  });
  return { outcomes, notProbed };
}

const notTried = { kind: 'notTried' } as const;

function toPlanted(result: ProbeResult | undefined): PlantedOutcome {
  switch (result?.kind) {
    case 'found':
      return { kind: 'caught', text: result.text };
    case 'nothing':
      return { kind: 'missed', text: 'Nothing was noticed.' };
    case 'failed':
      return { kind: 'missed', text: result.text };
    case undefined:
      return { kind: 'missed', text: 'The broken deployment ended before it was probed.' };
  }
}

/** What could not be probed does not hold: every error is a finding. */
async function findingOf(
  control: Control,
  target: Target,
  subject: Subject,
): Promise<string | null> {
  try {
    await control.probe(target, subject);
    return null;
  } catch (error) {
    return error instanceof Finding ? error.message : errorToLine(error);
  }
}
