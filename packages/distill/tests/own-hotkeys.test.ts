import { expect, it } from 'vitest';
import type { SessionHeader } from '@understudy/recording';
import { profiles, recordingToTrajectory } from '../src/index.ts';
import { script } from './script.ts';
import { header } from './session.ts';

/** Stops AgentNetTool; of any other recorder it is what the person did. */
async function distil(origin: SessionHeader['origin']) {
  const work = script().type('a').wait(500);
  work.keyDown('ControlLeft', 'Control').keyDown('AltLeft', 'Alt').tap('KeyT', 't');
  work.keyUp('AltLeft', 'Alt').keyUp('ControlLeft', 'Control');
  async function* events() {
    yield work.events;
  }
  const recording = { header: header(1, { origin }), events: events() };
  const trajectory = await recordingToTrajectory(recording, { profile: profiles.agentnet });
  const kinds: string[] = [];
  for await (const { action } of trajectory.steps) kinds.push(action.kind);
  return { kinds, drops: trajectory.counts().drops };
}

it('leaves out the hotkeys that steer the recorder, counted', async () => {
  const tool = await distil({ kind: 'foreign', recorder: 'AgentNetTool' });
  expect(tool).toEqual({ kinds: ['type', 'terminate'], drops: { ownHotkey: 6 } });
  const other = await distil({ kind: 'foreign', recorder: 'DuckTrack' });
  expect(other).toEqual({ kinds: ['type', 'hotkey', 'terminate'], drops: {} });
});
