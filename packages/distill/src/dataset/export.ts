/**
 * Sessions → a dataset on disk, one session at a time, in the order of their
 * ids. Deterministic, resumable, and there only when it is whole and checked.
 */
import { RecordingError, type SessionHeader } from '@understudy/recording';
import { join } from 'node:path';
import sharp from 'sharp';
import { DistillError } from '../error.ts';
import type { Profile } from '../profile.ts';
import { recordingToTrajectory, type TrajectoryOptions } from '../trajectory.ts';
import { toSessionQuality, type QualityRecord } from '../replay/quality.ts';
import { datasetFormats } from './dataset-formats.ts';
import { finishDataset, type Unlisted } from './finish.ts';
import { imageFolder, imageName, type DatasetFormat, type SessionSink } from './format.ts';
import type { Format, Manifest, ManifestSession } from './manifest.ts';
import { outlineRecording } from './session-outline.ts';
import type { SessionSource } from './session-source.ts';
import { createSessionEvidence } from './session-evidence.ts';
import type { DoneSession } from './part-writer.ts';
import { openStaging, type Staging } from './staging.ts';

export interface ExportOptions extends Pick<TrajectoryOptions, 'instruction'> {
  readonly format: Format;
  readonly profile: Profile;
  /** The folder to make; its parent must be there. */
  readonly out: string;
  /** An SPDX expression, or `other`. */
  readonly licence: string;
  /** `understudy <version>`. */
  readonly tool: string;
  /** Of sessions that tell the same, one is kept, with how many it stands for. */
  readonly collapse?: boolean;
  /** What replays said of the sessions. */
  readonly quality?: ReadonlyMap<string, QualityRecord>;
  readonly onProgress?: (done: number, all: number, session: ManifestSession) => void;
}

function consentOf(
  { origin }: SessionHeader,
  { grant }: SessionSource,
): ManifestSession['consent'] {
  if (origin.kind === 'foreign') return { kind: 'foreign', recorder: origin.recorder };
  const { program, receipt } = origin;
  return { kind: 'consented', program, receipt, grant: grant ?? null };
}

async function writeSession(
  source: SessionSource,
  format: DatasetFormat,
  staging: Staging,
  options: ExportOptions,
): Promise<DoneSession> {
  const { session } = source;
  const part = staging.openPart(session);
  let steps = 0;
  const skipped: Record<string, number> = {};
  const sink: SessionSink = {
    writeRow: (line, rows) => part.writeRow(line, rows),
    writeFile: (path, bytes) => part.writeFile(path, bytes),
    saveImage: (image) => part.writeFile(join(imageFolder(format), imageName(image)), image.bytes),
    countStep: () => {
      steps += 1;
    },
    countSkipped: (reason) => {
      skipped[reason] = (skipped[reason] ?? 0) + 1;
    },
  };
  const opened = await source.open();
  if (opened.recording.header.session !== session) {
    throw new DistillError({
      code: 'wrongSession',
      message: `What was opened as session ${session} is another one.`,
      remedy: 'Report this to the stewards of the program; nothing of it was exported.',
    });
  }
  const outlined =
    options.collapse === true
      ? outlineRecording(opened.recording, options.profile, options.instruction)
      : null;
  const { recording } = outlined ?? opened;
  const evidence = createSessionEvidence();
  await format.writeSession(
    {
      recording,
      toTrajectory: async () => {
        const trajectory = await recordingToTrajectory(recording, options);
        return { ...trajectory, steps: evidence.watch(trajectory) };
      },
    },
    sink,
  );
  const counts = evidence.counts();
  const repairs = { ...opened.repairs(), ...counts?.repairs };
  const repaired = Object.values(repairs).reduce((sum, count) => sum + count, 0);
  const about: ManifestSession = {
    session,
    consent: consentOf(recording.header, source),
    tier: recording.header.tier,
    redactionReportSha256: opened.reportSha256(),
    standIns: opened.standIns(),
    steps,
    standsFor: 1,
    quality:
      counts === null
        ? null
        : toSessionQuality(options.quality?.get(session), evidence.reasons(repaired)),
    skipped,
    drops: { ...counts?.drops },
    repairs,
  };
  const outline = outlined?.outline() ?? null;
  const done: DoneSession = { about, releases: [...opened.releases()], outline };
  await part.done(done);
  return done;
}

/**
 * @returns what was exported, as it stands in `dataset.json`.
 * @throws DistillError `outExists`, `nothingToExport`, `badFrame`, `frameNotBefore`, `badDataset`;
 * RecordingError where a recording is bad. Nothing is left then.
 */
export async function exportDataset(
  sources: readonly SessionSource[],
  options: ExportOptions,
): Promise<Manifest> {
  const { profile, licence, tool } = options;
  const format = datasetFormats[options.format];
  const sorted = sources.toSorted((a, b) => (a.session < b.session ? -1 : 1));
  const plan = JSON.stringify({
    format: format.name,
    profile,
    licence,
    tool,
    instruction: options.instruction ?? null,
    sessions: sorted.map(({ session, grant = null }) => [session, grant]),
    collapse: options.collapse === true,
    quality: [...(options.quality ?? [])],
  });
  // Each picture is unpacked once: libvips need keep none.
  sharp.cache(false);
  const staging = await openStaging(options.out, plan, [imageFolder(format)]);
  const done: DoneSession[] = [];
  for (const source of sorted) {
    const earlier = await staging.donePart(source.session);
    const session =
      earlier ??
      (await writeSession(source, format, staging, options).catch(async (error: unknown) => {
        // What cannot be read now cannot be later; what did not arrive (a network, a disk) can.
        const isBad = error instanceof RecordingError || error instanceof DistillError;
        if (isBad) await staging.discard();
        throw error;
      }));
    done.push(session);
    options.onProgress?.(done.length, sorted.length, session.about);
  }
  if (!done.some(({ about }) => about.steps > 0)) {
    await staging.discard();
    throw new DistillError({
      code: 'nothingToExport',
      message: 'None of the sessions has a step with a frame before it.',
      remedy:
        'Give recordings of the tier "screen", or use "understudy reduce" for the actions alone.',
    });
  }
  const made: Unlisted = {
    format: format.name,
    version: 3,
    tool,
    licence,
    profile: { name: profile.name, version: profile.version },
  };
  return finishDataset(staging, format, made, done);
}
