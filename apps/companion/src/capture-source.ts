/** What a session captures from: the desktop, or the browser that the extension runs in. */
import type { Capture, CaptureOptions } from '@understudy/capture';
import type { SessionHeader } from '@understudy/recording';

export interface CaptureSource {
  readonly platform: SessionHeader['platform'];
  /** Resolves once there is nothing to capture from any more; never rejects. */
  readonly lost: Promise<unknown>;
  /** Opens every hook, under a live consent. @throws CaptureError: then none is left open. */
  start(options: Omit<CaptureOptions, 'desktop'>): Promise<Capture>;
  close(): Promise<void>;
}
