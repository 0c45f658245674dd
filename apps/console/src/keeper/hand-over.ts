/**
 * What the page of a resume is given as text: a control report as `understudy
 * verify` wrote it, or what the first steward hands to the second: that
 * report with their agreement. All of it is attacker-controlled, and the
 * keeper checks every signature; read here only to say what is missing.
 */
import type { JsonValue } from '@understudy/base';
import { orderProofSchema, type OrderProof } from '@understudy/protocol';
import { z } from 'zod';

export interface HandOver {
  /** The signed report. */
  readonly report: string;
  /** null: nobody has agreed yet. */
  readonly agreement: OrderProof | null;
}

const handOverSchema = z.object({ report: z.string(), agreement: orderProofSchema });

const reportSchema = z.strictObject({
  build: z.string(),
  epoch: z.int(),
  generatedAt: z.iso.datetime(),
  green: z.boolean(),
  results: z.json(),
});
export type ReportClaims = z.output<typeof reportSchema> & JsonValue;

/** null where the text is neither. */
export function parseHandOver(text: string): HandOver | null {
  const trimmed = text.trim();
  if (readReportClaims(trimmed) !== null) return { report: trimmed, agreement: null };
  const parsed = handOverSchema.safeParse(jsonOrNull(trimmed));
  return parsed.success && readReportClaims(parsed.data.report) !== null ? parsed.data : null;
}

export function handOverToText(report: string, agreement: OrderProof): string {
  return JSON.stringify({ report, agreement });
}

/** What the report says of itself; null where it is none. */
export function readReportClaims(jws: string): ReportClaims | null {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(jws)?.[1];
  if (payload === undefined) return null;
  const parsed = reportSchema.safeParse(jsonOrNull(base64urlToText(payload)));
  return parsed.success ? parsed.data : null;
}

function base64urlToText(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half of a pasted text is nothing yet; the checklist says that it is missing.
    return null;
  }
}
