/** The order desk's state → HTML pages with landmarks, labels and test ids. */
import { addressKinds, clerk, type AddressKind, type Customer } from './customers.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? '');
}

/** `html` with every value escaped; a nested `Html` or a list of them goes in as it is. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | Html | readonly Html[];

function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const texts = values.map((value) => {
    if (typeof value === 'string') return escapeHtml(value);
    return value instanceof Html ? value.text : value.map((one) => one.text).join('');
  });
  return new Html(parts.map((part, index) => part + (texts[index] ?? '')).join(''));
}

function page(title: string, signedIn: boolean, body: Html): string {
  const who = signedIn ? html`<span class="who">Signed in at counter 7</span>` : html``;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Order desk</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <div class="bar">
            <span class="mark" aria-hidden="true">O</span><strong>Order desk</strong>${who}
          </div>
        </header>
        <main>${body}</main>
      </body>
    </html>`.text;
}

export function signInPage(failed: boolean): string {
  return page(
    'Sign in',
    false,
    html`<section class="card narrow">
      <h1>Sign in</h1>
      ${failed ? html`<p class="note bad" role="alert">That e-mail and password do not fit together.</p>` : html``}
      <form method="post" action="/sign-in">
        <div class="field">
          <label for="user">Work e-mail</label
          ><input
            id="user"
            name="user"
            type="email"
            autocomplete="off"
            required
            data-testid="user"
          />
        </div>
        <div class="field">
          <label for="password">Password</label
          ><input
            id="password"
            name="password"
            type="password"
            autocomplete="off"
            required
            data-testid="password"
          />
        </div>
        <button type="submit" data-testid="sign-in">Sign in</button>
      </form>
    </section>`,
  );
}

export function customersPage(query: string, found: readonly Customer[]): string {
  const rows = found.map(
    (customer) =>
      html`<tr>
        <td>${customer.id}</td>
        <td>${customer.name}</td>
        <td>${customer.email}</td>
        <td>
          <a class="button quiet" href="/customers/${customer.id}" data-testid="open-${customer.id}"
            >Open ${customer.id}</a
          >
        </td>
      </tr>`,
  );
  const list =
    found.length === 0
      ? html`<p role="status">No customer fits that search.</p>`
      : html`<table>
          <thead>
            <tr>
              <th scope="col">Number</th>
              <th scope="col">Name</th>
              <th scope="col">E-mail</th>
              <th scope="col">Record</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
  return page(
    'Customers',
    true,
    html`<h1>Customers</h1>
      <form class="card row" method="get" action="/customers" role="search">
        <div class="field">
          <label for="query">Name, number or e-mail</label
          ><input id="query" name="query" value="${query}" autocomplete="off" data-testid="query" />
        </div>
        <button type="submit" data-testid="search">Search</button>
      </form>
      ${query === '' ? html`` : html`<section class="card" aria-label="Results">${list}</section>`}`,
  );
}

export function customerPage(customer: Customer, saved: AddressKind | null): string {
  const addresses = addressKinds.map(
    (kind) =>
      html`<section class="card" aria-label="${titleOf(kind)}">
        <h2>${titleOf(kind)}</h2>
        <address>
          ${customer.addresses[kind].street}<br />${customer.addresses[kind].postcode}
          ${customer.addresses[kind].city}
        </address>
        <a class="button quiet" href="/customers/${customer.id}/${kind}" data-testid="edit-${kind}"
          >Change ${kind} address</a
        >
      </section>`,
  );
  const orders = customer.orders.map(
    (order) =>
      html`<tr>
        <td>${order.number}</td>
        <td>${order.item}</td>
        <td><span class="pill">${order.status}</span></td>
      </tr>`,
  );
  return page(
    `Customer ${customer.id}`,
    true,
    html`${saved === null ? html`` : html`<p class="note good" role="status" data-testid="saved">${titleOf(saved)} saved.</p>`}
      <h1>Customer ${customer.id}</h1>
      <section class="card" aria-label="Contact">
        <h2>Contact</h2>
        <dl>
          <dt>Name</dt>
          <dd>${customer.name}</dd>
          <dt>E-mail</dt>
          <dd>${customer.email}</dd>
          <dt>Phone</dt>
          <dd>${customer.phone}</dd>
          <dt>Card</dt>
          <dd>${customer.card}</dd>
          <dt>IBAN</dt>
          <dd>${customer.iban}</dd>
        </dl>
      </section>
      <div class="columns">${addresses}</div>
      <section class="card" aria-label="Orders">
        <h2>Orders</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Item</th>
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            ${orders}
          </tbody>
        </table>
      </section>`,
  );
}

export function addressPage(customer: Customer, kind: AddressKind): string {
  const held = customer.addresses[kind];
  return page(
    `Change ${kind} address`,
    true,
    html`<section class="card narrow">
      <h1>Change ${kind} address</h1>
      <form method="post" action="/customers/${customer.id}/${kind}">
        <div class="field">
          <label for="street">Street and number</label
          ><input
            id="street"
            name="street"
            value="${held.street}"
            required
            autocomplete="off"
            data-testid="street"
          />
        </div>
        <div class="field">
          <label for="postcode">Postcode</label
          ><input
            id="postcode"
            name="postcode"
            value="${held.postcode}"
            required
            autocomplete="off"
            data-testid="postcode"
          />
        </div>
        <div class="field">
          <label for="city">City</label
          ><input
            id="city"
            name="city"
            value="${held.city}"
            required
            autocomplete="off"
            data-testid="city"
          />
        </div>
        <div class="actions">
          <button type="submit" data-testid="save">Save address</button>
          <a class="button quiet" href="/customers/${customer.id}" data-testid="cancel">Cancel</a>
        </div>
      </form>
    </section>`,
  );
}

export function missingPage(): string {
  return page(
    'Not found',
    true,
    html`<h1>There is no such page</h1>
      <p><a href="/customers">Back to the customers</a></p>`,
  );
}

function titleOf(kind: AddressKind): string {
  return kind === 'billing' ? 'Billing address' : 'Delivery address';
}

/** Whether the clerk of the practice desk signs in with these. */
export function isClerk(user: string, password: string): boolean {
  return user === clerk.user && password === clerk.password;
}
