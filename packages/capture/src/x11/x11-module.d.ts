/** Types of the part of `x11` (which ships none) that this package uses. */
declare module 'x11' {
  import type { Duplex } from 'node:stream';

  type Reply<Value> = (error: Error | null | undefined, value: Value) => boolean | void;

  export interface XScreen {
    readonly root: number;
    readonly root_depth: number;
    readonly root_visual: number;
    readonly pixel_width: number;
    readonly pixel_height: number;
    readonly white_pixel: number;
    readonly black_pixel: number;
  }

  export interface XDisplay {
    readonly screen: readonly XScreen[];
    readonly client: XClient;
    readonly resource_mask: number;
    readonly min_keycode: number;
    readonly max_keycode: number;
    readonly format: Readonly<Record<number, { readonly bits_per_pixel: number }>>;
  }

  export interface XEvent {
    readonly name?: string;
    readonly type: number;
    readonly evtype?: number;
    readonly time?: number;
    readonly detail?: number;
    readonly keycode?: number;
    readonly deviceId?: number;
    readonly sourceId?: number;
    readonly flags?: number;
    readonly wid?: number;
    readonly wid1?: number;
    readonly parent?: number;
    readonly atom?: number;
    readonly state?: number;
    readonly request?: number;
    readonly area?: {
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
    };
  }

  export interface XProperty {
    readonly type: number;
    readonly format: number;
    readonly bytesAfter: number;
    readonly data: Buffer;
  }

  export interface XGeometry {
    readonly windowid: number;
    readonly xPos: number;
    readonly yPos: number;
    readonly width: number;
    readonly height: number;
    readonly borderWidth: number;
    readonly depth: number;
  }

  export interface XPointer {
    readonly root: number;
    readonly child: number;
    readonly rootX: number;
    readonly rootY: number;
    readonly keyMask: number;
  }

  export interface XClient {
    on(name: 'event', listener: (event: XEvent) => void): this;
    on(name: 'error', listener: (error: Error) => void): this;
    on(name: 'end', listener: () => void): this;
    off(name: 'event', listener: (event: XEvent) => void): this;
    atoms: Record<string, number>;
    /** Called once the socket is connected. */
    init: (stream: Duplex) => void;
    /** Whoever reads what the socket brings. */
    readonly pack_stream: { write: (bytes: Buffer) => void };
    readonly display: XDisplay;
    readonly stream: Duplex;
    AllocID(): number;
    ReleaseID(id: number): void;
    terminate(): void;
    require(name: string, done: (error: Error | null | undefined, extension: never) => void): void;
    sync(): Promise<void>;
    InternAtom(onlyIfExists: boolean, name: string, reply: Reply<number>): void;
    GetProperty(
      ...request: [
        ...[remove: 0 | 1, window: number, name: number, type: number],
        ...[offset: number, length: number, reply: Reply<XProperty>],
      ]
    ): void;
    ChangeProperty(
      ...request: [
        ...[mode: 0 | 1 | 2, window: number, name: number, type: number],
        ...[units: 8 | 16 | 32, data: Buffer],
      ]
    ): void;
    QueryTree(
      window: number,
      reply: Reply<{ readonly children: readonly number[]; readonly parent: number }>,
    ): void;
    GetInputFocus(reply: Reply<unknown>): void;
    QueryPointer(window: number, reply: Reply<XPointer>): void;
    QueryKeymap(reply: Reply<Buffer>): void;
    GetGeometry(drawable: number, reply: Reply<XGeometry>): void;
    GetWindowAttributes(
      window: number,
      reply: Reply<{
        readonly klass: number;
        readonly mapState: number;
        readonly overrideRedirect: number;
      }>,
    ): void;
    TranslateCoordinates(
      ...request: [
        ...[from: number, to: number, x: number, y: number],
        reply: Reply<{ readonly child: number; readonly destX: number; readonly destY: number }>,
      ]
    ): void;
    ChangeWindowAttributes(window: number, values: Readonly<Record<string, number>>): void;
    GetKeyboardMapping(
      first: number,
      count: number,
      reply: Reply<readonly (readonly number[])[]>,
    ): void;
    GetModifierMapping(reply: Reply<readonly (readonly number[])[]>): void;
    GrabKey(
      ...request: [
        ...[window: number, ownerEvents: 0 | 1, modifiers: number, key: number],
        ...[pointerMode: 0 | 1, keyboardMode: 0 | 1, reply: Reply<unknown>],
      ]
    ): void;
    UngrabKey(window: number, key: number, modifiers: number): void;
    CreateWindow(
      ...request: [
        ...[id: number, parent: number, x: number, y: number, width: number, height: number],
        ...[border: number, depth: number, windowClass: number, visual: number],
        values: Readonly<Record<string, number>>,
      ]
    ): void;
    DestroyWindow(window: number): void;
    MapWindow(window: number): void;
    UnmapWindow(window: number): void;
    RaiseWindow(window: number): void;
    ConfigureWindow(window: number, values: Readonly<Record<string, number>>): void;
    CreateGC(id: number, drawable: number, values: Readonly<Record<string, number>>): void;
    ChangeGC(id: number, values: Readonly<Record<string, number>>): void;
    FreeGC(id: number): void;
    OpenFont(id: number, name: string): void;
    CloseFont(id: number): void;
    PolyFillRectangle(drawable: number, gc: number, values: readonly number[]): void;
    PolyFillArc(drawable: number, gc: number, values: readonly number[]): void;
    PolyText8(drawable: number, gc: number, x: number, y: number, items: readonly string[]): void;
    GetImage(
      ...request: [
        ...[format: number, drawable: number, x: number, y: number, width: number, height: number],
        ...[planeMask: number, reply: Reply<{ readonly depth: number; readonly data: Buffer }>],
      ]
    ): void;
  }

  export interface XTestExtension {
    FakeInput(
      ...request: [
        ...[kind: number, detail: number, time: number, window: number],
        ...[x: number, y: number],
      ]
    ): void;
  }

  export function createClient(
    options: { readonly display: string; readonly stream?: Duplex },
    done: (error: Error | null | undefined, display: XDisplay) => void,
  ): XClient;

  const x11: { readonly createClient: typeof createClient };
  export default x11;
}
