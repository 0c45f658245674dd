/**
 * A trajectory → what a policy learns from: the instruction, and which control
 * was clicked or typed into at each step. Pixels are no part of it: the reference
 * policy reads structure.
 */
import type { Action, Trajectory } from '@understudy/distill';

export type DemonstratedStep =
  | { readonly kind: 'click'; readonly role: string; readonly name: string }
  /** `text` null: it was withheld (a password), so only that something was typed is known. */
  | {
      readonly kind: 'type';
      readonly role: string;
      readonly name: string;
      readonly text: string | null;
    };

export interface Demonstration {
  readonly instruction: string;
  readonly steps: readonly DemonstratedStep[];
}

function stepOf(action: Action): DemonstratedStep | null {
  if (action.kind === 'type' && action.target !== null) {
    const { role, name } = action.target;
    return { kind: 'type', role, name, text: action.text };
  }
  if (action.kind === 'click' && action.target !== null) {
    const { role, name } = action.target;
    return { kind: 'click', role, name };
  }
  return null;
}

/** Reads the trajectory to its end. A click that only leads into a field that is typed into next is part of the typing. */
export async function trajectoryToDemonstration(trajectory: Trajectory): Promise<Demonstration> {
  const steps: DemonstratedStep[] = [];
  for await (const { action } of trajectory.steps) {
    const step = stepOf(action);
    if (step === null) continue;
    const last = steps.at(-1);
    const leadsIn = step.kind === 'type' && last?.kind === 'click' && last.name === step.name;
    if (leadsIn) steps.pop();
    steps.push(step);
  }
  return { instruction: trajectory.instruction ?? '', steps };
}
