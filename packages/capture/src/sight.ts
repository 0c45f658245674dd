/**
 * A desktop → what a person in front of it sees: the controls that show, and which of them
 * has the keyboard. For a desktop of one's own, on which nobody is recorded.
 */
import type { Box } from '@understudy/recording';
import type { DesktopPorts, OpenPort } from './ports.ts';

interface SeenControl {
  readonly role: string;
  readonly name: string;
  readonly box: Box;
}

export interface Sight extends OpenPort {
  controls(): Promise<readonly SeenControl[]>;
  /** The control that has the keyboard; null: none, or none that tells. */
  focused(): Promise<SeenControl | null>;
}

/** @throws CaptureError where the desktop has no windows or no accessibility to be asked */
export async function openSight(
  desktop: Pick<DesktopPorts, 'windows' | 'elements'>,
): Promise<Sight> {
  const windows = await desktop.windows.open(() => undefined);
  const elements = await desktop.elements.open(
    {
      onFocus: () => undefined,
      onInsert: () => undefined,
      onChange: () => undefined,
      onDeed: () => undefined,
      onLost: () => undefined,
      onPause: () => undefined,
    },
    { tier: 'text', clipboard: false, origins: [] },
  );
  return {
    controls: async () => {
      const { windows: shown } = await windows.read();
      const structures = await Promise.all(
        shown.map((window) => elements.structure(window, 'layout')),
      );
      return structures.flatMap((structure) =>
        (structure?.texts ?? []).map(({ role, text, label, box }) => ({
          role,
          name: label ?? text,
          box,
        })),
      );
    },
    focused: async () => {
      const { windows: shown, active } = await windows.read();
      const front = shown.find(({ handle }) => handle === active);
      const focus = front === undefined ? null : await elements.focused(front);
      return focus?.element ?? null;
    },
    close: async () => {
      await elements.close();
      await windows.close();
    },
  };
}
