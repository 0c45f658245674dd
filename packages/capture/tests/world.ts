/** A desktop under capture, for the tests of this package: what was told, and by what hands. */
import { systemClock, systemRandom, type Tier } from '@understudy/base';
import {
  generateSigningKey,
  issueReceipt,
  requireLiveConsent,
  verifyReceipt,
  type AllowedApp,
  type LiveConsent,
  type Program,
} from '@understudy/consent';
import type { RawEvent, RawFrame } from '@understudy/recording';
import { createId } from '@understudy/base';
import {
  createTestHands,
  startDesktop,
  type DesktopOptions,
  type TestDesktop,
  type TestHands,
} from '@understudy/testkit';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openX11Desktop, startCapture, type Capture, type CaptureState } from '../src/index.ts';

export interface World {
  readonly desktop: TestDesktop;
  readonly hands: TestHands;
  readonly capture: Capture;
  readonly events: RawEvent[];
  readonly states: CaptureState[];
  readonly consent: LiveConsent;
  /** Resolves with the first event, from the start, that is wanted. */
  until<Kept extends RawEvent>(wanted: (event: RawEvent) => event is Kept): Promise<Kept>;
  until(wanted: (event: RawEvent) => boolean): Promise<RawEvent>;
  untilState(kind: CaptureState['kind']): Promise<CaptureState>;
  frames(): readonly RawFrame[];
  [Symbol.asyncDispose](): Promise<void>;
}

export async function consentTo(apps: readonly AllowedApp[], tier: Tier): Promise<LiveConsent> {
  const program: Program = {
    program: createId('program', systemClock, systemRandom),
    title: 'Orders',
    controller: 'Example Ltd',
    purposes: ['agentTraining'],
    purposeText: 'To learn how orders are changed.',
    apps,
    tiers: [tier],
    region: 'eu',
    retentionDays: 30,
    startsAt: '2020-01-01T00:00:00.000Z',
    endsAt: '2099-01-01T00:00:00.000Z',
    steward: createId('steward', systemClock, systemRandom),
  };
  const key = await generateSigningKey();
  const device = createId('device', systemClock, systemRandom);
  const contributor = createId('contributor', systemClock, systemRandom);
  const receipt = createId('receipt', systemClock, systemRandom);
  const signed = await issueReceipt(
    { receipt, program, contributor, device, tiers: [tier] },
    key,
    systemClock,
  );
  const known = [{ device, contributor, publicJwk: key.publicJwk }];
  const nowMs = systemClock.nowMs();
  return requireLiveConsent(await verifyReceipt(signed, known, nowMs), [], program, nowMs);
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
  const events: RawEvent[] = [];
  const states: CaptureState[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const look of waiting) look();
  };
  const when = <Value>(find: () => Value | undefined): Promise<Value> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  await options.before?.(desktop);
  const ports = await openX11Desktop({ display: desktop.display });
  const capture = await startCapture({
    consent,
    program: consent.program,
    tier,
    desktop: ports,
    clock: systemClock,
    random: systemRandom,
    startNs: systemClock.monotonicNs(),
    onRaw: (batch) => {
      for (const event of batch) {
        // Frames are ours only until we return.
        events.push(event.kind === 'rawFrame' ? { ...event, pixels: event.pixels.slice() } : event);
      }
      told();
    },
    onState: (state) => {
      states.push(state);
      told();
    },
    onLedger: () => undefined,
  });
  const hands = await createTestHands(desktop);
  return {
    desktop,
    hands,
    capture,
    events,
    states,
    consent,
    until: (wanted: (event: RawEvent) => boolean) =>
      when<never>(() => events.find(wanted) as never),
    untilState: (kind) => when(() => states.find((state) => state.kind === kind)),
    frames: () => events.filter((event) => event.kind === 'rawFrame'),
    [Symbol.asyncDispose]: async () => {
      await capture.stop();
      hands.close();
      await ports.close();
      await desktop.stop();
    },
  };
}

/** Pages by path, at an origin of its own. */
export async function servePages(pages: Readonly<Record<string, string>>) {
  const server = createServer((request, response) => {
    const html = pages[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' });
    response.end(html ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // `listen` on a host gives an address and a port, never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
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
