/** A desktop under capture, with a consent of its own: what was told, to be awaited. */
import { createId, systemClock, systemRandom, type Tier } from '@understudy/base';
import {
  startCapture,
  type Capture,
  type CaptureState,
  type DesktopPorts,
} from '@understudy/capture';
import {
  generateSigningKey,
  issueReceipt,
  requireLiveConsent,
  verifyReceipt,
  type AllowedApp,
  type LiveConsent,
  type Program,
} from '@understudy/consent';
import type { RawEvent } from '@understudy/recording';

/** A live consent to a program that lists these apps, up to the tier. */
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

export interface TestCapture {
  readonly capture: Capture;
  /** In the order in which they were told; frames are copies. */
  readonly events: RawEvent[];
  readonly states: CaptureState[];
  /** Now, in the events' own time. */
  nowNs(): number;
  /**
   * Resolves with the first event, from the start, that is wanted.
   * @throws where none came in time, with what was waited for and what came instead
   */
  until<Kept extends RawEvent>(wanted: (event: RawEvent) => event is Kept): Promise<Kept>;
  until(wanted: (event: RawEvent) => boolean): Promise<RawEvent>;
  untilState(kind: CaptureState['kind']): Promise<CaptureState>;
}

/** Less than a test may take, so that it is this wait that fails, and says which it was. */
const patienceMs = 280_000;

export async function startTestCapture(
  desktop: DesktopPorts,
  consent: LiveConsent,
  tier: Tier,
  clipboard = false,
): Promise<TestCapture> {
  const events: RawEvent[] = [];
  const states: CaptureState[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const look of waiting) look();
  };
  const came = (): string => {
    const kinds = Object.entries(Object.groupBy(events, ({ kind }) => kind));
    const counts = kinds.map(([kind, of]) => `${of.length} ${kind}`).join(', ');
    return `${counts || 'nothing'}; states ${states.map(({ kind }) => kind).join(', ')}`;
  };
  /** @param wanted the condition as it stands in the test */
  const when = <Value>(find: () => Value | undefined, wanted: string): Promise<Value> => {
    // Made here, so that its stack leads to the line of the test.
    const inVain = new Error(`Waited in vain for ${wanted}.`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        inVain.message += ` What came: ${came()}.`;
        reject(inVain);
      }, patienceMs);
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  };
  const startNs = systemClock.monotonicNs();
  const capture = await startCapture({
    consent,
    program: consent.program,
    tier,
    clipboard,
    desktop,
    clock: systemClock,
    random: systemRandom,
    startNs,
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
  return {
    capture,
    events,
    states,
    nowNs: () => Number(systemClock.monotonicNs() - startNs),
    until: (wanted: (event: RawEvent) => boolean) =>
      when<never>(() => events.find(wanted) as never, String(wanted)),
    untilState: (kind) =>
      when(() => states.find((state) => state.kind === kind), `the state "${kind}"`),
  };
}
