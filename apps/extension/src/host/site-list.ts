/** The consent's list → which origins may be recorded, and as which app. Default is no. */
import type { LiveConsent } from '@understudy/consent';

/** Origin, as `URL.origin` writes it → the app that the program lists it under. */
export function consentToSites({ receipt }: LiveConsent): ReadonlyMap<string, string> {
  return new Map(
    receipt.apps.flatMap((app) =>
      app.kind === 'sites'
        ? app.origins.map((origin) => [new URL(origin).origin, app.app] as const)
        : [],
    ),
  );
}
