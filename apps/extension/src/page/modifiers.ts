/** Which modifiers are held at an event, by the browser's own word: their releases go elsewhere with the focus. */

export const modifiers = ['Control', 'Alt', 'Meta', 'Shift'] as const;
export type Modifier = (typeof modifiers)[number];

/** AltGr chooses a sign; Windows says that Control and Alt are down with it. */
const withAltGr: ReadonlySet<Modifier> = new Set(['Control', 'Alt']);

function modifiersOf(event: KeyboardEvent | MouseEvent): readonly Modifier[] {
  const isAltGr = event.getModifierState('AltGraph');
  return modifiers.filter(
    (name) => event.getModifierState(name) && !(isAltGr && withAltGr.has(name)),
  );
}

/** As a record has it: nothing where none is held, as with most keys. */
export function heldOf(event: KeyboardEvent | MouseEvent): { readonly held?: Modifier[] } {
  const held = modifiersOf(event);
  return held.length === 0 ? {} : { held: [...held] };
}
