/**
 * Pages that look like the apps people work in, with what is sensitive marked:
 * `[[kind:value]]` becomes a span that the measuring script finds again. Every
 * value is invented; numbers are published test numbers.
 */

export interface Page {
  readonly name: string;
  readonly html: string;
  /** Default 1100x620 at scale 1. */
  readonly screen?: { readonly width: number; readonly height: number; readonly scale: number };
}

interface Look {
  readonly dark: boolean;
  readonly fontPx: number;
  readonly font: string;
}

export const mark = (body: string): string =>
  body.replace(
    /\[\[(\w+):([^\]]+)\]\]/gu,
    (_, kind: string, value: string) => `<span data-kind="${kind}">${value}</span>`,
  );

function frame(title: string, body: string, { dark, fontPx, font }: Look): string {
  const [ground, ink, line, side] = dark
    ? ['#1b1e24', '#d8dce3', '#343a46', '#14161b']
    : ['#ffffff', '#1f2328', '#d5dae1', '#f3f5f8'];
  return `<!doctype html><meta charset="utf-8"><title>${title}</title><style>
*{box-sizing:border-box}body{margin:0;background:${ground};color:${ink};font:${fontPx}px ${font};line-height:1.5}
header{background:#23507d;color:#fff;padding:8px 16px;font-weight:bold}main{display:flex}
nav{width:150px;background:${side};padding:12px;min-height:560px}nav div{padding:4px 0}
section{flex:1;padding:14px 20px}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:6px 10px;border-bottom:1px solid ${line}}th{font-weight:bold}
label{display:block;margin-top:8px;opacity:.75}.field{border:1px solid ${line};padding:5px 8px;border-radius:4px;width:360px;min-height:2em}
button{font:inherit;background:#2b6cb0;color:#fff;border:0;padding:6px 14px;border-radius:4px;margin:10px 8px 0 0}
pre{font:${fontPx}px "Liberation Mono","DejaVu Sans Mono",monospace;margin:0;white-space:pre-wrap}.muted{opacity:.65}
.bubble{background:${side};padding:8px 12px;border-radius:10px;margin:8px 0;width:520px}</style>
<header>${title}</header><main><nav><div>Overview</div><div>Orders</div><div>Customers</div><div>Reports</div><div>Settings</div></nav><section>${mark(body)}</section></main>`;
}

