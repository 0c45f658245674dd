/**
 * Records → batches, with the loss accounting. Bounded: where the recorder does
 * not keep up, positions are given up first and then what only describes the
 * page; what a person did by button, wheel or key is never given up before those.
 */
import type {
  FramePath,
  PageAccounting,
  PageBatch,
  PageDropReason,
  PageRecord,
} from './page-batch.ts';

/** Each message costs the page far more than what is in it. */
const defaultFlushMs = 400;
const fullRecords = 400;
/** Records waiting at once; then the least valuable go. */
const mostRecords = 4000;
/** Positions in one record: a longer one is closed. */
const mostPoints = 2000;
/** Nodes in one batch: more are written out in several turns, so that the page is not blocked. */
const mostNodes = 1000;
const nextBatchMs = 10;
/** Batches on their way: a recorder that does not answer gets no more. */
const mostUnderway = 4;

export interface OutboxOptions {
  readonly framePath: () => FramePath;
  /** Resolves once the recorder has it. */
  readonly send: (batch: PageBatch) => Promise<void>;
  /** How long records wait for more of them. */
  readonly flushMs?: number;
  /** Changes of the tree were given up: the next one must be a keyframe. */
  readonly onHole: () => void;
}

export interface Outbox {
  position(atMs: number, x: number, y: number): void;
  /** An input event that a person made: counted. */
  input(record: PageRecord): void;
  /** What describes the page around the input. */
  describe(record: PageRecord): void;
  /** Input that arrived and goes no further. */
  drop(reason: PageDropReason): void;
  /** Sends what there is, now; resolves once the recorder has all that was sent. */
  flush(): Promise<void>;
  stop(): void;
}

type Value = 'position' | 'description' | 'input';

interface Waiting {
  readonly record: PageRecord;
  readonly value: Value;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const document = crypto.randomUUID();
  const flushMs = options.flushMs ?? defaultFlushMs;
  let waiting: Waiting[] = [];
  let sequence = 0;
  let arrived = 0;
  let kept = 0;
  const dropped: Partial<Record<PageDropReason, number>> = {};
  const underway = new Set<Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const giveUp = (item: Waiting): void => {
    const count = inputsIn(item);
    if (count === 0) return;
    kept -= count;
    dropped.overflow = (dropped.overflow ?? 0) + count;
  };

  const makeRoom = (): void => {
    for (const value of ['position', 'description', 'input'] as const) {
      if (waiting.length < mostRecords) return;
      let spare = waiting.length - mostRecords / 2;
      const before = waiting;
      waiting = before.filter((item) => {
        if (item.value !== value || spare <= 0) return true;
        spare -= 1;
        giveUp(item);
        return false;
      });
      if (value === 'description' && waiting.length < before.length) makeHole();
    }
  };

  /** A change of the tree that was given up leaves a hole: the rest would be read wrongly. */
  const makeHole = (): void => {
    waiting = waiting.filter(({ record }) => record.kind !== 'snapshot');
    options.onHole();
  };

  const add = (record: PageRecord, value: Value): void => {
    waiting.push({ record, value });
    if (waiting.length >= mostRecords) makeRoom();
    if (waiting.length >= fullRecords) send();
    else timer ??= setTimeout(send, flushMs);
  };

  const send = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) return;
    if (underway.size >= mostUnderway) {
      timer = setTimeout(send, flushMs);
      return;
    }
    const count = countOfBatch(waiting);
    const records = waiting.slice(0, count).map(({ record }) => record);
    waiting = waiting.slice(count);
    if (waiting.length > 0) timer = setTimeout(send, nextBatchMs);
    // What still waits is counted with the batch that brings it.
    const later = waiting.reduce((sum, item) => sum + inputsIn(item), 0);
    const accounting: PageAccounting = {
      arrived: arrived - later,
      kept: kept - later,
      dropped: { ...dropped },
    };
    const batch: PageBatch = {
      document,
      sequence,
      framePath: options.framePath(),
      records,
      accounting,
    };
    sequence += 1;
    const sent = options.send(batch).finally(() => underway.delete(sent));
    underway.add(sent);
  };

  return {
    position: (atMs, x, y) => {
      arrived += 1;
      kept += 1;
      const last = waiting.at(-1)?.record;
      if (last?.kind === 'moves' && last.points.length < mostPoints) {
        last.points.push([hundredths(atMs - last.atMs), hundredths(x), hundredths(y)]);
      } else {
        add({ kind: 'moves', atMs, points: [[0, hundredths(x), hundredths(y)]] }, 'position');
      }
    },
    input: (record) => {
      arrived += 1;
      kept += 1;
      add(record, 'input');
    },
    describe: (record) => add(record, 'description'),
    drop: (reason) => {
      arrived += 1;
      dropped[reason] = (dropped[reason] ?? 0) + 1;
    },
    flush: async () => {
      // Each turn sends one record at least, so these are all that wait now: more may come meanwhile.
      for (let turns = waiting.length; turns > 0 && waiting.length > 0; turns -= 1) {
        send();
        await Promise.allSettled(underway);
      }
      await Promise.allSettled(underway);
    },
    stop: () => {
      while (waiting.length > 0 && underway.size < mostUnderway) send();
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** Input events in a record, as the accounting counts them. */
function inputsIn({ record, value }: Waiting): number {
  if (value === 'description') return 0;
  return record.kind === 'moves' ? record.points.length : 1;
}

/** Finer than any clock or pointer of a browser, and short to write. */
const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** How many of the records make one batch: at least one. */
function countOfBatch(waiting: readonly { readonly record: PageRecord }[]): number {
  let nodes = 0;
  const count = waiting.findIndex(({ record }) => {
    if (record.kind === 'snapshot') nodes += record.nodes.length + record.moved.length / 5;
    return nodes > mostNodes;
  });
  return count < 0 ? waiting.length : Math.max(1, count);
}
