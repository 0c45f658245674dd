/** What the tests' extension says between its page, its worker and the test. */
import type { PageBatch } from '../../src/page/page-batch.ts';

export interface ProbeOptions {
  readonly tier: 'motion' | 'actions' | 'text' | 'screen';
  readonly clipboard: boolean;
  /** Stand-ins for what the detectors find: each becomes `[clean]`. */
  readonly cleaned: readonly string[];
}

export type ProbeFromPage =
  | { readonly kind: 'batch'; readonly batch: PageBatch }
  | { readonly kind: 'pauseClick' }
  | { readonly kind: 'hidden'; readonly why: string }
  | { readonly kind: 'frameWanted'; readonly cause: string };

export type ProbeToPage =
  | { readonly kind: 'view'; readonly sinceMs: number }
  | { readonly kind: 'standing' }
  | { readonly kind: 'structure'; readonly point: { x: number; y: number } | null }
  | { readonly kind: 'show'; readonly state: 'recording' | 'paused' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'flush' }
  | { readonly kind: 'slices' };
