/** What the demo measured, as a table for people and as numbers for the benchmark. */

export interface Figures {
  readonly recordedMs: number;
  readonly generated: number | null;
  readonly arrived: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly recorderCpuMs: number;
  readonly recorderPeakBytes: number;
  readonly segments: number;
  readonly sealedBytes: number;
  /** By kind of what was covered. */
  readonly redacted: Readonly<Record<string, number>>;
  readonly logLines: number;
  readonly rows: number;
  readonly steps: number;
  /** From the end of the recording to the exported dataset, without what people decide in between. */
  readonly stopToDatasetMs: number;
  readonly scannedFiles: number;
  readonly scannedBytes: number;
  readonly framesRead: number;
  readonly labelsRead: number;
  readonly totalMs: number;
}

export type TableRow = readonly [measure: string, value: string];

/** CPU of the recorder as a share of one core. */
export const recorderCpuShare = (figures: Figures): number =>
  figures.recorderCpuMs / figures.recordedMs;

export const mebibytesPerHour = (figures: Figures): number =>
  figures.sealedBytes / 2 ** 20 / (figures.recordedMs / 3_600_000);

export function figuresToTable(figures: Figures): readonly TableRow[] {
  const { generated, arrived, kept, dropped, redacted } = figures;
  const lost = generated === null ? null : generated - arrived;
  return [
    ['recorded', seconds(figures.recordedMs)],
    ['events captured', `${arrived} (${kept} kept)`],
    ['events lost', lost === null ? 'not told by this platform' : String(lost)],
    ['left out by rule', listCounts(dropped)],
    ['CPU of the recorder', `${(100 * recorderCpuShare(figures)).toFixed(1)} % of a core`],
    ['its memory at most', `${(figures.recorderPeakBytes / 2 ** 20).toFixed(0)} MiB`],
    ['sealed', `${figures.segments} segments, ${mebibytesPerHour(figures).toFixed(0)} MiB an hour`],
    ['redacted, by kind', listCounts(redacted)],
    ['release log lines', String(figures.logLines)],
    ['rows exported', `${figures.rows} (${figures.steps} steps)`],
    ['from stop to dataset', seconds(figures.stopToDatasetMs)],
    [
      'searched for planted values',
      `${figures.scannedFiles} files, ${(figures.scannedBytes / 2 ** 20).toFixed(1)} MiB, ${figures.framesRead} frames by OCR`,
    ],
    ['the whole demo', seconds(figures.totalMs)],
  ];
}

export function tableToText(rows: readonly TableRow[]): string {
  const width = Math.max(...rows.map(([measure]) => measure.length));
  return rows.map(([measure, value]) => `  ${measure.padEnd(width)}  ${value}`).join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function listCounts(counts: Readonly<Record<string, number>>): string {
  const shown = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind} ${count}`);
  return shown.length === 0 ? 'nothing' : shown.join(', ');
}
