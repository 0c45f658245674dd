/** RandR → the geometry in force: the whole virtual screen and each monitor in it. */
import type { WindowScene } from '../ports.ts';
import { propertyToText, type XConnection } from './connection.ts';
import {
  requireExtension,
  type CrtcInfo,
  type OutputInfo,
  type ScreenResources,
} from './extension.ts';

export async function readDisplayGeometry(
  connection: XConnection,
): Promise<WindowScene['display']> {
  const randr = await requireExtension(connection, 'randr');
  const { client, root } = connection;
  const [geometry, resources, database] = await Promise.all([
    connection.ask<{ width: number; height: number }>((reply) => client.GetGeometry(root, reply)),
    connection.ask<ScreenResources>((reply) => randr.GetScreenResourcesCurrent(root, reply)),
    connection.property(root, 'RESOURCE_MANAGER'),
  ]);
  const scale = resourcesToScale(propertyToText(database));
  const monitors = await Promise.all(
    resources.crtcs.map(async (crtc) => {
      const info = await connection.ask<CrtcInfo>((reply) =>
        randr.GetCrtcInfo(crtc, resources.config_timestamp, reply),
      );
      const [output] = info.output;
      if (output === undefined || info.width === 0) return null;
      const { name } = await connection.ask<OutputInfo>((reply) =>
        randr.GetOutputInfo(output, resources.config_timestamp, reply),
      );
      return { x: info.x, y: info.y, width: info.width, height: info.height, name, scale };
    }),
  );
  return {
    size: { width: geometry.width, height: geometry.height },
    monitors: monitors.filter((monitor) => monitor !== null),
  };
}

/** X11 has one scale for all monitors, where there is one: Xft.dpi of the resource database. */
function resourcesToScale(database: string): number {
  const dpi = Number(/^Xft\.dpi:\s*([\d.]+)/m.exec(database)?.[1] ?? 96);
  return Number.isFinite(dpi) && dpi > 0 ? dpi / 96 : 1;
}
