/** The browser's processes and what they used of the processor until now, in CPU-seconds. */
import { readFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';

interface BrowserProcess {
  readonly pid: number;
  readonly kind: string;
  readonly seconds: number;
}

export async function readProcesses(browser: CDPSession): Promise<readonly BrowserProcess[]> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  return processInfo.map(({ id, type, cpuTime }) => ({ pid: id, kind: type, seconds: cpuTime }));
}

export const secondsOf = (
  processes: readonly BrowserProcess[],
  isMeant: (process: BrowserProcess) => boolean,
): number => processes.filter(isMeant).reduce((sum, { seconds }) => sum + seconds, 0);

/** Of the extension's own: its service worker, its host, the redactor and the pages that stand open. */
export async function extensionSeconds(browser: CDPSession): Promise<number> {
  return secondsOf(await readProcesses(browser), ({ pid }) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process'),
  );
}
