import { buttonClass } from '../parts/button.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';

/** At every address of the vault for whom it does not know. */
export function SignInPage() {
  return (
    <Page heading={strings.signIn.heading} lead={strings.signIn.lead}>
      <p>
        <a className={buttonClass('primary')} href="/v1/sign-in">
          {strings.signIn.act}
        </a>
      </p>
      <p className="note">{strings.signIn.own}</p>
    </Page>
  );
}

/** Before a page whose person was signed in: it is not shown, and keeps what they have written. */
export function SignInEnded() {
  return (
    <Page heading={strings.signIn.endedHeading}>
      <p role="alert">{strings.signIn.ended}</p>
      <p>
        <a
          className={buttonClass('primary')}
          href="/v1/sign-in"
          target="_blank"
          rel="noopener noreferrer"
        >
          {strings.signIn.again}
        </a>
      </p>
    </Page>
  );
}
