/**
 * Trajectory → a row of AgentNet's JSONL (OpenCUA `gen_cot_example`): one line a
 * trajectory, one step an entry of `traj`, the image before the action, and the
 * code with normalised coordinates. What AgentNet has no field for stands under
 * `understudy`; its readers pass over it.
 */
import type { JsonValue } from '@understudy/base';
import type { Size } from '@understudy/recording';
import type { Target } from '../action.ts';
import { imageName, seenSteps, type DatasetFormat, type SeenStep } from './format.ts';
import { actionTarget, normaliseBox } from './image-place.ts';
import { rowOrigin } from './origin.ts';
import { restoreLines, textAt } from './restore-lines.ts';

function targetValue(target: Target | null, screen: Size): JsonValue {
  if (target === null) return null;
  const { role, name, box, css, testId } = target;
  return {
    role,
    name,
    bbox: normaliseBox(box, screen),
    pixel_bbox: [box.x, box.y, box.x + box.width, box.y + box.height],
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { test_id: testId }),
  };
}

function stepValue({ action, image }: SeenStep, index: number): JsonValue {
  const { observation, scene } = action;
  const screen = scene.screen ?? image.size;
  return {
    index,
    image: imageName(image),
    value: { code: action.code },
    understudy: {
      kind: action.kind,
      start_ns: action.startNs,
      end_ns: action.endNs,
      frame_ns: observation.timeNs,
      lead_ns: observation.leadNs,
      image_size: [image.size.width, image.size.height],
      screen_size: [screen.width, screen.height],
      app: scene.app,
      url: scene.url,
      target: targetValue(actionTarget(action), screen),
      events: [...action.events],
    },
  };
}

const rows = 'agentnet';

export const agentnetFormat: DatasetFormat = {
  name: 'agentnet',
  images: 'files',
  writeSession: async (session, sink) => {
    const trajectory = await session.toTrajectory();
    const traj: JsonValue[] = [];
    for await (const step of seenSteps(trajectory, sink)) {
      await sink.saveImage(step.image);
      traj.push(stepValue(step, traj.length));
      sink.countStep();
    }
    if (traj.length === 0) return;
    const { header, instruction, profile } = trajectory;
    const row = {
      task_id: header.session,
      instruction: instruction ?? '',
      traj,
      understudy: rowOrigin(header, profile),
    };
    await sink.writeRow(JSON.stringify(row), rows);
  },
  finish: (staging, keys) => staging.joinParts('agentnet.jsonl', keys, rows),
  restore: (folder) =>
    restoreLines(folder, 'agentnet.jsonl', rows, (row) => textAt(row, 'task_id')),
};
