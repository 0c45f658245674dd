/** One event that is neither key nor frame → the same with the session's surrogates in its texts. */
import type { ElementInfo, RecordingEvent } from '@understudy/recording';
import type { Channel, ReportBuilder } from './report.ts';
import { decodeUrl, splitOrigin, stripUrl } from './text/clean-url.ts';
import type { TextLayer } from './text/text-layer.ts';

type TextEvent = Exclude<RecordingEvent, { kind: 'screen' | 'key' }>;

/** @param report null where the pass only teaches the table. */
export function cleanEvent(
  event: TextEvent,
  texts: TextLayer,
  report: ReportBuilder | null,
): TextEvent {
  const clean = (text: string, channel: Channel): string => {
    if (report === null) texts.learn(text, '');
    const { text: cleanText, spans } = texts.clean(text, '');
    for (const { kind, rule } of spans) report?.count({ kind, channel, layer: 'L2', rule });
    return cleanText;
  };
  const cleanElement = (element: ElementInfo): ElementInfo => ({
    ...element,
    name: clean(element.name, 'element'),
    ...(element.css === undefined ? {} : { css: clean(element.css, 'element') }),
    ...(element.testId === undefined ? {} : { testId: clean(element.testId, 'element') }),
  });
  if (event.kind === 'window') return { ...event, title: clean(event.title, 'title') };
  if (event.kind === 'page') {
    const { origin, rest } = splitOrigin(stripUrl(event.url));
    const url = origin + clean(decodeUrl(rest), 'url');
    return { ...event, url, title: clean(event.title, 'title') };
  }
  if (event.kind === 'element' && event.element !== null) {
    return { ...event, element: cleanElement(event.element) };
  }
  return event;
}
