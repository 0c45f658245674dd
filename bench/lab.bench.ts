/**
 * What recordings are worth to an agent: how many practice tasks, with values and
 * wordings drawn anew, a small policy does in a real Chromium after it learnt from
 * N sessions; and what redaction costs of that. Three times the same sessions: as
 * they were, as Understudy stores them, and with the same values blacked out.
 */
import {
  attemptTask,
  createDraw,
  drawTask,
  learnPolicy,
  startPracticeSite,
  trajectoryToDemonstration,
  type Demonstration,
  type PracticeSite,
  type PracticeTask,
} from '@understudy/lab';
import { systemClock, systemRandom } from '@understudy/base';
import { profiles, recordingToTrajectory } from '@understudy/distill';
import type { RecordingEvent, SessionHeader } from '@understudy/recording';
import { createRedactor } from '@understudy/redact';
import { chromium, type Page } from 'playwright-core';
import type { Bench, BenchRow } from './bench.ts';
import { demonstrate } from './lab/demonstrate.ts';

const sessionCounts = [5, 20, 60] as const;
const most = Math.max(...sessionCounts);
const taskCount = 20;
const teachSeed = 1;
const trySeed = 2;

interface Stored {
  readonly header: SessionHeader;
  readonly events: readonly RecordingEvent[];
}

async function toDemonstration({ header, events }: Stored): Promise<Demonstration> {
  async function* once() {
    yield events;
  }
  const recording = { header, events: once() };
  const options = { profile: profiles.agentnet, images: false };
  return trajectoryToDemonstration(await recordingToTrajectory(recording, options));
}

const withoutFrames = <Event extends { readonly kind: string }>(events: readonly Event[]) =>
  events.filter(
    (event): event is Exclude<Event, { readonly kind: 'rawFrame' }> => event.kind !== 'rawFrame',
  );

function asItWas(task: PracticeTask, origin: string): Promise<Demonstration> {
  const { header, events } = demonstrate(task, origin, false);
  return toDemonstration({ header, events: withoutFrames(events) });
}

async function asStored(task: PracticeTask, origin: string): Promise<Demonstration> {
  const { header, events } = demonstrate(task, origin, true);
  const redactor = createRedactor({ header, random: systemRandom, clock: systemClock });
  redactor.push(events);
  const counts = { generated: null, arrived: events.length, kept: events.length, dropped: {} };
  return toDemonstration(await redactor.finish(counts));
}

/** One bar for all, as tools that mask write one word for all: their lengths would tell them apart. */
const bar = '█████';

/** What redaction changed or withheld, blacked out instead: in what was typed, and in the instruction's quotes. */
function blackedOut(was: Demonstration, stored: Demonstration): Demonstration {
  const quotes = (text: string): readonly string[] => text.match(/"[^"]*"/gu) ?? [];
  const kept = new Set(quotes(stored.instruction));
  return {
    instruction: was.instruction.replaceAll(/"[^"]*"/gu, (quote) =>
      kept.has(quote) ? quote : `"${bar}"`,
    ),
    steps: was.steps.map((step, index) => {
      const now = stored.steps[index];
      if (step.kind !== 'type' || step.text === null) return step;
      if (now?.kind === 'type' && now.text === step.text) return step;
      return { ...step, text: bar };
    }),
  };
}

async function doneShare(
  page: Page,
  site: PracticeSite,
  demonstrations: readonly Demonstration[],
  tasks: readonly PracticeTask[],
): Promise<number> {
  const policy = learnPolicy(demonstrations);
  let done = 0;
  for (const task of tasks) if (await attemptTask(page, site, policy, task)) done += 1;
  return (100 * done) / tasks.length;
}

async function run(progress: (line: string) => void): Promise<readonly BenchRow[]> {
  const draw = (seed: number, count: number): readonly PracticeTask[] => {
    const next = createDraw(seed);
    return Array.from({ length: count }, () => drawTask(next));
  };
  const site = await startPracticeSite();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    const tasks = draw(trySeed, taskCount);
    const raw: Demonstration[] = [];
    const stored: Demonstration[] = [];
    for (const task of draw(teachSeed, most)) {
      raw.push(await asItWas(task, site.origin));
      stored.push(await asStored(task, site.origin));
    }
    const black = raw.map((one, index) => blackedOut(one, stored[index] ?? one));
    const rows: BenchRow[] = [];
    for (const count of sessionCounts) {
      progress(`attempts after ${count} sessions`);
      const share = (from: readonly Demonstration[]) =>
        doneShare(page, site, from.slice(0, count), tasks);
      rows.push({
        measure: `practice tasks done by a policy that learnt from ${count} sessions as stored`,
        value: await share(stored),
        unit: '%',
        peers: [
          { name: 'the same sessions unredacted', value: await share(raw) },
          { name: 'blacked out instead', value: await share(black) },
        ],
      });
    }
    return rows;
  } finally {
    await browser.close();
    site.stop();
  }
}

export const bench: Bench = { title: 'What the data teaches', run };
