/** A browser as far as sign-in needs one: cookies and redirects. For localhost, where cookies do not tell ports apart. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  go(url: string, init?: RequestInit): Promise<Response>;
}

export function createBrowser(): TestBrowser {
  const cookies = new Map<string, string>();
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split('=', 2) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    return next === null ? response : go(new URL(next, url).href);
  };
  return { go, cookies };
}

/** Signed in as that person of the development provider. */
export async function signIn(consoleUrl: string, account: string): Promise<TestBrowser> {
  const browser = createBrowser();
  const page = await browser.go(`${consoleUrl}/v1/sign-in`);
  const text = await page.text();
  if (!text.includes(account)) throw new Error(`The provider knows no ${account}.`);
  await browser.go(page.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ account }),
  });
  return browser;
}
