/** Types of the part of `dbus-next` that its own leave out. */
declare module 'dbus-next/lib/marshall-compat.js' {
  import type { Message } from 'dbus-next';

  /** The bytes of a message that has its serial number, and the files that go with them. */
  export function marshallMessage(message: Message): readonly [Buffer, readonly unknown[]];
}
