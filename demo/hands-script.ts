/** What the scripted hands do, as data: it goes to their process as JSON, by standard input. */
import type { Box } from '@understudy/recording';

export interface HandsScript {
  readonly display: string;
  /** Where Chromium's debugger tells the places of page elements. */
  readonly debuggerUrl: string;
  readonly steps: readonly HandsStep[];
}

export type HandsStep =
  | { readonly kind: 'click'; readonly target: HandsTarget; readonly times?: number }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'press'; readonly keys: readonly string[] }
  | { readonly kind: 'scroll'; readonly steps: number }
  | { readonly kind: 'look'; readonly durationMs: number };

export type HandsTarget =
  | { readonly kind: 'page'; readonly testId: string }
  | { readonly kind: 'place'; readonly name: string; readonly box: Box };

/** What the hands did, one JSON line each: the truth that the recording is checked against. */
export interface HandsDeed {
  readonly step: number;
  readonly kind: HandsStep['kind'];
  readonly target: string | null;
  /** Where the target stood on the screen, and where it was hit. */
  readonly box: Box | null;
  readonly point: { readonly x: number; readonly y: number } | null;
}
