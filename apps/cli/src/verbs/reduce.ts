/**
 * `understudy reduce PATH|SESSION…`: the actions of recordings, as JSON lines. A
 * session of one's own is opened with one's own key, in memory.
 */
import type { JsonValue } from '@understudy/base';
import { createReducer, keyOptionsOf, profileFromName, type Action } from '@understudy/distill';
import { givenSources } from '../given-sources.ts';
import type { RegisterVerb } from '../verb.ts';

interface ReduceOptions {
  readonly profile: string;
  readonly as?: string;
}

/** The action with its kind first, so that a line can be read from its beginning. */
function actionToJson(session: string, { kind, events, ...rest }: Action): JsonValue {
  return { session, kind, ...(JSON.parse(JSON.stringify(rest)) as object), events: [...events] };
}

function actionToText(action: Action): string {
  const seconds = (action.startNs / 1e9).toFixed(3).padStart(10);
  const [first = '', ...more] = action.code.split('\n');
  const code = more.length === 0 ? first : `${first} …`;
  return `${seconds} s  ${action.kind.padEnd(12)} ${code}`;
}

export const registerReduce: RegisterVerb = (program, context) => {
  const { output } = context;
  program
    .command('reduce')
    .description('distil recordings to actions')
    .argument(
      '<paths...>',
      'segments (*.mcap), folders of them, recordings of other tools, or sessions of yours',
    )
    .option('--profile <name>', 'agentnet or openadapt', 'agentnet')
    .option('--as <kind>', 'the kind of a foreign recording: ducktrack, owamcap, rrweb')
    .action(async (paths: readonly string[], options: ReduceOptions) => {
      const profile = profileFromName(options.profile);
      for (const source of await givenSources(paths, options.as, context)) {
        const opened = await source.open();
        const { header } = opened.recording;
        const reducer = createReducer(profile, keyOptionsOf(header));
        const say = (actions: readonly Action[]): void => {
          for (const action of actions) {
            output.answer(actionToJson(source.session, action), actionToText(action));
          }
        };
        for await (const events of opened.recording.events) say(reducer.push(events));
        say(reducer.finish());
        const { events, inputs, drops, repairs } = reducer.counts();
        output.progress(
          `Session ${source.session}: ${events} events, ${inputs} of them buttons, keys and wheel; dropped ${JSON.stringify(drops)}, repaired ${JSON.stringify({ ...opened.repairs(), ...repairs })}.`,
        );
      }
    });
};
