/** What the head of a session tells of its keys. */
import { expect, it } from 'vitest';
import type { SessionHeader } from '@understudy/recording';
import { profiles, recordingToTrajectory } from '../src/index.ts';
import { script, type Script } from './script.ts';
import { header } from './session.ts';

async function distil(work: Script, over: Partial<SessionHeader>) {
  async function* events() {
    yield work.events;
  }
  const recording = { header: header(1, over), events: events() };
  const trajectory = await recordingToTrajectory(recording, { profile: profiles.agentnet });
  const steps: (readonly [string, unknown])[] = [];
  for await (const { action } of trajectory.steps) {
    if (action.kind === 'type') steps.push([action.kind, action.text]);
    else if ('keys' in action) steps.push([action.kind, action.keys.join('+')]);
  }
  return { steps, drops: trajectory.counts().drops };
}

it('leaves out the hotkeys that steer the recorder, counted', async () => {
  // Stops AgentNetTool; of any other recorder it is what the person did.
  const stop = (): Script => {
    const work = script().type('a').wait(500);
    work.keyDown('ControlLeft', 'Control').keyDown('AltLeft', 'Alt').tap('KeyT', 't');
    return work.keyUp('AltLeft', 'Alt').keyUp('ControlLeft', 'Control');
  };
  const tool = await distil(stop(), { origin: { kind: 'foreign', recorder: 'AgentNetTool' } });
  expect(tool).toEqual({ steps: [['type', 'a']], drops: { ownHotkey: 6 } });
  const other = await distil(stop(), { origin: { kind: 'foreign', recorder: 'DuckTrack' } });
  expect(other.steps).toEqual([
    ['type', 'a'],
    ['hotkey', 'ctrl+alt+t'],
  ]);
});

it('writes with the Option key of macOS, which is a modifier elsewhere', async () => {
  const at = (): Script => {
    const work = script().type('a').keyDown('AltLeft', 'Alt').tap('KeyL', '@');
    return work.keyUp('AltLeft', 'Alt').type('b');
  };
  expect((await distil(at(), { platform: 'macos' })).steps).toEqual([['type', 'a@b']]);
  expect((await distil(at(), { platform: 'x11' })).steps).toEqual([
    ['type', 'a'],
    ['hotkey', 'alt+@'],
    ['type', 'b'],
  ]);
});
