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
