/**
 * A virtual desktop and a program on it → a world that sessions are replayed in. What
 * shows is read from the desktop's accessibility; nothing of it is kept.
 */
import { openSight, openX11Desktop } from '@understudy/capture';
import type { EndState, ReplayWorld } from '@understudy/distill';
import { createDesktopWorld, createHands } from '@understudy/lab';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as rest } from 'node:timers/promises';

interface DesktopReplayOptions {
  readonly display: string;
  /** The command line of the program; each replay starts it anew. */
  readonly run: string;
  readonly outcome: readonly string[];
  readonly timeoutMs: number;
  readonly withheldText: string | null;
}

const pollMs = 100;

/** How alike the screen must be to how a session ended. */
export interface ExpectedEnd {
  readonly state: EndState;
  readonly atLeast: number;
}

interface DesktopReplay {
  /** @param end null: what the screen looks like decides nothing. */
  worldUntil(end: ExpectedEnd | null): ReplayWorld;
  close(): Promise<void>;
}

/** @throws CaptureError, LabError where the desktop cannot be reached. */
export async function openDesktopReplay(options: DesktopReplayOptions): Promise<DesktopReplay> {
  const { display, run, timeoutMs } = options;
  const desktop = await openX11Desktop({ display });
  const sight = await openSight(desktop);
  const screen = await desktop.screen.open(() => undefined);
  const hands = await createHands(display);

  const start = async (): Promise<{ stop: () => Promise<void> }> => {
    const env = { ...process.env, DISPLAY: display };
    // A group of its own, so that all of it can be ended.
    const program = spawn(run, { shell: true, detached: true, stdio: 'ignore', env });
    await once(program, 'spawn');
    const until = performance.now() + timeoutMs;
    while ((await sight.controls()).length === 0 && performance.now() < until) await rest(pollMs);
    return {
      stop: async () => {
        if (program.pid === undefined || program.exitCode !== null) return;
        const ended = once(program, 'exit');
        process.kill(-program.pid, 'SIGTERM');
        await ended;
      },
    };
  };

  const looksLike = async ({ state, atLeast }: ExpectedEnd): Promise<boolean> => {
    const size = screen.size();
    const pixels = new Uint8Array(size.width * size.height * 4);
    await screen.grab([{ x: 0, y: 0, ...size }], pixels);
    return state.likeness({ size, pixels }) >= atLeast;
  };

  return {
    worldUntil: (end) =>
      createDesktopWorld({
        ...options,
        hands,
        sight,
        start,
        ...(end === null ? {} : { looksDone: () => looksLike(end) }),
      }),
    close: async () => {
      hands.close();
      await screen.close();
      await sight.close();
      await desktop.close();
    },
  };
}
