/**
 * The people of the practice order desk: invented, and planted. Every value that
 * identifies somebody is listed by `plantedValues`, so that a test can search
 * all that a recorder wrote for it.
 *
 * Cards are test numbers of payment schemes and IBANs published examples, both with
 * valid check digits. Phones and e-mails are made up outside the ranges that are
 * reserved for fiction: redaction rightly leaves those alone, and takes its
 * surrogates from them.
 */
export interface Address {
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
}

export type AddressKind = 'billing' | 'delivery';
export const addressKinds = ['billing', 'delivery'] as const satisfies readonly AddressKind[];

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly card: string;
  readonly iban: string;
  readonly addresses: Readonly<Record<AddressKind, Address>>;
  readonly orders: readonly Order[];
}

interface Order {
  readonly number: string;
  readonly item: string;
  readonly status: 'packed' | 'on its way' | 'delivered';
}

export const clerk = {
  user: 'clerk.seven@orderdesk-mail.com',
  password: 'Quiet-Harbour-93!',
} as const;

const address = (street: string, postcode: string, city: string): Address => ({
  street,
  postcode,
  city,
});

export const customers: readonly Customer[] = [
  {
    id: 'C-1042',
    name: 'Marta Ellingsworth',
    email: 'marta.ellingsworth@fernpost-mail.com',
    phone: '+44 20 8123 4567',
    card: '4111 1111 1111 1111',
    iban: 'GB82 WEST 1234 5698 7654 32',
    addresses: {
      billing: address('7 Tannery Court', 'BS1 4QA', 'Bristol'),
      delivery: address('7 Tannery Court', 'BS1 4QA', 'Bristol'),
    },
    orders: [
      { number: '80417', item: 'Desk lamp, brass', status: 'packed' },
      { number: '79902', item: 'Reading chair', status: 'delivered' },
    ],
  },
  {
    id: 'C-1043',
    name: 'Martin Ellery',
    email: 'm.ellery@fernpost-mail.com',
    phone: '+44 131 234 5678',
    card: '5555 5555 5555 4444',
    iban: 'DE89 3704 0044 0532 0130 00',
    addresses: {
      billing: address('12 Calder Row', 'EH3 9GG', 'Edinburgh'),
      delivery: address('3 Quarry Steps', 'EH6 6LU', 'Edinburgh'),
    },
    orders: [{ number: '80388', item: 'Shelf, oak, 90 cm', status: 'on its way' }],
  },
  {
    id: 'C-1057',
    name: 'Ines Caldeira',
    email: 'ines.caldeira@tidemark-mail.com',
    phone: '+44 161 234 5679',
    card: '3782 822463 10005',
    iban: 'FR14 2004 1010 0505 0001 3M02 606',
    addresses: {
      billing: address('58 Sorrel Street', 'M4 1HN', 'Manchester'),
      delivery: address('58 Sorrel Street', 'M4 1HN', 'Manchester'),
    },
    orders: [{ number: '80102', item: 'Kettle, 1.5 l', status: 'delivered' }],
  },
];

type PlantedKind = 'password' | 'email' | 'phone' | 'card' | 'iban' | 'name' | 'address';

export interface PlantedValue {
  readonly kind: PlantedKind;
  readonly value: string;
}

/** Every value of the order desk that may be in nothing that a recorder writes. */
export function plantedValues(): readonly PlantedValue[] {
  const planted: PlantedValue[] = [
    { kind: 'password', value: clerk.password },
    { kind: 'email', value: clerk.user },
  ];
  for (const customer of customers) {
    planted.push(
      { kind: 'name', value: customer.name },
      { kind: 'email', value: customer.email },
      { kind: 'phone', value: customer.phone },
      { kind: 'card', value: customer.card },
      { kind: 'iban', value: customer.iban },
    );
    const streets = new Set(addressKinds.map((kind) => customer.addresses[kind].street));
    for (const value of streets) planted.push({ kind: 'address', value });
  }
  return planted;
}
