/**
 * One session's capture in the browser: recording, paused, recording again,
 * stopped. The same states and promises as the desktop's (packages/capture).
 *
 * Invariant: while it is not recording nothing is taken: what a page's script
 * still sends is dropped and counted.
 */
import { tierReaches, type DropReason } from '@understudy/base';
import {
  CaptureError,
  createTally,
  type Capture,
  type CaptureState,
  type PauseReason,
  type StopReason,
} from '@understudy/capture';
import type { CaptureStart } from '@understudy/companion';
import type { Accounting } from '@understudy/recording';
import { nowMs } from '../now.ts';
import { sendToBackground } from '../own-channel.ts';
import type { ToBackground } from '../own-messages.ts';
import { createDocumentCounts } from './document-counts.ts';
import { openPages, type OpenPages } from './open-pages.ts';
import type { PageTaker } from './page-taker.ts';
import { readBatch, type ReadBatch } from '../page/read-batch.ts';
import { createSessionClock } from './session-clock.ts';
import { recordsUntil } from './records-until.ts';
import { consentToSites } from './site-list.ts';
import { createTabFrames } from './tab-frames.ts';

export type BrowserCapture = Capture & PageTaker;

const ledgerEveryMs = 1_000;

/** @throws CaptureError `notConsented` */
export async function startBrowserCapture(options: CaptureStart): Promise<BrowserCapture> {
  const { clock } = options;
  requireTier(options);
  const time = createSessionClock(options.startNs);
  const tally = createTally();
  const counts = createDocumentCounts();
  const frames = createTabFrames();
  let consent = options.consent;
  let sites = consentToSites(consent);
  let generated = 0;
  let pausedNs = 0;
  let state: CaptureState = { kind: 'recording' };
  const openStretch = (): OpenPages =>
    openPages({ ...options, sites, time, tally, framesOf: (tab) => frames.of(tab) });
  let pages: OpenPages | null = openStretch();

  const become = (next: CaptureState): void => {
    state = next;
    options.onState(next);
  };
  /** What was done before this moment is still on its way for a while; what came after is not taken. */
  let closedAtMs = Number.POSITIVE_INFINITY;
  const openAt = (atMs: number): OpenPages | null => (atMs < closedAtMs ? pages : null);
  /** Resolves once the pages of the last stretch are closed. */
  let closing: Promise<void> = Promise.resolve();
  const closePages = async (): Promise<void> => {
    const open = pages;
    if (open === null) return closing;
    closedAtMs = nowMs();
    open.stopPictures();
    const flush: ToBackground = { to: 'background', kind: 'flush', tabs: frames.all() };
    closing = sendToBackground(flush).then(() => {
      pages = null;
      return open.close();
    });
    return closing;
  };
  const pause = async (reason: PauseReason, by: 'caller' | 'indicator'): Promise<void> => {
    if (state.kind === 'stopped' || (state.kind === 'paused' && state.reason === reason)) return;
    const wasRecording = state.kind === 'recording';
    become({ kind: 'paused', reason, by });
    if (!wasRecording) return;
    pausedNs = time.timeNs();
    await closePages();
  };
  const stop = async (reason: StopReason): Promise<void> => {
    if (state.kind === 'stopped') return;
    clearInterval(watch);
    become({ kind: 'stopped', reason });
    await closePages();
    tellLedger();
  };
  const tellLedger = (): void => {
    for (const entry of tally.drainLedger(clock.nowMs())) options.onLedger(entry);
  };
  const watch = setInterval(() => {
    tellLedger();
    if (clock.nowMs() >= consent.untilMs) void stop('consentEnded');
  }, ledgerEveryMs);
  /** Why a batch has fewer input events than its document counted. */
  const reasonOfShortfall = ({ unreadable }: ReadBatch): DropReason => {
    if (Number.isFinite(closedAtMs)) return 'paused';
    // Else a batch was lost on its way.
    return unreadable > 0 ? 'unreadable' : 'overflow';
  };
  const accounting = (): Accounting => tally.accounting(generated);

  return {
    origins: () => (state.kind === 'recording' ? [...sites.keys()] : []),
    covers: (origin) => (state.kind !== 'stopped' || pages !== null) && sites.has(origin),
    state: () => state,
    greet: (sender) => frames.note(sender, true),
    takeBatch: (sender, sent) => {
      if (!sites.has(sender.origin)) return;
      frames.note(sender, false);
      const batch = readBatch(sent);
      if (batch === null) {
        // What was in it the next batch of the document counts, and is dropped then.
        tally.left('page', 'unreadable');
        return;
      }
      const more = counts.add(batch.document, batch.accounting);
      let lost = 0;
      for (const [reason, times] of more.dropped) {
        lost += times;
        for (let count = 0; count < times; count += 1) tally.dropped('pointerMove', reason);
      }
      const inputs = Math.max(0, more.arrived - lost);
      const asked = options.clipboard ? batch : withoutClipboard(batch);
      const told = pages?.take(sender, recordsUntil(asked, closedAtMs)) ?? 0;
      const reason = reasonOfShortfall(batch);
      for (let count = told; count < inputs; count += 1) tally.dropped('pointerMove', reason);
      for (let count = 0; count < batch.unreadable; count += 1) tally.left('page', 'unreadable');
      const arrived = lost + Math.max(inputs, told);
      generated += arrived;
      tally.arrived(arrived);
    },
    wantPicture: (tab, cause) => pages?.wantPicture(tab, cause),
    bringToFront: (tab, atMs) => openAt(atMs)?.bringToFront(tab, atMs),
    turnTab: (tab, origin, atMs) => openAt(atMs)?.turnTab(tab, origin, atMs),
    noteDownload: (name, origin, atMs) => openAt(atMs)?.noteDownload(name, origin, atMs),
    pauseAtMarker: () => void pause('paused', 'indicator'),
    markerHidden: () => void stop('indicatorHidden'),
    pause: (reason = 'paused') => pause(reason, 'caller'),
    resume: async (fresh) => {
      if (state.kind === 'stopped') throw ended();
      // Else what closes the stretch before would close the new one.
      await closing;
      if (state.kind !== 'paused') return;
      consent = fresh;
      sites = consentToSites(fresh);
      const durationNs = time.timeNs() - pausedNs;
      options.onRaw([{ kind: 'gap', timeNs: pausedNs, durationNs, reason: state.reason }]);
      pages = openStretch();
      closedAtMs = Number.POSITIVE_INFINITY;
      become({ kind: 'recording' });
    },
    stop: async () => {
      await stop('caller');
      return accounting();
    },
    accounting,
    // What is on its way is waited for by no longer than a cut leaves it anyhow.
    handedUntilNs: () => Number.POSITIVE_INFINITY,
  };
}

/** Whatever a page's script sends, it is told only to whom asked for it. */
function withoutClipboard(batch: ReadBatch): ReadBatch {
  return { ...batch, records: batch.records.filter(({ kind }) => kind !== 'clipboard') };
}

function requireTier({ consent, tier }: Pick<CaptureStart, 'consent' | 'tier'>): void {
  if (consent.receipt.tiers.some((consented) => tierReaches(consented, tier))) return;
  throw new CaptureError({
    code: 'notConsented',
    message: `The consent does not reach the tier "${tier}".`,
    remedy: 'Record a tier that was agreed to, or give a new consent.',
  });
}

function ended(): CaptureError {
  return new CaptureError({
    code: 'captureEnded',
    message: 'This capture has ended.',
    remedy: 'Start a new session.',
  });
}
