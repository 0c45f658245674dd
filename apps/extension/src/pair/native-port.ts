/**
 * The companion on this machine, by native messaging: messages that follow the
 * wire, and a new attempt whenever the host has ended. An open port keeps the
 * service worker alive.
 */
import {
  nativeHostName,
  toBrowserSchema,
  type FromBrowser,
  type ToBrowser,
} from '@understudy/capture';

export interface NativePort {
  tell(message: FromBrowser): void;
}

export interface NativePortListener {
  onMessage(message: ToBrowser): void;
  /** No companion is there: what it told is void. */
  onGone(): void;
}

const firstWaitMs = 1_000;
const mostWaitMs = 60_000;

export function openNativePort(listener: NativePortListener): NativePort {
  let port: chrome.runtime.Port | null = null;
  let waitMs = firstWaitMs;

  const connect = (): void => {
    const opened = chrome.runtime.connectNative(nativeHostName);
    port = opened;
    opened.onMessage.addListener((value: unknown) => {
      const message = toBrowserSchema.safeParse(value);
      if (!message.success) return;
      waitMs = firstWaitMs;
      listener.onMessage(message.data);
    });
    opened.onDisconnect.addListener(() => {
      // Read, so that the browser does not complain of it: most people have no companion.
      void chrome.runtime.lastError;
      port = null;
      listener.onGone();
      setTimeout(connect, waitMs);
      waitMs = Math.min(mostWaitMs, waitMs * 2);
    });
  };
  connect();
  return { tell: (message) => port?.postMessage(message) };
}
