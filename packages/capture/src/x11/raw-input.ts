/** The generic events of XInput2 that tell of raw input → numbers (XI2proto.h, `xXIRawEvent`). */
type RawInputKind = 'keyPress' | 'keyRelease' | 'buttonPress' | 'buttonRelease' | 'motion';

export interface RawInput {
  readonly kind: RawInputKind;
  /** The server's time. */
  readonly timeMs: number;
  /** The keycode or the button. */
  readonly detail: number;
  /** The first two valuators; undefined: that axis did not move. */
  readonly x: number | undefined;
  readonly y: number | undefined;
}

const kinds: Readonly<Record<number, RawInputKind>> = {
  13: 'keyPress',
  14: 'keyRelease',
  15: 'buttonPress',
  16: 'buttonRelease',
  17: 'motion',
};

const valuatorsAt = 32;
const valuatorBytes = 8;

/** null: some other event, of another extension or of this one. */
export function packetToRawInput(packet: Buffer, opcode: number): RawInput | null {
  const kind = packet[1] === opcode ? kinds[packet.readUInt16LE(8)] : undefined;
  if (kind === undefined) return null;
  const maskWords = packet.readUInt16LE(22);
  const hasMask = maskWords > 0 && packet.length >= valuatorsAt + 4;
  const axes = hasMask ? packet.readUInt32LE(valuatorsAt) : 0;
  const firstAt = valuatorsAt + 4 * maskWords;
  const hasX = (axes & 1) !== 0;
  const hasY = (axes & 2) !== 0;
  return {
    kind,
    timeMs: packet.readUInt32LE(12),
    detail: packet.readUInt32LE(16),
    x: hasX ? readFp3232(packet, firstAt) : undefined,
    y: hasY ? readFp3232(packet, hasX ? firstAt + valuatorBytes : firstAt) : undefined,
  };
}

/** 32 bits before the point and 32 behind it. */
function readFp3232(packet: Buffer, at: number): number | undefined {
  if (packet.length < at + valuatorBytes) return undefined;
  return packet.readInt32LE(at) + packet.readUInt32LE(at + 4) / 2 ** 32;
}
