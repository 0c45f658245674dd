/**
 * Clean segments → sealed files with their place in journal and manifest.
 *
 * Order, so that a kill at any point loses only what was not yet sealed:
 * seal in memory, line in the journal, file, manifest.
 */
import { createId, type SessionId } from '@understudy/base';
import type { CleanSegment } from '@understudy/redact';
import { sealSegment, type AgeRecipient, type SealedSegment } from '@understudy/seal';
import { writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { writeJournal, type SegmentLine } from './journal.ts';
import { writeManifest } from './manifest.ts';
import { readSession } from './sessions.ts';

export interface NewSegment {
  readonly line: SegmentLine;
  readonly sealed: SealedSegment;
}

/** Seals one segment, in memory. */
export async function sealClean(
  home: Home,
  clean: CleanSegment,
  range: { readonly startNs: number; readonly endNs: number },
  recipients: readonly AgeRecipient[],
): Promise<NewSegment> {
  const sealed = await sealSegment(clean, recipients, home.random);
  return {
    sealed,
    line: {
      segment: createId('segment', home.clock, home.random),
      index: clean.index,
      // Field by field: an edit passes the whole line that it replaces.
      startNs: range.startNs,
      endNs: range.endNs,
      sizeBytes: sealed.sizeBytes,
      sha256: sealed.sha256,
      accounting: { ...clean.accounting, dropped: { ...clean.accounting.dropped } },
      ...appsAndOrigins(clean),
    },
  };
}

/** @throws CompanionError `diskFull`: then the segment is still in memory and can be tried again. */
export async function spoolSegment(
  home: Home,
  session: SessionId,
  { line, sealed }: NewSegment,
): Promise<void> {
  // Tried again after a full disk, the same line stands twice and means one segment.
  await writeJournal(home, session, { kind: 'sealing', ...line });
  await writeFileAtomic(paths.segment(home, session, line.segment), sealed.bytes);
  await writeManifest(home, await readSession(home, session));
}

/** Ids of apps and origins of sites are what the consent lists; titles and paths are not among them. */
function appsAndOrigins(clean: CleanSegment): Pick<SegmentLine, 'apps' | 'origins'> {
  const apps = new Set<string>();
  const origins = new Set<string>();
  for (const event of clean.events) {
    if (event.kind === 'window') apps.add(event.app);
    if (event.kind === 'element' && event.element !== null) apps.add(event.element.app);
    if (event.kind === 'page' && URL.canParse(event.url)) origins.add(new URL(event.url).origin);
  }
  return { apps: [...apps].toSorted(), origins: [...origins].toSorted() };
}
