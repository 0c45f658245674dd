/** What one open accessibility bus remembers between questions. */
import type { Accessible } from './accessible.ts';
import type { AtspiBus } from './bus.ts';
import type { AccessibleRef } from './questions.ts';
import { passwordRole } from './roles.ts';
import type { StructureCache, StructureNode } from './structure.ts';

export interface World {
  readonly bus: AtspiBus;
  readonly accessible: Accessible;
  readonly cache: StructureCache;
  /** Fields that were once password fields, by `refKey`: they stay so. */
  readonly secured: Set<string>;
  /** Each window as it was last read. */
  readonly shown: Map<number, ShownWindow>;
  /** The web document last seen in each window, to ask for its address alone. */
  readonly documents: Map<number, ShownDocument>;
}

export interface ShownWindow {
  readonly nodes: readonly StructureNode[];
  /** Objects whose text changed since, by `refKey`. */
  readonly written: Set<string>;
  /** Tabs that are not in front and the like: covered, not told. */
  readonly beside: ReadonlySet<string>;
  readonly pageTitle: string;
  readonly isPrivate: boolean;
}

interface ShownDocument {
  readonly ref: AccessibleRef;
  readonly isPrivate: boolean;
}

export function refKey(ref: AccessibleRef): string {
  return ref.name + ref.path;
}

/** The password role, and fields that the page itself calls secret (HTML autofill tokens). */
export function isSecureField(role: number, attributes: Readonly<Record<string, string>>): boolean {
  if (role === passwordRole || attributes['text-input-type'] === 'password') return true;
  return /\b(cc-|one-time-code|current-password|new-password)/.test(
    attributes['autocomplete'] ?? '',
  );
}
