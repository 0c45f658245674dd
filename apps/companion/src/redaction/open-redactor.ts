/** One session's redactor as the recorder speaks to it: in this very thread, where the desktop runs. */
import { createRedactor, type Redactor, type RedactorOptions } from '@understudy/redact';

export interface SessionRedactor extends Pick<Redactor, 'push' | 'cut' | 'finish'> {
  /** Resolves once it can give no segment any more; never rejects. */
  readonly lost: Promise<unknown>;
  /** Lets go of everything that is held. */
  close(): void;
}

export type SessionRedactorOptions = Pick<
  RedactorOptions,
  'header' | 'rules' | 'random' | 'clock' | 'pictures'
>;

/** @throws RedactError `badRule` */
export async function openRedactor(options: SessionRedactorOptions): Promise<SessionRedactor> {
  return {
    ...createRedactor(options),
    lost: new Promise<never>(() => {}),
    close: () => undefined,
  };
}
