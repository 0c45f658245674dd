/** A desktop under capture, for the tests of this package: what was told, and by what hands. */
import type { Tier } from '@understudy/base';
import type { AllowedApp, LiveConsent } from '@understudy/consent';
import type { RawEvent, RawFrame } from '@understudy/recording';
import {
  consentTo,
  createTestHands,
  startDesktop,
  startTestCapture,
  type DesktopOptions,
  type TestCapture,
  type TestDesktop,
  type TestHands,
} from '@understudy/testkit';
import { openX11Desktop } from '../src/index.ts';

export interface World extends TestCapture {
  readonly desktop: TestDesktop;
  readonly hands: TestHands;
  readonly consent: LiveConsent;
  frames(): readonly RawFrame[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface WorldOptions {
  readonly apps: readonly AllowedApp[];
  readonly tier?: Tier;
  readonly desktop?: DesktopOptions;
  /** Runs before capture begins. */
  before?(desktop: TestDesktop): Promise<unknown>;
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const tier = options.tier ?? 'screen';
  const consent = await consentTo(options.apps, tier);
  const desktop = await startDesktop(options.desktop);
  await options.before?.(desktop);
  const ports = await openX11Desktop({ display: desktop.display });
  const told = await startTestCapture(ports, consent, tier);
  const hands = await createTestHands(desktop);
  return {
    ...told,
    desktop,
    hands,
    consent,
    frames: () => told.events.filter((event) => event.kind === 'rawFrame'),
    [Symbol.asyncDispose]: async () => {
      await told.capture.stop();
      hands.close();
      await ports.close();
      await desktop.stop();
    },
  };
}

/** The colour of a pixel as [red, green, blue]. */
export function pixelAt(frame: RawFrame, x: number, y: number): readonly number[] {
  const at = (y * frame.size.width + x) * 4;
  const [blue, green, red] = frame.pixels.subarray(at, at + 3);
  return [red ?? -1, green ?? -1, blue ?? -1];
}

/** Every key that is told by its code, in order of pressing. */
export function knownKeys(events: readonly RawEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
      ? [event.stroke.key]
      : [],
  );
}

export function isFocusOn(app: string) {
  return (event: RawEvent): boolean =>
    event.kind === 'element' && event.relation === 'focus' && event.element?.app === app;
}
