/**
 * A whole private desktop for one test: X server, session bus, accessibility
 * bus, window manager. Nothing of the machine's own desktop is used, and
 * every process and file of it is gone after `stop()`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFirstLine, startProcess, type RunningProcess } from './process.ts';

export interface DesktopOptions {
  readonly width?: number;
  readonly height?: number;
  /** false: no accessibility bus, as on a bare machine. */
  readonly accessibility?: boolean;
  /** false: no window manager, so no EWMH. */
  readonly windowManager?: boolean;
  /** More arguments for Xvfb, such as `-extension`, `DAMAGE`. */
  readonly serverArguments?: readonly string[];
}

export interface TestDesktop {
  /** ":7" */
  readonly display: string;
  /** The environment that a program on this desktop needs: pass it as its whole `env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly size: { readonly width: number; readonly height: number };
  /** A private folder that goes with the desktop. */
  readonly dir: string;
  /** Starts a program on this desktop; it ends with the desktop at the latest. */
  run(command: string, args?: readonly string[]): RunningProcess;
  stop(): Promise<void>;
}

export async function startDesktop(options: DesktopOptions = {}): Promise<TestDesktop> {
  const size = { width: options.width ?? 1280, height: options.height ?? 800 };
  const dir = await mkdtemp(join(tmpdir(), 'understudy-desktop-'));
  const running: RunningProcess[] = [];
  let env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: dir,
    TMPDIR: dir,
    XDG_RUNTIME_DIR: join(dir, 'run'),
    XDG_CONFIG_HOME: join(dir, 'config'),
    XDG_DATA_HOME: join(dir, 'data'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    XDG_SESSION_TYPE: 'x11',
    GSETTINGS_BACKEND: 'memory',
    GDK_BACKEND: 'x11',
    GTK_MODULES: 'gail:atk-bridge',
    ACCESSIBILITY_ENABLED: '1',
  };
  const run = (command: string, args: readonly string[] = []): RunningProcess => {
    const started = startProcess(command, args, env);
    running.push(started);
    return started;
  };
  const stop = async (): Promise<void> => {
    // Last started, first ended: programs before the bus, the bus before the server.
    for (const started of running.toReversed()) await started.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    await mkdir(join(dir, 'run'), { mode: 0o700 });
    const server = run('Xvfb', [
      '-displayfd',
      '1',
      '-screen',
      '0',
      `${size.width}x${size.height}x24`,
      '-nolisten',
      'tcp',
      '-noreset',
      ...(options.serverArguments ?? []),
    ]);
    const display = `:${await readFirstLine(server)}`;
    env = { ...env, DISPLAY: display };

    const bus = run('dbus-daemon', [
      '--session',
      '--nofork',
      '--nopidfile',
      '--print-address=1',
      `--address=unix:path=${join(dir, 'run', 'bus')}`,
    ]);
    env = { ...env, DBUS_SESSION_BUS_ADDRESS: await readFirstLine(bus) };

    if (options.accessibility === false) {
      env = { ...env, NO_AT_BRIDGE: '1', GTK_MODULES: '', ACCESSIBILITY_ENABLED: '0' };
    } else {
      run('/usr/libexec/at-spi-bus-launcher', ['--launch-immediately']);
      await turnAccessibilityOn(run);
    }
    if (options.windowManager !== false) {
      const manager = run('openbox', ['--sm-disable', '--startup', 'echo ready']);
      await manager.line((line) => line === 'ready');
    }
    return { display, env, size, dir, run, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Sets org.a11y.Status.IsEnabled, which Chromium and GTK 3 look at; waits for the launcher. */
async function turnAccessibilityOn(run: TestDesktop['run']): Promise<void> {
  const call = run('gdbus', ['wait', '--session', '--timeout', '280', 'org.a11y.Bus']);
  await call.ended;
  for (const property of ['IsEnabled', 'ScreenReaderEnabled']) {
    await run('gdbus', [
      'call',
      '--session',
      '--dest',
      'org.a11y.Bus',
      '--object-path',
      '/org/a11y/bus',
      '--method',
      'org.freedesktop.DBus.Properties.Set',
      'org.a11y.Status',
      property,
      '<true>',
    ]).ended;
  }
}
