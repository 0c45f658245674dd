/**
 * The pixels of an X screen, through shared memory where the server offers it,
 * and XDamage to know which of them changed.
 */
import type { Clock } from '@understudy/base';
import type { Box } from '@understudy/recording';
import { CaptureError } from '../error.ts';
import type { OpenScreen, ScreenPort } from '../ports.ts';
import type { XConnection } from './connection.ts';
import { requireExtension, type SharedSegment } from './extension.ts';
import { createServerClock, measureServerOffsetMs } from './server-clock.ts';

const zPixmap = 2;
const allPlanes = 0xffff_ffff;
const bytesPerPixel = 4;

export function createX11Screen(connection: XConnection, clock: Clock): ScreenPort {
  return {
    open: async (onDamage) => {
      const { client, root, screen, display } = connection;
      if (display.format[screen.root_depth]?.bits_per_pixel !== 32) {
        throw new CaptureError({
          code: 'screenExtensionMissing',
          message: `The screen has a depth of ${screen.root_depth} bits, which is not read.`,
          remedy: 'Set the screen to 24 bits.',
        });
      }
      const damage = await requireExtension(connection, 'damage');
      await requireFixes(connection);
      const serverClock = createServerClock(clock, await measureServerOffsetMs(connection, clock));
      let size = { width: screen.pixel_width, height: screen.pixel_height };
      const readSize = async (): Promise<void> => {
        const { width, height } = await connection.ask<{ width: number; height: number }>((reply) =>
          client.GetGeometry(root, reply),
        );
        size = { width, height };
      };
      await readSize();
      let pixels = await openSegment(connection, size);
      let resized: Promise<void> | null = null;
      let closed = false;
      /** One after the other: a segment may be given back only once. */
      const resize = async (): Promise<void> => {
        const before = size;
        await readSize();
        if (closed || (size.width === before.width && size.height === before.height)) return;
        await pixels.close();
        pixels = await openSegment(connection, size);
        onDamage([{ x: 0, y: 0, ...size }], Number(clock.monotonicNs()));
      };

      const id = client.AllocID();
      const off = connection.onEvent((event) => {
        if (event.name === 'DamageNotify' && event.area !== undefined) {
          const { x, y, w, h } = event.area;
          onDamage([{ x, y, width: w, height: h }], serverClock.toNs(event.time ?? 0));
        } else if (event.name === 'ConfigureNotify' && event.wid1 === root) {
          resized = (resized ?? Promise.resolve()).then(resize);
          resized.catch(() => undefined);
        }
      });
      // Raw rectangles come as they happen and need no Subtract round trips.
      damage.Create(id, root, damage.ReportLevel.RawRectangles);

      const open: OpenScreen = {
        size: () => size,
        grab: async (boxes, target) => {
          await resized;
          for (const box of boxes) await pixels.grab(box, target, size.width);
        },
        close: async () => {
          if (closed) return;
          closed = true;
          off();
          await resized?.catch(() => undefined);
          damage.Destroy(id);
          client.ReleaseID(id);
          await pixels.close();
        },
      };
      return open;
    },
  };
}

interface PixelSource {
  grab(box: Box, target: Uint8Array, stride: number): Promise<void>;
  close(): Promise<void>;
}

async function openSegment(
  connection: XConnection,
  size: { width: number; height: number },
): Promise<PixelSource> {
  const shm = await requireExtension(connection, 'shm').catch(() => null);
  const usable =
    shm !== null &&
    (await connection.orLost(
      new Promise<boolean>((resolve) => shm.usable((_, answer) => resolve(answer))),
    ));
  if (!usable) return coreSource(connection);
  const segment = await connection.orLost(
    new Promise<SharedSegment>((resolve, reject) => {
      shm.createSegment(size.width * size.height * bytesPerPixel, (error, made) => {
        if (error) reject(error);
        else resolve(made);
      });
    }),
  );
  return sharedSource(connection, segment);
}

/** No shared memory, as on a remote display: the pixels come through the socket. */
function coreSource(connection: XConnection): PixelSource {
  return {
    grab: async (box, target, stride) => {
      const image = await connection.ask<{ data: Buffer }>((reply) =>
        connection.client.GetImage(
          zPixmap,
          connection.root,
          box.x,
          box.y,
          box.width,
          box.height,
          allPlanes,
          reply,
        ),
      );
      copyRows(image.data, box, target, stride);
    },
    close: () => Promise.resolve(),
  };
}

function sharedSource(connection: XConnection, segment: SharedSegment): PixelSource {
  return {
    grab: (box, target, stride) =>
      connection.orLost(
        new Promise((resolve, reject) => {
          segment.getImage(
            connection.root,
            box.x,
            box.y,
            box.width,
            box.height,
            allPlanes,
            zPixmap,
            0,
            (error) => {
              if (error) reject(error);
              else {
                copyRows(segment.buffer, box, target, stride);
                resolve();
              }
            },
          );
        }),
      ),
    close: () =>
      connection
        .orLost(new Promise<void>((resolve) => segment.detach(resolve)))
        .catch(() => undefined),
  };
}

function copyRows(source: Buffer, box: Box, target: Uint8Array, stride: number): void {
  const rowBytes = box.width * bytesPerPixel;
  for (let row = 0; row < box.height; row += 1) {
    const from = row * rowBytes;
    target.set(
      source.subarray(from, from + rowBytes),
      ((box.y + row) * stride + box.x) * bytesPerPixel,
    );
  }
}

/** DAMAGE requires XFIXES to have been negotiated (damageproto, section 5). */
function requireFixes(connection: XConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.client.require('fixes', () => resolve());
  });
}
