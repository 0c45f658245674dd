/** One event that is neither key nor frame → the same with the session's surrogates in its texts. */
import type { ElementInfo, RecordingEvent, SnapshotNode } from '@understudy/recording';
import type { Channel, ReportBuilder } from './report.ts';
import { isSecretField, labelOfField } from './text/context.ts';
import { decodeUrl, splitOrigin, stripUrl } from './text/clean-url.ts';
import type { TextLayer } from './text/text-layer.ts';

type TextEvent = Exclude<RecordingEvent, { kind: 'screen' | 'key' }>;

/** What names a control, on the screen or in the page. */
type Names = Pick<ElementInfo, 'name' | 'css' | 'testId' | 'label'>;

/** Ids, classes and quoted values of a CSS selector. */
const namedInSelector = /(?<=[#.])[^\s#,:>+~[\]()"]+|(?<=")[^"]*(?=")/g;

/** @param report null where the pass only teaches the table. */
export function cleanEvent(
  event: TextEvent,
  texts: TextLayer,
  report: ReportBuilder | null,
): TextEvent {
  const clean = (text: string, channel: Channel, label = ''): string => {
    if (report === null) texts.learn(text, label);
    const { text: cleanText, spans } = texts.clean(text, label);
    for (const { kind, rule } of spans) report?.count({ kind, channel, layer: 'L2', rule });
    return cleanText;
  };
  /** Only what the page itself named can be sensitive; the rest is grammar, and reads like no prose. */
  const cleanSelector = (css: string): string =>
    css.replaceAll(namedInSelector, (named) => clean(named, 'element'));
  const cleanNames = <Named extends Names>(control: Named): Named => ({
    ...control,
    name: clean(control.name, 'element'),
    ...(control.css === undefined ? {} : { css: cleanSelector(control.css) }),
    ...(control.testId === undefined ? {} : { testId: clean(control.testId, 'element') }),
    ...(control.label === undefined ? {} : { label: clean(control.label, 'element') }),
  });
  const cleanValue = (value: string, field: Names | null): string => {
    // Whatever stands in a field for a secret is one, whatever it looks like.
    if (field !== null && isSecretField(field)) return '';
    return clean(value, 'element', field === null ? '' : labelOfField(field));
  };
  const cleanNode = (node: SnapshotNode): SnapshotNode => ({
    ...cleanNames(node),
    ...(node.value === undefined ? {} : { value: cleanValue(node.value, node) }),
  });
  switch (event.kind) {
    case 'window':
      return { ...event, title: clean(event.title, 'title') };
    case 'page': {
      const { origin, rest } = splitOrigin(stripUrl(event.url));
      const url = origin + clean(decodeUrl(rest), 'url');
      return { ...event, url, title: clean(event.title, 'title') };
    }
    case 'element':
      return { ...event, element: event.element && cleanNames(event.element) };
    case 'interaction': {
      const { element, value } = event;
      return {
        ...event,
        element: element && cleanNames(element),
        ...(value === undefined ? {} : { value: cleanValue(value, element) }),
      };
    }
    case 'snapshot':
      return { ...event, nodes: event.nodes.map(cleanNode) };
    case 'pointerMove':
    case 'pointerButton':
    case 'wheel':
    case 'display':
    case 'gap':
    case 'redaction':
      return event;
  }
}
