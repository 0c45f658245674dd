/** Types of the parts of `dbus-next` that its own leave out. */
declare module 'dbus-next/lib/marshall-compat.js' {
  import type { Message } from 'dbus-next';

  /** The bytes of a message that has its serial number, and the files that go with them. */
  export function marshallMessage(message: Message): readonly [Buffer, readonly unknown[]];
}

declare module 'dbus-next/lib/handshake.js' {
  import type { Socket } from 'node:net';

  /** Tells the daemon who we are (D-Bus specification, "Authentication Protocol"). */
  export default function handshake(
    stream: Socket,
    options: { readonly authMethods?: readonly string[] },
    done: (error: unknown) => void,
  ): void;
}
