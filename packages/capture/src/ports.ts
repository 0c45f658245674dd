/**
 * What capture needs of a platform, as five ports. Opening a port is the act
 * that costs consent: before `open` an adapter makes no request that listens
 * or looks, and `close` undoes all of it.
 *
 * Times are `atNs`: nanoseconds of CLOCK_MONOTONIC as a number (a session's
 * origin is subtracted later), taken from the source's own stamp.
 * Coordinates are device pixels of the whole virtual screen.
 */
import type { Tier } from '@understudy/base';
import type {
  Box,
  DisplayEvent,
  ElementInfo,
  InteractionEvent,
  Point,
  PointerButton,
  Size,
  TextBox,
} from '@understudy/recording';

/** Undoes an `open`: no listener, no grab and no window is left once it resolves. */
export interface OpenPort {
  close(): Promise<void>;
}

export interface DesktopPorts {
  readonly platform: 'x11' | 'windows' | 'macos' | 'browser';
  readonly input: InputPort;
  readonly screen: ScreenPort;
  readonly windows: WindowPort;
  readonly elements: ElementPort;
  readonly indicator: IndicatorPort;
  /** Resolves with the reason once the platform is gone (the X server died); never rejects. */
  readonly lost: Promise<string>;
  close(): Promise<void>;
}

// Input

export type InputSignal =
  | (Stamped & Point & { readonly kind: 'move' })
  | (Stamped &
      Point & {
        readonly kind: 'button';
        readonly button: PointerButton;
        readonly pressed: boolean;
      })
  | (Stamped & Point & { readonly kind: 'wheel'; readonly dx: number; readonly dy: number })
  | (Stamped & {
      readonly kind: 'key';
      readonly code: string;
      readonly key: string;
      readonly pressed: boolean;
    })
  /** The global pause hotkey: its own keys never arrive as `key`. */
  | (Stamped & { readonly kind: 'pauseHotkey' });

interface Stamped {
  readonly atNs: number;
}

export interface InputPort {
  open(listener: (signals: readonly InputSignal[]) => void): Promise<OpenInput>;
}

export interface OpenInput extends OpenPort {
  /** Resolves once everything that the platform had for us before this call was delivered. */
  flush(): Promise<void>;
  /** Events that the platform says it made since `open`, or null where it cannot tell. */
  generated(): number | null;
  /** Signals of the platform that are no event of ours, by cause: they explain `generated`. */
  ignored(): number;
}

// Windows

/** One visible window. `app` is '' where the platform does not say, which counts as not allowed. */
export interface DesktopWindow {
  readonly handle: number;
  readonly app: string;
  readonly title: string;
  readonly box: Box;
  readonly processId: number | null;
  /** The window that this one belongs to (a menu, a dropdown, a dialogue), else its own handle. */
  readonly owner: number;
}

export interface WindowScene {
  readonly display: Omit<DisplayEvent, 'kind' | 'timeNs'>;
  /** Every visible window, front first, without the indicator. */
  readonly windows: readonly DesktopWindow[];
  /** The handle of the window that has the keyboard; null: nobody, or not told. */
  readonly active: number | null;
  /** A lock screen or another full grab is in force. */
  readonly locked: boolean;
}

/**
 * @param hasPassed a window came since the scene before that is in neither, or had the keyboard
 * in between: nobody can tell which
 */
export type SceneListener = (scene: WindowScene, atNs: number, hasPassed: boolean) => void;

export interface WindowPort {
  /** `listener` gets the scene at once and after each change. */
  open(listener: SceneListener): Promise<OpenWindows>;
}

export interface OpenWindows extends OpenPort {
  /** The scene as it is now, read afresh. */
  read(): Promise<WindowScene>;
  /** Resolves once the listener knows of all that the platform had told of before. */
  caughtUp(): Promise<void>;
  /** When the platform told what the listener does not know yet; null: it knows all of that. */
  unreadSinceNs(): number | null;
}

// Screen

