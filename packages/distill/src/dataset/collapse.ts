/**
 * Sessions that are done → those that stand for themselves and for others, and
 * those that others stand for. The latter are a dataset within the dataset
 * (`collapsed/`), and the outlines of all lie beside their rows: so a copy without
 * some sessions is collapsed anew, and is what an export without them would be.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DistillError } from '../error.ts';
import { collapseNearDuplicates, outlineSchema, type Outline } from '../near-duplicates.ts';
import type { DoneSession } from './part-writer.ts';

export const collapsedFolder = 'collapsed';
const outlinesName = 'outlines.jsonl';

export interface CollapsedSessions {
  readonly kept: readonly DoneSession[];
  readonly aside: readonly DoneSession[];
}

/** A session without an outline, or without a row, stands for itself. */
export function collapseSessions(done: readonly DoneSession[]): CollapsedSessions {
  const withRows = done.filter(({ about }) => about.steps > 0);
  const outlines = withRows.flatMap(({ outline }) => outline ?? []);
  const groups = collapseNearDuplicates(outlines);
  const counts = new Map(groups.map(({ session, count }) => [session, count]));
  const duplicates = new Set(groups.flatMap((group) => group.duplicates));
  return {
    kept: done
      .filter(({ about }) => !duplicates.has(about.session))
      .map((one) => ({
        ...one,
        about: { ...one.about, standsFor: counts.get(one.about.session) ?? 1 },
      })),
    aside: done.filter(({ about }) => duplicates.has(about.session)),
  };
}

export const outlinesPath = join(collapsedFolder, outlinesName);

export function outlinesText(done: readonly DoneSession[]): string {
  return done.map(({ outline }) => `${JSON.stringify(outline)}\n`).join('');
}

/**
 * The outlines of a dataset's sessions.
 * @param collapsed the folder of the near-duplicates; null: nothing was collapsed.
 * @throws DistillError `badDataset` where they cannot be read.
 */
export async function readOutlines(
  collapsed: string | null,
): Promise<ReadonlyMap<string, Outline>> {
  if (collapsed === null) return new Map();
  try {
    const text = await readFile(join(collapsed, outlinesName), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    const outlines = lines.map((line) => outlineSchema.parse(JSON.parse(line)));
    return new Map(outlines.map((outline) => [outline.session, outline]));
  } catch (cause) {
    throw new DistillError({
      code: 'badDataset',
      message: `The outlines in ${outlinesPath} cannot be read.`,
      remedy: 'Export the dataset again.',
      cause,
    });
  }
}
