import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';

export function Missing() {
  const { heading, lead, back } = strings.missing;
  return (
    <Page heading={heading} lead={lead}>
      <p>
        <Link to="/">{back}</Link>
      </p>
    </Page>
  );
}
