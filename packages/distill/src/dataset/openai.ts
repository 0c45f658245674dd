/**
 * Trajectory → the items of OpenAI's Responses API with its computer tool: one
 * line a trajectory, `computer_call` and `computer_call_output` by turns.
 * Pictures are paths in `image_url`; inline them before sending.
 */
import { actionToOpenAi, reasonOfNone } from './chat-actions.ts';
import { imageName, seenSteps, type DatasetFormat, type SeenStep } from './format.ts';
import { rowOrigin } from './origin.ts';
import { restoreLines, textAt } from './restore-lines.ts';
import { stepToTimes, type StepTimes } from './step-times.ts';

const pictureUrl = ({ image }: SeenStep): string => `images/${imageName(image)}`;
const callId = (number: number): string => `call_${String(number).padStart(6, '0')}`;
const rows = 'openai';

export const openaiFormat: DatasetFormat = {
  name: 'openai',
  images: 'files',
  writeSession: async (session, sink) => {
    const trajectory = await session.toTrajectory();
    const { header, instruction, profile } = trajectory;
    const items: unknown[] = [];
    const steps: StepTimes[] = [];
    let display: SeenStep['image']['size'] | null = null;
    let calls = 0;
    /** Calls of the last step that have no output yet. */
    let open: string[] = [];
    for await (const step of seenSteps(trajectory, sink)) {
      const { action, image } = step;
      const actions = actionToOpenAi(action, image.size);
      if (actions === null) {
        sink.countSkipped(reasonOfNone(action));
        continue;
      }
      await sink.saveImage(image);
      display ??= image.size;
      steps.push(stepToTimes(step));
      const url = pictureUrl(step);
      if (items.length === 0) {
        const text = { type: 'input_text', text: instruction ?? '' };
        items.push({ role: 'user', content: [text, { type: 'input_image', image_url: url }] });
      }
      for (const id of open) {
        const output = { type: 'computer_screenshot', image_url: url };
        items.push({ type: 'computer_call_output', call_id: id, output });
      }
      open = [];
      for (const one of actions) {
        const id = callId(calls);
        calls += 1;
        open.push(id);
        items.push({
          type: 'computer_call',
          call_id: id,
          action: one,
          pending_safety_checks: [],
          status: 'completed',
        });
      }
      if (action.kind === 'terminate') {
        const done = { type: 'output_text', text: 'The task is done.' };
        items.push({ type: 'message', role: 'assistant', content: [done] });
      }
      sink.countStep();
    }
    if (display === null) return;
    const { width, height } = display;
    const tool = {
      type: 'computer_use_preview',
      display_width: width,
      display_height: height,
      environment: environmentOf(header.platform),
    };
    const row = {
      ...rowOrigin(header, profile),
      tools: [tool],
      input: items,
      understudy: { steps },
    };
    await sink.writeRow(JSON.stringify(row), rows);
  },
  finish: (staging, keys) => staging.joinParts('openai.jsonl', keys, rows),
  restore: (folder) => restoreLines(folder, 'openai.jsonl', rows, (row) => textAt(row, 'session')),
};

function environmentOf(platform: string): string {
  const names: Readonly<Record<string, string>> = {
    windows: 'windows',
    macos: 'mac',
    x11: 'ubuntu',
  };
  return names[platform] ?? 'browser';
}
