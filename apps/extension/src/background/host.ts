/**
 * The host and how the background reaches it: an offscreen document where the
 * browser kills idle workers (Chromium), this very page where it has a
 * document of its own (Firefox).
 */
import { sendToHost } from '../own-channel.ts';
import type { ToHost } from '../own-messages.ts';

let creating: Promise<void> | null = null;

/** Resolves once the host listens. */
export function wakeHost(): Promise<void> {
  if (import.meta.env.FIREFOX) {
    creating ??= startHere();
    return creating;
  }
  creating ??= createOffscreen().finally(() => {
    creating = null;
  });
  return creating;
}

async function startHere(): Promise<void> {
  const { startHost } = await import('../host/start-host.ts');
  // It listens at once, and is ready later.
  void startHost();
}

async function createOffscreen(): Promise<void> {
  const open = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (open.length > 0) return;
  await chrome.offscreen.createDocument({
    url: 'offscreen.html',
    reasons: ['WORKERS'],
    justification: 'Redacts and seals what is recorded, also while the service worker sleeps.',
  });
}

/** What the host answers, unparsed; null where it does not. */
export async function askHost(message: ToHost): Promise<unknown> {
  await wakeHost();
  return sendToHost(message);
}
