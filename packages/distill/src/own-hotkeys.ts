/** The combinations that steer a recorder, in pyautogui's names: they are no part of the task. */
import type { SessionHeader } from '@understudy/recording';

/** AgentNetTool's global shortcuts (`src/index.ts`): start, stop, take a tree. */
const agentNetTool: readonly (readonly string[])[] = ['ctrl', 'win'].flatMap((command) => [
  [command, 'alt', 'r'],
  [command, 'alt', 't'],
  [command, 'shift', 't'],
]);

export function ownHotkeysOf({ origin }: SessionHeader): readonly (readonly string[])[] {
  const isAgentNetTool = origin.kind === 'foreign' && origin.recorder === 'AgentNetTool';
  return isAgentNetTool ? agentNetTool : [];
}
