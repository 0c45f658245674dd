/**
 * The companion's end of native messaging: a socket in the person's own home,
 * where each browser's host (apps/companion/src/browser-host.ts) reports.
 *
 * A browser that has spoken once keeps its say over its windows: gone, it is
 * silent, and nothing of them is told (fail closed).
 */
import type { Clock } from '@understudy/base';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { DesktopWindow, ElementScope } from '../ports.ts';
import { linkBrowser, type BrowserLink, type BrowserNews } from './browser-link.ts';

export interface Browsers {
  /** `silent`: an extension spoke for the windows of this process, and does not answer. */
  speaksFor(processId: number | null): 'yes' | 'silent' | 'no';
  /** Whether any extension speaks now. */
  speak(): boolean;
  linkOf(window: Pick<DesktopWindow, 'processId'>): BrowserLink | null;
  /** One recording at a time; null: none runs any more. */
  serve(recording: ServedRecording | null): void;
  close(): Promise<void>;
}

interface ServedRecording {
  readonly scope: ElementScope;
  onNews(link: BrowserLink, news: BrowserNews): void;
  onSilent(processId: number, atNs: number): void;
}

/** @param socketPath in a folder that only the person can enter; whatever stands there is replaced. */
export async function serveBrowsers(socketPath: string, clock: Clock): Promise<Browsers> {
  const links = new Map<number, BrowserLink>();
  const spoken = new Set<number>();
  let recording: ServedRecording | null = null;
  const open = new Set<() => void>();
  const tell = (link: BrowserLink): void =>
    link.send({ kind: 'desktop', recording: recording?.scope ?? null });

  const server = createServer((stream) => {
    let own: BrowserLink | null = null;
    const destroy = (): void => void stream.destroy();
    open.add(destroy);
    linkBrowser({
      stream,
      clock,
      onReady: (link) => {
        own = link;
        links.set(link.processId, link);
        spoken.add(link.processId);
        tell(link);
      },
      onNews: (link, news) => recording?.onNews(link, news),
      onSilent: ({ processId }, atNs) => recording?.onSilent(processId, atNs),
      onClose: () => {
        open.delete(destroy);
        if (own !== null && links.get(own.processId) === own) links.delete(own.processId);
      },
    });
  });
  await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  await chmod(socketPath, 0o600);

  return {
    speaksFor: (processId) => {
      if (processId === null || !spoken.has(processId)) return 'no';
      return links.get(processId)?.isSilent() === false ? 'yes' : 'silent';
    },
    speak: () => [...links.values()].some((link) => !link.isSilent()),
    linkOf: (window) => (window.processId === null ? null : (links.get(window.processId) ?? null)),
    serve: (next) => {
      recording = next;
      links.forEach(tell);
    },
    close: async () => {
      for (const destroy of open) destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
