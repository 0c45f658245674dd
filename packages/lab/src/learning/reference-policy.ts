/**
 * Demonstrations → a policy: which control next, and which of the instruction's
 * quoted values belongs into it. Small on purpose: it tells what the data teaches,
 * in seconds and without a GPU, and is nobody's product.
 */
import type { DemonstratedStep, Demonstration } from './demonstration.ts';
import { createLinearScorer } from './linear-scorer.ts';

export interface Control {
  readonly role: string;
  readonly name: string;
}

export type Move =
  | ({ readonly kind: 'click' } & Control)
  | ({ readonly kind: 'type'; readonly text: string } & Control)
  | { readonly kind: 'done' };

export interface ReferencePolicy {
  /** The next move of an attempt, given what stands on the page and what was done so far. */
  next(instruction: string, controls: readonly Control[], done: readonly Move[]): Move;
}

interface QuotedValue {
  readonly value: string;
  /** The words before it, the nearest first. */
  readonly cues: readonly string[];
}

const rounds = 20;
const cueWords = 2;
const typedRoles = new Set(['textbox', 'entry', 'password text', 'searchbox']);

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}-]+/gu) ?? [];

function quotedValues(instruction: string): readonly QuotedValue[] {
  return [...instruction.matchAll(/"(?<value>[^"]*)"/gu)].map((match) => {
    const before = instruction.slice(0, match.index).replaceAll(/"[^"]*"/gu, ' <value> ');
    const cues = before.toLowerCase().match(/<value>|[\p{L}-]+/gu) ?? [];
    return { value: match.groups?.['value'] ?? '', cues: cues.toReversed().slice(0, cueWords) };
  });
}

const keyOf = (move: Move | DemonstratedStep): string =>
  move.kind === 'done' ? 'done' : `${move.kind} ${move.name}`;

/** How a move, known by its key, looks from here. */
function moveFeatures(instruction: string, before: readonly string[], key: string): string[] {
  const asked = new Set(wordsOf(instruction.replaceAll(/"[^"]*"/gu, ' ')));
  const shared = wordsOf(key).filter((word) => asked.has(word)).length;
  return [
    key,
    `${key} after ${before.at(-1) ?? 'start'}`,
    ...(before.includes(key) ? ['again'] : []),
    ...(shared > 0 ? ['asked for'] : []),
    ...[...asked].map((word) => `${key} for ${word}`),
  ];
}

function valueFeatures(name: string, { cues }: QuotedValue, index: number): string[] {
  const isNamed = wordsOf(name).some((word) => cues.includes(word));
  return [
    ...(isNamed ? ['named'] : []),
    `${name} at ${index}`,
    ...cues.map((cue, away) => `${name} by ${cue} ${away}`),
    `${name} by ${cues.join(' ')}`,
  ];
}

export function learnPolicy(demonstrations: readonly Demonstration[]): ReferencePolicy {
  const moves = createLinearScorer();
  const values = createLinearScorer();
  const known = new Set(['done']);
  for (const { steps } of demonstrations) for (const step of steps) known.add(keyOf(step));
  const keys = [...known].toSorted();

  for (let round = 0; round < rounds; round += 1) {
    for (const { instruction, steps } of demonstrations) {
      const quoted = quotedValues(instruction);
      const before: string[] = [];
      for (const step of [...steps, { kind: 'done' } as const]) {
        const key = keyOf(step);
        moves.learn(
          keys.map((one) => moveFeatures(instruction, before, one)),
          [keys.indexOf(key)],
        );
        before.push(key);
        if (step.kind !== 'type' || step.text === null) continue;
        // Where two values of a session are the same, nobody can tell which of them was typed.
        const right = [...quoted.keys()].filter((index) => quoted[index]?.value === step.text);
        values.learn(
          quoted.map((one, index) => valueFeatures(step.name, one, index)),
          right,
        );
      }
    }
  }

  return {
    next: (instruction, controls, done) => {
      // Of equals the first is taken: who knows nothing does nothing.
      const options: readonly Move[] = [
        { kind: 'done' },
        ...controls.map((control): Move =>
          typedRoles.has(control.role)
            ? { kind: 'type', ...control, text: '' }
            : { kind: 'click', ...control },
        ),
      ];
      const before = done.map(keyOf);
      const move =
        options[moves.best(options.map((one) => moveFeatures(instruction, before, keyOf(one))))];
      if (move?.kind !== 'type') return move ?? { kind: 'done' };
      const quoted = quotedValues(instruction);
      const chosen = values.best(quoted.map((one, index) => valueFeatures(move.name, one, index)));
      return { ...move, text: quoted[chosen]?.value ?? '' };
    },
  };
}
