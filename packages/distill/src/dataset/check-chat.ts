/** The rules of the two computer-use conversations: turns, calls and their results, pixels. */
import { join } from 'node:path';
import { z } from 'zod';
import type { CheckContext, FormatCheck, Problem } from './check.ts';
import { isPixelOf } from './check-place.ts';
import { readRows } from './rows.ts';
import { checkStepTimes, stepTimesSchema, type StepTimes } from './step-times.ts';

/** One entry a picture. */
const understudy = z.object({ steps: z.array(stepTimesSchema) });

const imageBlock = z.object({ type: z.literal('image'), source: z.object({ path: z.string() }) });
const textBlock = z.object({ type: z.literal('text'), text: z.string() });
const useBlock = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  input: z.looseObject({
    action: z.string(),
    coordinate: z.tuple([z.number(), z.number()]).optional(),
    start_coordinate: z.tuple([z.number(), z.number()]).optional(),
  }),
});
const resultBlock = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.array(imageBlock),
});
const block = z.discriminatedUnion('type', [imageBlock, textBlock, useBlock, resultBlock]);
const anthropicRow = z.object({
  session: z.string(),
  tools: z.array(z.object({ display_width_px: z.int(), display_height_px: z.int() })).length(1),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.array(block) })),
  understudy,
});

function checkSteps(steps: readonly StepTimes[], turns: number): readonly string[] {
  const times = checkStepTimes(steps);
  return steps.length === turns ? times : [...times, 'there are not as many times as turns'];
}

async function missingImages(paths: readonly string[], context: CheckContext): Promise<string[]> {
  const what: string[] = [];
  for (const path of paths) if (!(await context.hasImage(path))) what.push('its image is missing');
  return what;
}

async function checkAnthropicRow(
  row: z.infer<typeof anthropicRow>,
  context: CheckContext,
): Promise<readonly string[]> {
  const what: string[] = [];
  const [tool] = row.tools;
  const isPixel = ([x, y]: readonly [number, number]): boolean =>
    tool !== undefined && isPixelOf({ x, y }, tool.display_width_px, tool.display_height_px);
  let calls: string[] = [];
  const paths: string[] = [];
  for (const [index, { role, content }] of row.messages.entries()) {
    if (role !== (index % 2 === 0 ? 'user' : 'assistant')) what.push('the roles do not alternate');
    const results = content.flatMap((one) => (one.type === 'tool_result' ? [one] : []));
    if (role === 'user' && index > 0) {
      const answered = results.map(({ tool_use_id: id }) => id);
      if (answered.join() !== calls.join())
        what.push('the results are not of the calls before them');
    }
    const images = [
      ...content.flatMap((one) => (one.type === 'image' ? [one] : [])),
      ...results.flatMap((one) => one.content),
    ];
    if (role === 'user' && images.length !== 1) what.push('a turn does not show exactly one image');
    paths.push(...images.map(({ source }) => source.path));
    const uses = content.flatMap((one) => (one.type === 'tool_use' ? [one] : []));
    if (role === 'assistant') calls = uses.map(({ id }) => id);
    for (const { input } of uses) {
      const places = [input.coordinate, input.start_coordinate].filter(
        (place) => place !== undefined,
      );
      if (!places.every(isPixel)) what.push('a coordinate is outside the frame');
    }
  }
  what.push(...checkSteps(row.understudy.steps, paths.length));
  const last = row.messages.at(-1);
  if (last?.role !== 'assistant' || calls.length > 0) what.push('the last step is not terminate');
  if (!context.isKnown(row.session)) what.push('the session is not in the manifest');
  return [...what, ...(await missingImages(paths, context))];
}

export const checkAnthropic: FormatCheck = async (context) => {
  const problems: Problem[] = [];
  const name = 'anthropic.jsonl';
  const path = join(context.folder, name);
  for await (const { row, where } of readRows(path, name, anthropicRow, problems)) {
    for (const what of await checkAnthropicRow(row, context)) problems.push({ where, what });
  }
  return problems;
};

const point = z.object({ x: z.number(), y: z.number() });
const openaiItem = z.union([
  z.object({
    role: z.literal('user'),
    content: z.array(z.looseObject({ image_url: z.string().optional() })),
    type: z.undefined().optional(),
  }),
  z.object({
    type: z.literal('computer_call'),
    call_id: z.string(),
    action: z.looseObject({
      type: z.string(),
      x: z.number().optional(),
      y: z.number().optional(),
      path: z.array(point).optional(),
    }),
  }),
  z.object({
    type: z.literal('computer_call_output'),
    call_id: z.string(),
    output: z.object({ image_url: z.string() }),
  }),
  z.object({ type: z.literal('message'), role: z.literal('assistant') }),
]);
const openaiRow = z.object({
  session: z.string(),
  tools: z.array(z.object({ display_width: z.int(), display_height: z.int() })).length(1),
  input: z.array(openaiItem),
  understudy,
});

async function checkOpenAiRow(
  row: z.infer<typeof openaiRow>,
  context: CheckContext,
): Promise<readonly string[]> {
  const what: string[] = [];
  const [tool] = row.tools;
  const open = new Set<string>();
  const paths: string[] = [];
  /** A turn shows its picture in the answer to each of the calls before it. */
  let turns = 0;
  let isCalling = true;
  for (const item of row.input) {
    const isCall = item.type === 'computer_call' || item.type === 'message';
    if (isCalling && !isCall) turns += 1;
    isCalling = isCall;
    if (item.type === 'computer_call') {
      const { x, y, path = [] } = item.action;
      const places = [...path, ...(x === undefined || y === undefined ? [] : [{ x, y }])];
      const inside = places.every(
        (place) => tool !== undefined && isPixelOf(place, tool.display_width, tool.display_height),
      );
      if (!inside) what.push('a coordinate is outside the frame');
      open.add(item.call_id);
    } else if (item.type === 'computer_call_output') {
      if (!open.delete(item.call_id)) what.push('the results are not of the calls before them');
      paths.push(item.output.image_url);
    } else if (item.role === 'user') {
      paths.push(...item.content.flatMap(({ image_url: url }) => (url === undefined ? [] : [url])));
    }
  }
  what.push(...checkSteps(row.understudy.steps, turns));
  const last = row.input.at(-1);
  if (last?.type !== 'message' || open.size > 0) what.push('the last step is not terminate');
  if (row.input[0]?.type !== undefined) what.push('the task does not come first');
  if (!context.isKnown(row.session)) what.push('the session is not in the manifest');
  return [...what, ...(await missingImages(paths, context))];
}

export const checkOpenAi: FormatCheck = async (context) => {
  const problems: Problem[] = [];
  const name = 'openai.jsonl';
  const path = join(context.folder, name);
  for await (const { row, where } of readRows(path, name, openaiRow, problems)) {
    for (const what of await checkOpenAiRow(row, context)) problems.push({ where, what });
  }
  return problems;
};
