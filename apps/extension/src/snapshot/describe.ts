/** What is on the page → the node that is sent of it, or null where it is of no interest. */
import { coverOf, drawnIn, type Uncovered } from './cover.ts';
import { dataOf, tagOf, type OpenShadowRoot } from './dom.ts';
import { heldFrameOf } from './frame-index.ts';
import { chosenOptionsOf, isControl, optionTextOf, textValueOf } from './form-control.ts';
import { testIdOf } from './locator.ts';
import { labelTextOf, nameOf, squeeze } from './name.ts';
import { inputTypeOf, isEditable, roleOf } from './role.ts';
import { isMaskedByStyle, type SecureFields } from './secure-field.ts';
import type { StyledWords } from './styled-words.ts';
import type { CoverReason, NodeBox, SnapshotNode } from './snapshot-node.ts';
import { statesOf } from './state.ts';
import { maxTextLength } from './text-length.ts';
import type { Edges } from './edges.ts';

/** The rules of redaction as the page has them: text (and the label beside it) → clean text. */
export type CleanText = (text: string, label: string) => string;

export interface DescribeOptions {
  readonly open: OpenShadowRoot;
  readonly secure: SecureFields;
  readonly clean: CleanText;
  readonly uncovered: Uncovered;
  /** `actions`: which control, and no text that it holds. */
  readonly keepsText: boolean;
}

/** What of a node changes only when the page's structure or attributes do. */
export interface Traits {
  readonly role: string;
  readonly name: string;
  readonly label?: string;
  readonly testId?: string;
  readonly secure?: true;
  readonly editable?: true;
  readonly cover?: CoverReason;
}

/** Roles whose name says what the control does rather than what it holds (redact's `limitToTier`). */
const controlRoles: ReadonlySet<string> = new Set(
  [
    'button checkbox radio menuitem menu menubar tab switch slider spinbutton combobox textbox',
    'searchbox',
  ].flatMap((roles) => roles.split(' ')),
);

interface Seen {
  readonly style: CSSStyleDeclaration;
  readonly declaredSecure: boolean;
  /** The pointer turns into a hand here, and not around it: a control of the page's own making. */
  readonly startsPointer: boolean;
}

export function traitsOf(element: Element, seen: Seen, options: DescribeOptions): Traits | null {
  const { open, clean, secure, keepsText, uncovered } = options;
  const role = roleOf(element);
  const editable = isEditable(element);
  const isMasked = !isControl(element) && isMaskedByStyle(element);
  const isSecure = seen.declaredSecure || isMasked || secure.isSecret(element);
  const cover = isSecure ? 'secure' : (coverOf(element, seen.style, uncovered) ?? drawnIn(element));
  const testId = testIdOf(element);
  if (role === 'generic' && cover === null && testId === null && !seen.startsPointer) return null;
  // What stands in a region that the site declares secure, or draws as dots, is content, names too.
  const rawName =
    seen.declaredSecure || isMasked || !(keepsText || controlRoles.has(role))
      ? ''
      : nameOf(element, seen.startsPointer && role === 'generic' ? 'button' : role, open);
  const rawLabel = isControl(element) && !seen.declaredSecure ? labelTextOf(element, open) : '';
  const name = clean(rawName, '');
  return {
    role,
    name,
    ...(rawLabel === '' ? {} : { label: clean(rawLabel, '') }),
    ...(testId === null ? {} : { testId: clean(testId, '') }),
    ...(isSecure ? { secure: true } : {}),
    ...(editable ? { editable: true } : {}),
    ...(cover === null ? {} : { cover }),
  };
}

export type Placed = Pick<SnapshotNode, 'id' | 'parent' | 'box'>;

export function elementToNode(
  element: Element,
  { styled, ...traits }: Traits & { readonly styled: StyledWords | null },
  placed: Placed,
  focused: Element | null,
  { clean, keepsText }: DescribeOptions,
): SnapshotNode {
  const states = statesOf(element, focused);
  const frame = traits.cover === 'frame' ? heldFrameOf(element) : null;
  const raw =
    keepsText && traits.secure === undefined ? (heldText(element) ?? styled?.text ?? null) : null;
  const value = raw === null ? null : clean(raw, traits.label ?? traits.name);
  const node: SnapshotNode = { ...placed, ...traits };
  if (value !== raw && traits.cover === undefined) node.cover = 'redacted';
  if (frame !== null) node.frame = frame;
  if (value !== null && value !== '') node.value = value;
  if (styled !== null && raw === styled.text) node.reach = rectToBox(styled.reach);
  if (states.length > 0) node.states = [...states];
  return node;
}

export function textToNode(text: Text, placed: Placed, clean: CleanText): SnapshotNode {
  const raw = squeeze(dataOf(text));
  const name = clean(raw, '');
  const isWhole = dataOf(text).length <= maxTextLength;
  return {
    ...placed,
    role: 'text',
    name,
    ...(name !== raw || !isWhole ? { cover: 'redacted' } : {}),
  };
}

/** What a field holds: its value, or the chosen options. */
function heldText(element: Element): string | null {
  const tag = tagOf(element);
  if (tag === 'select') {
    return squeeze(chosenOptionsOf(element).slice(0, 20).map(optionTextOf).join(', '));
  }
  return isControl(element) && (isEditable(element) || isDrawnButton(element))
    ? squeeze(textValueOf(element))
    : null;
}

/** Its value is drawn upon it. */
const isDrawnButton = (element: Element): boolean =>
  tagOf(element) === 'input' && /^(?:button|submit|reset)$/u.test(inputTypeOf(element));

export function rectToBox({ left, top, right, bottom }: Edges): NodeBox {
  const x = Math.floor(left);
  const y = Math.floor(top);
  return [x, y, Math.ceil(right) - x, Math.ceil(bottom) - y];
}
