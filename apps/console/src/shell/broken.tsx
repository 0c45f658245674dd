import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';

/** In place of a page that could not be fetched or drawn. */
export function Broken({ error }: ErrorComponentProps) {
  return (
    <Page heading={strings.broken.heading} lead={strings.broken.lead}>
      <Failure error={error instanceof Error ? error : null} />
      <div className="acts">
        {/* A part that failed to come once is only asked for anew by a new page. */}
        <Button look="primary" onClick={() => location.reload()}>
          {strings.answer.again}
        </Button>
      </div>
    </Page>
  );
}
