/**
 * Trajectory → a conversation in the form of Anthropic's Messages API with the
 * tool `computer_20250124`: one line a trajectory. Each picture is the result of
 * the tool use before it, and shows what the next action was done upon.
 * Pictures are paths (`source.type: "path"`); inline them before sending.
 */
import { actionToAnthropic, reasonOfNone, type ToolInput } from './chat-actions.ts';
import { imageName, seenSteps, type DatasetFormat, type SeenStep } from './format.ts';
import { rowOrigin } from './origin.ts';
import { restoreLines, textAt } from './restore-lines.ts';
import { stepToTimes, type StepTimes } from './step-times.ts';

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: unknown[];
}

const picture = ({ image }: SeenStep) => ({
  type: 'image',
  source: { type: 'path', media_type: image.mediaType, path: `images/${imageName(image)}` },
});

const toolUse = (number: number, input: ToolInput) => ({
  type: 'tool_use',
  id: `toolu_${String(number).padStart(6, '0')}`,
  name: 'computer',
  input,
});

const rows = 'anthropic';

export const anthropicFormat: DatasetFormat = {
  name: 'anthropic',
  images: 'files',
  writeSession: async (session, sink) => {
    const trajectory = await session.toTrajectory();
    const { header, instruction, profile } = trajectory;
    const messages: Message[] = [];
    const steps: StepTimes[] = [];
    let display: SeenStep['image']['size'] | null = null;
    let uses = 0;
    /** The tool uses of the last turn, whose results the next picture is. */
    let open: readonly { readonly id: string }[] = [];
    for await (const step of seenSteps(trajectory, sink)) {
      const { action, image } = step;
      const inputs = actionToAnthropic(action, image.size);
      if (inputs === null) {
        sink.countSkipped(reasonOfNone(action));
        continue;
      }
      await sink.saveImage(image);
      display ??= image.size;
      steps.push(stepToTimes(step));
      if (messages.length === 0) {
        const text = { type: 'text', text: instruction ?? '' };
        messages.push({ role: 'user', content: [text, picture(step)] });
      } else {
        const last = open.length - 1;
        const content = open.map(({ id }, index) => ({
          type: 'tool_result',
          tool_use_id: id,
          content: index === last ? [picture(step)] : [],
        }));
        messages.push({ role: 'user', content });
      }
      const calls = inputs.map((input, index) => toolUse(uses + index, input));
      uses += calls.length;
      open = calls;
      const done = { type: 'text', text: 'The task is done.' };
      messages.push({ role: 'assistant', content: calls.length === 0 ? [done] : [...calls] });
      sink.countStep();
    }
    if (display === null) return;
    const { width, height } = display;
    const tool = {
      type: 'computer_20250124',
      name: 'computer',
      display_width_px: width,
      display_height_px: height,
    };
    const row = { ...rowOrigin(header, profile), tools: [tool], messages, understudy: { steps } };
    await sink.writeRow(JSON.stringify(row), rows);
  },
  finish: (staging, keys) => staging.joinParts('anthropic.jsonl', keys, rows),
  restore: (folder) =>
    restoreLines(folder, 'anthropic.jsonl', rows, (row) => textAt(row, 'session')),
};
