/**
 * Makes the companion known to a browser: the manifest of its native messaging
 * host, which names the one extension that may start it, and the script that
 * the manifest names (developer.chrome.com, "Native messaging"; MDN, "Native
 * manifests").
 */
import { nativeHostName } from '@understudy/capture';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CompanionError } from './error.ts';
import { paths, type Home } from './home.ts';

export const pairedBrowsers = ['chromium', 'chrome', 'edge', 'firefox'] as const;
export type PairedBrowser = (typeof pairedBrowsers)[number];

/** Where each looks on Linux, below the person's own folder. */
const manifestFolders: Readonly<Record<PairedBrowser, string>> = {
  chromium: '.config/chromium/NativeMessagingHosts',
  chrome: '.config/google-chrome/NativeMessagingHosts',
  edge: '.config/microsoft-edge/NativeMessagingHosts',
  firefox: '.mozilla/native-messaging-hosts',
};

/** Of our own builds: Chromium derives it from the manifest's `key`, Firefox reads it there. */
const chromiumExtension = 'gbabaokanpmgbgfmklededhleolgfbgd';
const firefoxExtension = 'understudy@understudy.example';

export interface Pairing {
  readonly browser: PairedBrowser;
  /** Of a build by somebody else. Chromium: 32 letters a to p; Firefox: the id of its manifest. */
  readonly extension?: string;
  /** A profile folder of its own (`--user-data-dir`), where the browser has one. */
  readonly profile?: string;
}

/** What fits into `sun_path` before its zero byte (unix(7)). */
const socketPathBytesAtMost = 107;

/** @returns the manifest's path. @throws CompanionError badExtension, badHome */
export async function pairBrowser(home: Home, pairing: Pairing): Promise<string> {
  const { browser, profile } = pairing;
  if (Buffer.byteLength(paths.browserSocket(home)) > socketPathBytesAtMost) {
    throw new CompanionError({
      code: 'badHome',
      message: `The path of your home folder is too long for the socket by which browsers are paired: ${home.dir}`,
      remedy: 'Use a shorter one, or record this browser by its accessibility, without the pair.',
    });
  }
  const isFirefox = browser === 'firefox';
  const extension = pairing.extension ?? (isFirefox ? firefoxExtension : chromiumExtension);
  if (!(isFirefox ? /^[\w.-]*@[\w.-]+$/ : /^[a-p]{32}$/).test(extension)) {
    throw new CompanionError({
      code: 'badExtension',
      message: `"${extension}" is no id of an extension of ${browser}.`,
      remedy: 'Copy it from the page where the browser lists its extensions.',
    });
  }
  const script = join(home.dir, 'browser-host.sh');
  const host = join(import.meta.dirname, 'browser-host.ts');
  await writeFile(
    script,
    `#!/bin/sh\nexec ${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(host)} --home ${quote(home.dir)} "$@"\n`,
  );
  await chmod(script, 0o700);
  const folder =
    profile === undefined || isFirefox
      ? join(homedir(), manifestFolders[browser])
      : join(profile, 'NativeMessagingHosts');
  const manifest = {
    name: nativeHostName,
    description: 'Understudy: lets the extension and the desktop recorder work as one.',
    path: script,
    type: 'stdio',
    ...(isFirefox
      ? { allowed_extensions: [extension] }
      : { allowed_origins: [`chrome-extension://${extension}/`] }),
  };
  const path = join(folder, `${nativeHostName}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return path;
}

/** For the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
