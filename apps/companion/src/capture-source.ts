/** What a session captures from: the desktop, or the browser that the extension runs in. */
import type { Clock } from '@understudy/base';
import type { Capture, CaptureOptions } from '@understudy/capture';
import type { SessionHeader } from '@understudy/recording';
import type { PictureReader } from '@understudy/redact';

export type CaptureStart = Omit<CaptureOptions, 'desktop'>;

export interface CaptureSource {
  readonly platform: SessionHeader['platform'];
  readonly tellsClipboard: boolean;
  /** Resolves once there is nothing to capture from any more; never rejects. */
  readonly lost: Promise<unknown>;
  /** Opens every hook, under a live consent. @throws CaptureError: then none is left open. */
  start(options: CaptureStart): Promise<Capture>;
  /** For one session: reads what no structure explains, where there is a recognizer to read by. */
  createPictureReader?(clock: Clock): PictureReader;
  close(): Promise<void>;
}