export interface ScreenPort {
  /** `onDamage` tells where the screen changed, and since when. */
  open(onDamage: (damage: readonly Box[], atNs: number) => void): Promise<OpenScreen>;
}

export interface OpenScreen extends OpenPort {
  readonly size: () => Size;
  /**
   * Reads these rectangles of the screen as it is now into `target`, which
   * holds 4 bytes a pixel (B, G, R, X) of the whole screen, row by row.
   */
  grab(boxes: readonly Box[], target: Uint8Array): Promise<void>;
}

// Elements

export interface FocusedElement {
  readonly processId: number | null;
  /** Part of a web page, rather than of the browser around it. */
  readonly inPage: boolean;
  readonly element: ElementInfo;
}

/** What accessibility tells of one window's content. */
export interface WindowStructure {
  readonly texts: readonly TextBox[];
  /** Which object each of `texts` belongs to, to see what moved between two readings. */
  readonly keys: readonly string[];
  /** The document's URL where the window shows a web page (browsers), else null. */
  readonly url: string | null;
  readonly pageTitle: string;
  /** A browser window of a private mode, of which nothing may be taken. */
  readonly isPrivate: boolean;
}

export interface ElementPort {
  open(listener: ElementListener, scope: ElementScope): Promise<OpenElements>;
}

/** What a page's own recorder may look at, and how far. */
export interface ElementScope {
  readonly tier: Tier;
  /** Whether it may tell what is copied and pasted. */
  readonly clipboard: boolean;
  readonly origins: readonly string[];
}

/** What a page's own recorder tells that the person did there besides input. */
export interface PageDeed extends Pick<
  InteractionEvent,
  'what' | 'element' | 'position' | 'value' | 'durationNs'
> {
  readonly window: number;
}

/** Only the text of a field, or what stands where. */
export type StructureChange = 'text' | 'layout';

export interface ElementListener {
  /** null: no element of any app has the focus, or none can tell. */
  onFocus(focus: FocusedElement | null, atNs: number): void;
  /**
   * Whatever was thought: nobody has told what has the focus since then, nor will.
   * @param why in words that hold nothing of what was told
   */
  onLost(sinceNs: number, why: string): void;
  /** Text was put into something of this process's. */
  onInsert(processId: number, atNs: number): void;
  /** Something in this process's windows changed. */
  onChange(processId: number, what: StructureChange, atNs: number): void;
  /** The person did something on a page that is no input. */
  onDeed(deed: PageDeed, atNs: number): void;
  /** The person paused inside of an app that shows the recording too. */
  onPause(): void;
}

export interface OpenElements extends OpenPort {
  /** The focused element of the window, asked for afresh; null where it cannot tell. */
  focused(window: DesktopWindow): Promise<FocusedElement | null>;
  elementAt(window: DesktopWindow, point: Point): Promise<ElementInfo | null>;
  /**
   * What the window shows by its address alone, cheaply; without a `url` it is
   * no page that may be told of. null: that cannot be told now.
   */
  page(
    window: DesktopWindow,
  ): Promise<Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'> | null>;
  /**
   * The visible structure of the window; null: it has none, so all of it is of unknown origin.
   * `changed` since it was last asked for: `text` is only what fields hold.
   */
  structure(window: DesktopWindow, changed: StructureChange): Promise<WindowStructure | null>;
}

// Indicator

export type IndicatorState = 'recording' | 'paused' | 'locked';

export interface IndicatorPort {
  /**
   * Shows the window. `onPauseClick` when the person clicks it;
   * `onHidden` when it is no longer viewable and could not be brought back:
   * the dead-man switch, after which nothing may be captured.
   */
  open(listener: { onPauseClick(): void; onHidden(reason: string): void }): Promise<OpenIndicator>;
}

export interface OpenIndicator extends OpenPort {
  show(state: IndicatorState): Promise<void>;
  /** Where it stands, to keep its own pixels out of the damage; null while it is not shown. */
  box(): Box | null;
}
