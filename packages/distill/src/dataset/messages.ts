/**
 * Trajectory → chat rows with images, one a step: what was done so far, the
 * picture, and the code of the next action. Twice: `messages.jsonl` as
 * LLaMA-Factory (with `dataset_info.json`) and TRL take it, coordinates
 * normalised; and `swift.jsonl` for ms-swift, whose `<bbox>` the trainer fills
 * with the coordinates that its model wants (`objects`, `bbox_type: real`).
 */
import type { Action, Place } from '../action.ts';
import { imageName, seenSteps, type DatasetFormat } from './format.ts';
import { placeInImage } from './image-place.ts';
import { restoreLines, textAt } from './restore-lines.ts';
import { stepToTimes } from './step-times.ts';

const system =
  'You operate a computer. Given the task, the actions so far and a screenshot, answer with the next action as pyautogui code; coordinates are shares of the width and height of the screen, from 0 to 1. End with computer.terminate.';

const swiftSystem =
  'You operate a computer. Given the task, the actions so far and a screenshot, answer with the next action as pyautogui code, with each place as a point of the screenshot. End with computer.terminate.';

/** So many of the last actions are told; more would crowd out the picture. */
const mostTold = 20;

/** @param first the number of the first of the actions that are told. */
function prompt(instruction: string, told: readonly string[], first: number): string {
  const lines = told.map((code, index) => `${first + index}. ${code.replaceAll('\n', '; ')}`);
  const history = lines.length === 0 ? 'none' : `\n${lines.join('\n')}`;
  return `<image>\nTask: ${instruction}\nActions so far: ${history}`;
}

/** The places of the action, in the order in which its code has them. */
function placesOf(action: Action): readonly Place[] {
  if (action.kind === 'drag') return [action.at, action.to];
  return 'at' in action ? [action.at] : [];
}

/** The code with `<bbox>` where ms-swift puts the coordinates. */
const withBoxes = (code: string): string => code.replaceAll(/x=-?[\d.]+, y=-?[\d.]+/g, '<bbox>');

/** Text of the session that looks like a placeholder of the trainers is none. */
const plain = (text: string): string => text.replaceAll(/<(image|bbox|ref-object)>/g, '< $1 >');

/** A step that was done, as later rows tell it. */
interface Told {
  readonly code: string;
  readonly boxed: string;
  readonly places: readonly Place[];
}

function toTold(action: Action): Told {
  const code = plain(action.code);
  const places = placesOf(action);
  return { code, boxed: places.length === 0 ? code : withBoxes(code), places };
}

const rows = { messages: 'messages', swift: 'swift' } as const;

export const messagesFormat: DatasetFormat = {
  name: 'messages',
  images: 'files',
  writeSession: async (session, sink) => {
    const trajectory = await session.toTrajectory();
    const { header, instruction } = trajectory;
    const task = plain(instruction ?? '');
    const earlier: Told[] = [];
    let index = 0;
    for await (const step of seenSteps(trajectory, sink)) {
      const { action, image } = step;
      await sink.saveImage(image);
      const row = (role: string, told: readonly string[], assistant: string) => ({
        messages: [
          { role: 'system', content: role },
          { role: 'user', content: prompt(task, told, index - told.length + 1) },
          { role: 'assistant', content: assistant },
        ],
        images: [`images/${imageName(image)}`],
        session: header.session,
        step: index,
        understudy: stepToTimes(step),
      });
      const codes = earlier.map(({ code }) => code);
      const boxed = earlier.map((told) => told.boxed);
      const now = toTold(action);
      await sink.writeRow(JSON.stringify(row(system, codes, now.code)), rows.messages);
      const bbox = [...earlier, now]
        .flatMap(({ places }) => places)
        .map((place) => placeInImage(place, image.size))
        .map(({ x, y }) => [x, y]);
      const objects = { ref: [], bbox, bbox_type: 'real', image_id: bbox.map(() => 0) };
      const swift = { ...row(swiftSystem, boxed, now.boxed), objects };
      await sink.writeRow(JSON.stringify(swift), rows.swift);
      earlier.push(now);
      if (earlier.length > mostTold) earlier.shift();
      index += 1;
      sink.countStep();
    }
  },
  finish: async (staging, keys) => {
    await staging.joinParts('messages.jsonl', keys, rows.messages);
    await staging.joinParts('swift.jsonl', keys, rows.swift);
    await staging.writeFile('dataset_info.json', `${JSON.stringify(datasetInfo, null, 2)}\n`);
  },
  restore: async function* restore(folder) {
    for (const name of [rows.messages, rows.swift]) {
      yield* restoreLines(folder, `${name}.jsonl`, name, (row) => textAt(row, 'session'));
    }
  },
};

/** LLaMA-Factory's registry (its `data/README.md`, sharegpt formatting with OpenAI's roles). */
const datasetInfo = {
  understudy: {
    file_name: 'messages.jsonl',
    formatting: 'sharegpt',
    columns: { messages: 'messages', images: 'images' },
    tags: {
      role_tag: 'role',
      content_tag: 'content',
      user_tag: 'user',
      assistant_tag: 'assistant',
      system_tag: 'system',
    },
  },
} as const;
