/** The extensions of the X server that capture uses, typed, and asked for by name. */
import type { XConnection } from './connection.ts';
import { CaptureError, type CaptureErrorCode } from '../error.ts';

interface XInputExtension {
  readonly xi2: { readonly majorVersion: number; readonly minorVersion: number } | null;
  readonly majorOpcode: number;
  readonly AllMasterDevices: number;
  readonly EventMask: Readonly<Record<string, number>>;
  XISelectEvents(window: number, mask: { readonly deviceId: number; readonly mask: number }): void;
}

interface DamageExtension {
  readonly ReportLevel: { readonly RawRectangles: number; readonly DeltaRectangles: number };
  Create(damage: number, drawable: number, level: number): void;
  Destroy(damage: number): void;
  Subtract(damage: number, repair: number, parts: number): void;
}

export interface SharedSegment {
  readonly buffer: Buffer;
  getImage(
    ...request: [
      ...[drawable: number, x: number, y: number, width: number, height: number],
      ...[planeMask: number, format: number | undefined, offset: number],
      done: (error: Error | null | undefined, reply: { readonly size: number }) => void,
    ]
  ): void;
  detach(done: () => void): void;
}

interface SharedMemoryExtension {
  usable(done: (error: null, usable: boolean) => void): void;
  createSegment(size: number, done: (error: Error | null, segment: SharedSegment) => void): void;
}

interface RandrExtension {
  SelectInput(window: number, mask: number): void;
  GetScreenResourcesCurrent(
    window: number,
    reply: (error: Error | null | undefined, value: ScreenResources) => boolean,
  ): void;
  GetCrtcInfo(
    crtc: number,
    timestamp: number,
    reply: (error: Error | null | undefined, value: CrtcInfo) => boolean,
  ): void;
  GetOutputInfo(
    output: number,
    timestamp: number,
    reply: (error: Error | null | undefined, value: OutputInfo) => boolean,
  ): void;
}

export interface ScreenResources {
  readonly config_timestamp: number;
  readonly crtcs: readonly number[];
}

export interface CrtcInfo {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly output: readonly number[];
}

export interface OutputInfo {
  readonly name: string;
}

interface Extensions {
  readonly xinput: XInputExtension;
  readonly damage: DamageExtension;
  readonly shm: SharedMemoryExtension;
  readonly randr: RandrExtension;
}

const missing: Readonly<Record<keyof Extensions, CaptureErrorCode>> = {
  xinput: 'inputExtensionMissing',
  damage: 'screenExtensionMissing',
  shm: 'screenExtensionMissing',
  randr: 'screenExtensionMissing',
};

/** @throws CaptureError where the server does not have it. */
export function requireExtension<Name extends keyof Extensions>(
  connection: XConnection,
  name: Name,
): Promise<Extensions[Name]> {
  return new Promise((resolve, reject) => {
    connection.client.require(name, (error, extension) => {
      if (error) {
        reject(
          new CaptureError({
            code: missing[name],
            message: `The X server has no ${name} extension.`,
            remedy: 'Use an X server that has it, such as Xorg 1.12 or newer with its defaults.',
            cause: error,
          }),
        );
      } else resolve(extension);
    });
  });
}
