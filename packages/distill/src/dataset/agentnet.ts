/**
 * Trajectory → a row of AgentNet's JSONL (OpenCUA `gen_cot_example`): one line a
 * trajectory, one step an entry of `traj`, the image before the action, and the
 * code with normalised coordinates. What AgentNet has no field for stands under
 * `understudy`; its readers pass over it.
 */
import type { JsonValue } from '@understudy/base';
import type { Box, SessionHeader, Size } from '@understudy/recording';
import type { Action, Target } from '../action.ts';
import type { Profile } from '../profile.ts';
import { seenSteps, type DatasetFormat, type SeenStep } from './format.ts';

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Corners in 0…1, cut to the frame (OpenCUA GUIElement `bbox`). */
function normaliseBox(box: Box, size: Size): readonly number[] {
  const share = (value: number, all: number): number =>
    round(Math.min(1, Math.max(0, value / all)));
  return [
    share(box.x, size.width),
    share(box.y, size.height),
    share(box.x + box.width, size.width),
    share(box.y + box.height, size.height),
  ];
}

export function actionTarget(action: Action): Target | null {
  return 'target' in action ? action.target : null;
}

function targetValue(target: Target | null, size: Size): JsonValue {
  if (target === null) return null;
  const { role, name, box, css, testId } = target;
  return {
    role,
    name,
    bbox: normaliseBox(box, size),
    pixel_bbox: [box.x, box.y, box.x + box.width, box.y + box.height],
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { test_id: testId }),
  };
}

function stepValue({ action, image }: SeenStep, index: number): JsonValue {
  const { observation } = action;
  const screen = action.screen ?? image.size;
  return {
    index,
    image: `${image.frame}.png`,
    value: { code: action.code },
    understudy: {
      kind: action.kind,
      start_ns: action.startNs,
      end_ns: action.endNs,
      frame_ns: observation.timeNs,
      lead_ns: observation.leadNs,
      image_size: [image.size.width, image.size.height],
      screen_size: [screen.width, screen.height],
      target: targetValue(actionTarget(action), screen),
      events: [...action.events],
    },
  };
}

/** What every row says of the session that it comes from. */
export function rowOrigin(header: SessionHeader, profile: Profile): JsonValue {
  const { origin } = header;
  return {
    session: header.session,
    ...(origin.kind === 'consented'
      ? { program: origin.program, receipt: origin.receipt }
      : { foreign: origin.recorder }),
    profile: `${profile.name}/${profile.version}`,
  };
}

export const agentnetFormat: DatasetFormat = {
  name: 'agentnet',
  writeSession: async (trajectory, sink) => {
    const traj: JsonValue[] = [];
    for await (const step of seenSteps(trajectory, sink)) {
      await sink.saveImage(step.image);
      traj.push(stepValue(step, traj.length));
    }
    if (traj.length === 0) return;
    const { header, instruction, profile } = trajectory;
    await sink.writeRow(
      JSON.stringify({
        task_id: header.session,
        instruction: instruction ?? '',
        traj,
        understudy: rowOrigin(header, profile),
      }),
    );
  },
  finish: (staging, keys) => staging.joinParts('agentnet.jsonl', keys),
};
