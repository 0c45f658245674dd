import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useEffect, useState } from 'react';
import { companion } from '../companion.ts';
import { createFilm, type Film } from './film.ts';

/** Nothing is there yet. */
const blank: Film = {
  show: () => null,
  pointer: () => [],
  subscribe: () => () => {},
  close: () => {},
};

/** The film of a session, for as long as it is on the page and these are its segments. */
export function useFilm(
  session: CompanionSession['session'],
  segments: CompanionTimeline['segments'],
): Film {
  const [film, setFilm] = useState(blank);
  useEffect(() => {
    const made = createFilm(segments, (segment) =>
      companion.call('segmentView', { params: { session, segment } }),
    );
    setFilm(made);
    return () => made.close();
  }, [session, segments]);
  return film;
}
