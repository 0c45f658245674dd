/** What a session's head tells of its keys: the recorder's own, which are no part of the task, and Option. */
import type { SessionHeader } from '@understudy/recording';
import type { StageOptions } from './stage.ts';

/** AgentNetTool's global shortcuts (`src/index.ts`): start, stop, take a tree. */
const agentNetTool: readonly (readonly string[])[] = ['ctrl', 'win'].flatMap((command) => [
  [command, 'alt', 'r'],
  [command, 'alt', 't'],
  [command, 'shift', 't'],
]);

export function keyOptionsOf({ origin, platform }: SessionHeader): StageOptions {
  const isAgentNetTool = origin.kind === 'foreign' && origin.recorder === 'AgentNetTool';
  return { ownHotkeys: isAgentNetTool ? agentNetTool : [], optionWrites: platform === 'macos' };
}
