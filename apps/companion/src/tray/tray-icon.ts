/**
 * The tray's three pictures, told apart by shape: a disc (recording), two bars
 * (paused), a square with a bow (locked). ARGB32 in network byte order, as the
 * StatusNotifierItem specification wants it.
 */
export type TrayState = 'recording' | 'paused' | 'locked';

export const iconSize = 22;

const inks: Readonly<Record<TrayState, readonly [number, number, number]>> = {
  recording: [0xff, 0x45, 0x3a],
  paused: [0xff, 0xd6, 0x0a],
  locked: [0x9e, 0x9e, 0xa4],
};

const shapes: Readonly<Record<TrayState, (x: number, y: number) => boolean>> = {
  recording: (x, y) => Math.hypot(x - 10.5, y - 10.5) <= 8,
  paused: (x, y) => y >= 4 && y <= 17 && ((x >= 5 && x <= 9) || (x >= 12 && x <= 16)),
  locked: (x, y) => {
    const radius = Math.hypot(x - 10.5, y - 9);
    return (x >= 4 && x <= 17 && y >= 10 && y <= 18) || (y < 10 && radius >= 4 && radius <= 6.5);
  },
};

export function drawIcon(state: TrayState): Buffer {
  const pixels = Buffer.alloc(iconSize * iconSize * 4);
  const [red, green, blue] = inks[state];
  for (let y = 0; y < iconSize; y += 1) {
    for (let x = 0; x < iconSize; x += 1) {
      if (shapes[state](x, y)) pixels.set([0xff, red, green, blue], (y * iconSize + x) * 4);
    }
  }
  return pixels;
}
