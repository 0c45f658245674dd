/**
 * The bytes of an X connection → its packets, of which one reader takes some
 * whole and the rest goes on as it came (the X protocol, sections 1 and 8;
 * XGE for the length of generic events).
 *
 * Raw input comes some thousand times a second. `x11` makes four buffers and
 * an event for every listener of each; taken here it is a few numbers.
 */
const hasLength = { reply: 1, genericEvent: 35 } as const;
const packetBytes = 32;
const greetingBytes = 8;
const noBytes: Buffer = Buffer.alloc(0);

/**
 * @param take of generic events alone: false leaves it to `pass`; its bytes hold for the call only
 * @param pass gets everything else, in its order, and is done with it when it returns: so a
 *   reply is dealt with before any generic event that the server made after it
 * @returns what takes the bytes in, from the connection's first one on
 */
export function createPacketStream(
  take: (packet: Buffer) => boolean,
  pass: (bytes: Buffer) => void,
): (bytes: Buffer) => void {
  /** The beginning of a packet whose kind or end has not come. */
  let begun = noBytes;
  /** Still to come of a packet that goes on. */
  let passingBytes = 0;
  let isGreeted = false;

  /** null: too little of it has come to tell. */
  const lengthOf = (bytes: Buffer, at: number): number | null => {
    if (bytes.length - at < greetingBytes) return null;
    if (!isGreeted) return greetingBytes + 4 * bytes.readUInt16LE(at + 6);
    const kind = bytes.readUInt8(at) & 0x7f;
    const isLonger = kind === hasLength.reply || kind === hasLength.genericEvent;
    return packetBytes + (isLonger ? 4 * bytes.readUInt32LE(at + 4) : 0);
  };

  return (chunk) => {
    const bytes = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
    begun = noBytes;
    let from = 0;
    let at = Math.min(passingBytes, bytes.length);
    passingBytes -= at;
    while (at < bytes.length) {
      const length = lengthOf(bytes, at);
      const isGeneric = isGreeted && (bytes.readUInt8(at) & 0x7f) === hasLength.genericEvent;
      if (length === null || (isGeneric && at + length > bytes.length)) break;
      isGreeted = true;
      if (isGeneric) {
        if (from < at) pass(bytes.subarray(from, at));
        from = take(bytes.subarray(at, at + length)) ? at + length : at;
      }
      passingBytes = Math.max(0, at + length - bytes.length);
      at += length - passingBytes;
    }
    if (from < at) pass(bytes.subarray(from, at));
    begun = bytes.subarray(at);
  };
}
