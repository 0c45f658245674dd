/**
 * A steward's yes to a grant, as it travels and is stored: the vault keeps it
 * unread, the keeper verifies it. A key approval is a signed statement; a
 * passkey approval is the browser's WebAuthn assertion over the grant's hash.
 */
import { z } from 'zod';
import { base64urlSchema, idSchema, instantSchema, jwsSchema } from './values.ts';

export const approvalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), jws: jwsSchema }),
  z.object({
    kind: z.literal('passkey'),
    steward: idSchema('steward'),
    grant: idSchema('grant'),
    credentialId: base64urlSchema,
    authenticatorData: base64urlSchema,
    clientDataJson: base64urlSchema,
    signature: base64urlSchema,
    approvedAt: instantSchema,
  }),
]);
export type WireApproval = z.output<typeof approvalSchema>;
