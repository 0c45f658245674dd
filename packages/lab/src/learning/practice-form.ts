/**
 * The forms of the practice site. Each asks for other values; some have several
 * ways out, of which the task's words say the right one. `{Label}` in a wording
 * stands for the value that belongs into the field of that label.
 */
export type ValueKind =
  | 'name'
  | 'email'
  | 'phone'
  | 'street'
  | 'town'
  | 'subject'
  | 'amount'
  | 'password';

interface PracticeField {
  readonly label: string;
  readonly kind: ValueKind;
}

export interface PracticeForm {
  /** Its link on the first page, its heading, and its path. */
  readonly title: string;
  readonly path: string;
  readonly fields: readonly PracticeField[];
  /** The button that ends the task, and how it is asked for. */
  readonly ways: readonly { readonly button: string; readonly wordings: readonly string[] }[];
}

export const practiceForms: readonly PracticeForm[] = [
  {
    title: 'Account',
    path: '/account',
    fields: [
      { label: 'Work e-mail', kind: 'email' },
      { label: 'Password', kind: 'password' },
    ],
    ways: [
      {
        button: 'Sign in',
        wordings: [
          'Sign in as {Work e-mail} with the password {Password}',
          'Log on: the password is {Password}, the user {Work e-mail}',
          'Open a session for {Work e-mail}, whose password is {Password}',
        ],
      },
    ],
  },
  {
    title: 'Contacts',
    path: '/contacts',
    fields: [
      { label: 'Full name', kind: 'name' },
      { label: 'Mobile', kind: 'phone' },
    ],
    ways: [
      {
        button: 'Save contact',
        wordings: [
          'Add {Full name} to the contacts, mobile {Mobile}',
          'Put the number {Mobile} of {Full name} into the address book',
          'New contact: {Full name}, who is reached at {Mobile}',
        ],
      },
    ],
  },
  {
    title: 'Deliveries',
    path: '/deliveries',
    fields: [
      { label: 'Customer', kind: 'name' },
      { label: 'Street', kind: 'street' },
      { label: 'Town', kind: 'town' },
    ],
    ways: [
      {
        button: 'Save address',
        wordings: [
          'Deliver to {Customer} at {Street} in {Town}',
          'The parcel of {Customer} goes to {Street}, town {Town}',
        ],
      },
      {
        button: 'Return to sender',
        wordings: ['Send back what {Customer} of {Street} in {Town} refused'],
      },
    ],
  },
  {
    title: 'Tickets',
    path: '/tickets',
    fields: [
      { label: 'Reported by', kind: 'name' },
      { label: 'Subject', kind: 'subject' },
    ],
    ways: [
      { button: 'Open ticket', wordings: ['{Reported by} reports: {Subject}'] },
      {
        button: 'Escalate',
        wordings: ['Escalate the ticket {Subject} from {Reported by}'],
      },
      { button: 'Close ticket', wordings: ['Close the ticket {Subject} from {Reported by}'] },
    ],
  },
  {
    title: 'Refunds',
    path: '/refunds',
    fields: [
      { label: 'Payee', kind: 'name' },
      { label: 'Amount', kind: 'amount' },
      { label: 'Receipt to', kind: 'email' },
    ],
    ways: [
      {
        button: 'Refund',
        wordings: [
          'Give {Payee} {Amount} back and write to {Receipt to}',
          'Refund {Amount} to {Payee}, receipt to {Receipt to}',
        ],
      },
    ],
  },
];
