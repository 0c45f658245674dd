/** What `keeper init` fixes for good: how the root is protected, how long epoch roots live. */
import { z } from 'zod';
import { KeeperError } from './error.ts';
import { rootProtectorSchema } from './keys/root.ts';
import { readJson } from './store/durable.ts';

export const configSchema = z.object({
  version: z.literal(1),
  /** The log's name in its checkpoints (C2SP tlog-checkpoint: origin). */
  origin: z.string().min(1).max(200),
  retentionDays: z.int().min(0).max(3650),
  protector: rootProtectorSchema,
});
export type KeeperConfig = z.infer<typeof configSchema>;

/** @throws KeeperError wrongState where no keeper was set up there. */
export async function readConfig(path: string): Promise<KeeperConfig> {
  const config = await readJson(path, configSchema);
  if (config !== null) return config;
  throw new KeeperError({
    code: 'wrongState',
    message: `No keeper was set up at ${path}.`,
    remedy: 'Run `understudy keeper init` first.',
  });
}
