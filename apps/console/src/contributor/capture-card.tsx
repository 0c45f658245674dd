/** The state of capture in a word and a shape, and the one or two things to do about it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CompanionCaptureState, CompanionSession } from '@understudy/protocol';
import { Button, buttonClass } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Facts } from '../parts/facts.tsx';
import { Failure } from '../parts/failure.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import { bytesToWords, instantToWords } from '../words/words.ts';
import { sessionsQuery } from './companion.ts';
import { inBrowser } from './host.ts';

const text = strings.contributor.now;
const tones = {
  idle: 'neutral',
  recording: 'good',
  paused: 'warn',
  locked: 'bad',
} as const satisfies Record<CompanionCaptureState['kind'], Tone>;

export function CaptureCard({
  capture,
  pending,
  error,
  onAct,
}: {
  readonly capture: CompanionCaptureState;
  readonly pending: number;
  readonly error: Error | null;
  readonly onAct: (act: 'pause' | 'resume' | 'stop') => void;
}) {
  return (
    <Card
      heading={text.stateHeading}
      aside={<Status tone={tones[capture.kind]}>{text.state[capture.kind]}</Status>}
    >
      <p role="status">{captureToWords(capture)}</p>
      {capture.kind !== 'idle' && (
        <Facts
          facts={[
            [text.since, instantToWords(capture.startedAt)],
            [text.sealed, text.sealedText(capture.segments, bytesToWords(capture.sealedBytes))],
            [
              text.kept,
              capture.segments === 0 ? text.checking : text.events(capture.accounting.kept),
            ],
            ...(capture.clipboard ? [[text.clipboardFact, text.clipboardText] as const] : []),
          ]}
        />
      )}
      {capture.kind === 'idle' && capture.last !== null && (
        <ToReview session={capture.last.session} />
      )}
      {capture.kind !== 'idle' && !isEnding(capture) && (
        <div className="acts">
          {capture.kind === 'recording' && (
            <Button look="primary" onClick={() => onAct('pause')}>
              {text.pause}
            </Button>
          )}
          {capture.kind === 'paused' && (
            <Button look="primary" onClick={() => onAct('resume')}>
              {text.resume}
            </Button>
          )}
          <Button onClick={() => onAct('stop')}>{text.stop}</Button>
        </div>
      )}
      {pending > 0 && <p>{text.pending(pending)}</p>}
      <Failure error={error} />
    </Card>
  );
}

const isEnding = (capture: CompanionCaptureState): boolean =>
  capture.kind === 'paused' && capture.by === 'ending';

/** From the end of a recording on to its review, for as long as nothing was decided about it. */
function ToReview({ session }: { readonly session: CompanionSession['session'] }) {
  const { data: sessions = [] } = useQuery(sessionsQuery);
  const kind = sessions.find((row) => row.session === session)?.status.kind;
  if (kind !== 'local' && kind !== 'interrupted') return null;
  return (
    <div className="acts">
      <Link className={buttonClass('primary')} to="/sessions/$session" params={{ session }}>
        {text.review}
      </Link>
    </div>
  );
}

function captureToWords(capture: CompanionCaptureState): string {
  switch (capture.kind) {
    case 'idle':
      return [text.idle, text.ended[capture.last?.reason ?? ''] ?? ''].join(' ').trim();
    case 'recording':
      return inBrowser() ? text.recordingInBrowser : text.recording;
    case 'paused':
      return text.paused[capture.by];
    case 'locked':
      return text.locked;
  }
}
