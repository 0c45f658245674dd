/** The item as the desktop's tray reads it (freedesktop StatusNotifierItem). */
import dbus from 'dbus-next';
import { drawIcon, iconSize, type TrayState } from './tray-icon.ts';

const words: Readonly<Record<TrayState, string>> = {
  recording: 'Understudy: recording. Click to pause.',
  paused: 'Understudy: paused. Click to go on.',
  locked: 'Understudy: locked by a steward. Nothing is recorded.',
};

type Pixmap = readonly [width: number, height: number, argb: Buffer];

export class TrayItem extends dbus.interface.Interface {
  readonly #onClick: () => void;
  #state: TrayState = 'recording';

  constructor(onClick: () => void) {
    super('org.kde.StatusNotifierItem');
    this.#onClick = onClick;
  }

  show(state: TrayState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.NewIcon();
    this.NewTitle();
    this.NewToolTip();
  }

  get Category(): string {
    return 'ApplicationStatus';
  }
  get Id(): string {
    return 'understudy';
  }
  get Title(): string {
    return words[this.#state];
  }
  get Status(): string {
    return 'Active';
  }
  get IconName(): string {
    return '';
  }
  get IconPixmap(): readonly Pixmap[] {
    return [[iconSize, iconSize, drawIcon(this.#state)]];
  }
  get ToolTip(): readonly [string, readonly Pixmap[], string, string] {
    return ['', [], words[this.#state], ''];
  }
  get ItemIsMenu(): boolean {
    return false;
  }

  /** A click, at a place on the screen that does not matter here. */
  Activate(_x: number, _y: number): void {
    this.#onClick();
  }
  NewIcon(): void {}
  NewTitle(): void {}
  NewToolTip(): void {}
}

const read = (signature: string) => ({ signature, access: 'read' }) as const;

TrayItem.configureMembers({
  properties: {
    Category: read('s'),
    Id: read('s'),
    Title: read('s'),
    Status: read('s'),
    IconName: read('s'),
    IconPixmap: read('a(iiay)'),
    ToolTip: read('(sa(iiay)ss)'),
    ItemIsMenu: read('b'),
  },
  methods: { Activate: { inSignature: 'ii' } },
  signals: {
    NewIcon: { signature: '' },
    NewTitle: { signature: '' },
    NewToolTip: { signature: '' },
  },
});
