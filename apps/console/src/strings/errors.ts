/** What went wrong and what to do, where the code of a refusal says all there is to say. */
export const errorStrings = {
  /** By the servers' code (protocol) or that of the way to them (courier). */
  codes: {
    unreachable: 'The server does not answer. Try again in a moment.',
    cancelled: 'It was called off. Start it again when you want it.',
    badAnswer: 'What answers is not of this version of Understudy. Load the page anew.',
    truncated: 'The answer broke off before its end. Ask for it again.',
    unauthenticated: 'You are not signed in any more. Sign in again, then try once more.',
    signInNeeded: 'You are not signed in any more. Sign in again, then try once more.',
    replayed: 'This arrived twice, and once was taken. Load the page anew to see where it stands.',
    clockSkew: 'The clock of this computer is off. Set it right, then try again.',
    crossSite: 'This was sent from a page that may not send it. Open this page by its own address.',
    notAvailable: 'There is no such thing, or none that you may see.',
    tooLarge: 'This is more than the server takes at once.',
    rateLimited: 'That was too much at once. Wait a moment, then try again.',
    sealed: 'The keeper is sealed. Whoever runs it has to unseal it first.',
    locked: 'A steward has locked everything down. It goes on once two stewards have ended that.',
    keeperDown: 'The keeper cannot be reached. Try again in a moment.',
    storeDown: 'The place where recordings are kept cannot be reached. Try again in a moment.',
    internal:
      'The server failed at this. Try again; if it stays so, tell whoever runs it the time.',
  } as Readonly<Record<string, string>>,
  /** By the name that the browser gives it (Web Authentication). */
  names: {
    NotAllowedError:
      'The passkey was not used: it was refused, or it took too long. Nothing was signed; press again when you are ready.',
    AbortError: 'It was called off. Nothing was signed.',
    InvalidStateError: 'This device holds a passkey for this already.',
  } as Readonly<Record<string, string>>,
  unexpected: 'Something on this page went wrong. Load it anew.',
} as const;