const bodies: readonly (readonly [string, string, string])[] = [
  [
    'customers',
    'Order Desk – Customers',
    `<table><tr><th>Customer</th><th>Email</th><th>Phone</th><th>City</th><th>Orders</th></tr>
<tr><td>[[name:Marta Lindqvist]]</td><td>[[email:marta.lindqvist@northwind-mail.se]]</td><td>[[phone:+46 8 123 456 78]]</td><td>[[location:Uppsala]]</td><td>12</td></tr>
<tr><td>[[name:Chidi Okonkwo]]</td><td>[[email:c.okonkwo@lagosprint.ng]]</td><td>[[phone:+234 802 345 6789]]</td><td>[[location:Lagos]]</td><td>3</td></tr>
<tr><td>[[name:Yuki Tanaka]]</td><td>[[email:tanaka@hoshi-works.jp]]</td><td>[[phone:03-5555-0142]]</td><td>[[location:Osaka]]</td><td>27</td></tr>
<tr><td>[[name:Rebecca Hill]]</td><td>[[email:rhill@blueharbor.co.uk]]</td><td>[[phone:020 7946 0991]]</td><td>[[location:Leeds]]</td><td>1</td></tr></table><button>New customer</button><button>Export</button>`,
  ],
  [
    'order',
    'Order Desk – Edit order 1042',
    `<label>Customer name</label><div class="field">[[name:Priya Raghavan]]</div><label>Shipping address</label><div class="field">[[address:48 Willow Lane, Ashford TN23 4AB]]</div>
<label>Phone</label><div class="field">[[phone:(212) 736-5000]]</div><label>Card number</label><div class="field">[[card:4111 1111 1111 1111]]</div><label>Delivery date</label><div class="field">next week</div><button>Save changes</button><button>Cancel</button><p class="muted">Last saved a minute ago. All changes are kept until you leave the page.</p>`,
  ],
  [
    'inbox',
    'Mail – Inbox (3)',
    `<table><tr><td>[[name:Tobias Brandt]]</td><td>Invoice for the spring order</td><td class="muted">09:41</td></tr><tr><td>[[name:Amélie Rousseau]]</td><td>Re: meeting room and coffee</td><td class="muted">09:12</td></tr>
<tr><td>[[email:billing@kestrel-hosting.net]]</td><td>Your payment was received</td><td class="muted">08:55</td></tr><tr><td>[[name:Fatima al-Sayed]]</td><td>Question about delivery times</td><td class="muted">08:30</td></tr></table>`,
  ],
  [
    'message',
    'Mail – Question about delivery',
    `<p>From: [[name:Daniel Kowalski]] &lt;[[email:daniel.kowalski@polmail.pl]]&gt;</p><p>To: [[email:support@orderdesk-team.com]]</p><p>Hello [[name:Susan]],</p>
<p>could you please send the blue chairs to my new address, [[address:17 Orchard Street, Bristol BS1 5EH]]? You can reach me under [[phone:+44 117 496 0123]] until noon.</p><p>Please take the amount from the account [[iban:GB29 NWBK 6016 1331 9268 19]].</p><p>Thank you and best wishes<br>[[name:Daniel Kowalski]]</p>`,
  ],
  [
    'chat',
    'Team chat – support',
    `<div class="bubble"><b>[[name:Jonas Weber]]</b><br>Can somebody call [[name:Mrs Adeyemi]] back? Her number is [[phone:+49 30 901820]].</div><div class="bubble"><b>[[name:Lena Vogel]]</b><br>Done, she writes from [[email:f.adeyemi@adeyemi-law.com]] now.</div>
<div class="bubble"><b>[[name:Jonas Weber]]</b><br>Great, thanks! The server is at [[ip:10.42.7.19]] if you need the logs.</div>`,
  ],
  [
    'env',
    'Editor – .env',
    `<pre># settings of the staging server
PORT=8080
LOG_LEVEL=info
DB_PASSWORD=[[secret:Tr0ub4dor-horse-91]]
AWS_ACCESS_KEY_ID=[[secret:AKIAQX7ZLMN4P2RS6TUV]]
GITHUB_TOKEN=[[secret:ghp_q7Lr2Zx9Wb4Tn6Vc1Md8Kf3Hs5Jy0Pa2Eu4]]
CACHE_SECONDS=300
FEATURE_NEW_TABLE=true</pre>`,
  ],
  [
    'invoice',
    'Invoice',
    `<p>Bill to:<br>[[name:Oliver Hartmann]]<br>[[address:Lindenstraße 24]]<br>[[address:10969 Berlin]]</p><table><tr><th>Item</th><th>Quantity</th><th>Price</th></tr><tr><td>Oak table</td><td>1</td><td>349.00</td></tr><tr><td>Blue chair</td><td>4</td><td>236.00</td></tr></table>
<p>Please pay within fourteen days.</p><p>IBAN: [[iban:DE89 3704 0044 0532 0130 00]]</p>`,
  ],
  [
    'profile',
    'People – Employee profile',
    `<label>Full name</label><div class="field">[[name:Ngozi Eze-Williams]]</div><label>Date of birth</label><div class="field">[[birthDate:14 March 1987]]</div><label>Social security number</label><div class="field">[[nationalId:219-09-9999]]</div>
<label>Work email</label><div class="field">[[email:ngozi.eze@lumenfield.org]]</div><label>Department</label><div class="field">Customer support</div><button>Edit</button>`,
  ],
  [
    'ticket',
    'Support – Ticket',
    `<p><b>Cannot log in after update</b></p><p>Reported by [[name:Hannah Sullivan]] ([[email:hannah@sullivan-garden.ie]])</p><p>After the update I see an error when I open my orders. My user name is [[handle:@hsullivan]] and I use the web app on a laptop.</p><p>Assigned to [[name:Miguel Ángel Torres]]</p><button>Reply</button><button>Close ticket</button>`,
  ],
  [
    'bank',
    'Payments',
    `<table><tr><th>Date</th><th>Recipient</th><th>Account</th><th>Amount</th></tr><tr><td>2 Feb</td><td>[[name:Katarzyna Nowak]]</td><td>[[iban:PL61 1090 1014 0000 0712 1981 2874]]</td><td>120.00</td></tr><tr><td>5 Feb</td><td>[[name:Pierre Lefèvre]]</td><td>[[iban:FR14 2004 1010 0505 0001 3M02 606]]</td><td>75.50</td></tr>
<tr><td>9 Feb</td><td>[[name:Gustav Holm]]</td><td>[[iban:NL91 ABNA 0417 1643 00]]</td><td>18.20</td></tr></table>`,
  ],
  [
    'plain',
    'Reports – Sales by month',
    `<table><tr><th>Month</th><th>Orders</th><th>Amount</th><th>Change</th></tr><tr><td>January</td><td>112</td><td>9,310.00</td><td>4 %</td></tr><tr><td>February</td><td>131</td><td>10,870.50</td><td>17 %</td></tr><tr><td>March</td><td>97</td><td>8,004.20</td><td>26 %</td></tr></table><p>The report counts orders that were paid and delivered. Orders that were returned are left out.</p>`,
  ],
];

const looks: readonly Look[] = [
  { dark: false, fontPx: 13, font: '"Liberation Sans", sans-serif' },
  { dark: true, fontPx: 14, font: '"DejaVu Sans", sans-serif' },
  { dark: false, fontPx: 11, font: '"DejaVu Sans", sans-serif' },
  { dark: true, fontPx: 16, font: '"Liberation Serif", serif' },
];

/** Every body in two looks, so that each look has half of them. */
export function pages(): Page[] {
  return bodies.flatMap(([name, title, body], index) =>
    [looks[index % 4], looks[(index + 1) % 4]].flatMap((look) =>
      look === undefined
        ? []
        : [
            {
              name: `${name}-${look.fontPx}${look.dark ? '-dark' : ''}`,
              html: frame(title, body, look),
            },
          ],
    ),
  );
}
