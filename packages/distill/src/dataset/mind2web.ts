/**
 * Trajectory → rows of Multimodal-Mind2Web (OSU-NLP), one a step that clicks a
 * named element or types into one. Recordings hold no HTML: `raw_html` and
 * `cleaned_html` are empty, and the element stands in `pos_candidates` with its
 * role, name and box.
 */
import type { Action, Target } from '../action.ts';
import { isList } from '../list-role.ts';
import { imageName, seenSteps, type DatasetFormat, type SeenStep } from './format.ts';
import { actionTarget } from './image-place.ts';
import { restoreLines, textAt } from './restore-lines.ts';
import { stepToTimes } from './step-times.ts';

interface Operation {
  readonly op: 'CLICK' | 'TYPE' | 'SELECT';
  readonly original_op: 'CLICK' | 'TYPE' | 'SELECT';
  readonly value: string;
}

function operationOf(action: Action): Operation | null {
  if (action.kind === 'click') return { op: 'CLICK', original_op: 'CLICK', value: '' };
  if (action.kind === 'type' && action.text !== null) {
    return { op: 'TYPE', original_op: 'TYPE', value: action.text };
  }
  if (action.kind === 'choose') {
    const op = isList(action.target) ? 'SELECT' : 'TYPE';
    return { op, original_op: op, value: action.text };
  }
  return null;
}

/** Mind2Web's own way of saying it: `[button]  Save -> CLICK`. */
function reprOf({ role, name }: Target, { op, value }: Operation): string {
  return `[${role}]  ${name} -> ${op}${op === 'CLICK' ? '' : `: ${value}`}`;
}

function candidateOf({ role, name, box, css, testId }: Target): string {
  const attributes = {
    role,
    'aria-label': name,
    bounding_box_rect: `${box.x},${box.y},${box.width},${box.height}`,
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { 'data-testid': testId }),
  };
  return JSON.stringify({
    tag: role,
    attributes: JSON.stringify(attributes),
    is_original_target: true,
    is_top_level_target: true,
    backend_node_id: '0',
  });
}

function siteOf(url: string | null, app: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).hostname : (app ?? '');
}

interface Kept {
  readonly step: SeenStep;
  readonly target: Target;
  readonly operation: Operation;
}

const rows = 'mind2web';

export const mind2webFormat: DatasetFormat = {
  name: 'mind2web',
  images: 'files',
  writeSession: async (session, sink) => {
    const trajectory = await session.toTrajectory();
    const kept: Omit<Kept, 'image'>[] = [];
    for await (const step of seenSteps(trajectory, sink)) {
      const operation = operationOf(step.action);
      const target = actionTarget(step.action);
      if (operation === null) {
        sink.countSkipped(step.action.kind === 'type' ? 'withheld' : 'noEquivalent');
      } else if (target === null) {
        sink.countSkipped('noTarget');
      } else {
        await sink.saveImage(step.image);
        // The picture is saved: only its name is kept until the last step is known.
        kept.push({
          step: { ...step, image: { ...step.image, bytes: new Uint8Array() } },
          target,
          operation,
        });
        sink.countStep();
      }
    }
    const { header, instruction } = trajectory;
    const reprs = kept.map(({ target, operation }) => reprOf(target, operation));
    for (const [index, { step, target, operation }] of kept.entries()) {
      const { url, app } = step.action.scene;
      const row = {
        action_uid: `${header.session}-${index}`,
        raw_html: '',
        cleaned_html: '',
        operation: JSON.stringify(operation),
        pos_candidates: [candidateOf(target)],
        neg_candidates: [],
        website: siteOf(url, app),
        domain: '',
        subdomain: '',
        annotation_id: header.session,
        confirmed_task: instruction ?? '',
        screenshot: `images/${imageName(step.image)}`,
        action_reprs: reprs,
        target_action_index: String(index),
        target_action_reprs: reprs[index] ?? '',
        understudy: stepToTimes(step),
      };
      await sink.writeRow(JSON.stringify(row), rows);
    }
  },
  finish: (staging, keys) => staging.joinParts('mind2web.jsonl', keys, rows),
  restore: (folder) =>
    restoreLines(folder, 'mind2web.jsonl', rows, (row) => textAt(row, 'annotation_id')),
};
