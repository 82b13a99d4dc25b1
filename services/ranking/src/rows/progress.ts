/** How far somebody got in a movie or an episode. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Watched } from '@upnext/profiles'
import { watchedFraction } from '@upnext/recsys'
import { OWN_DEFAULTS } from '@upnext/rows'

/** For every row that does not say otherwise. The rest after the end is credits. */
const USUAL = OWN_DEFAULTS.continue_watching

export interface ProgressSettings {
  /** Share from which it counts as begun, or seconds, where they come first. */
  readonly started?: number | undefined
  readonly started_seconds?: number | undefined
  /** Share from which it counts as finished. */
  readonly finished?: number | undefined
}

export type Progress = 'untouched' | 'begun' | 'finished'

/**
 * `played`: the movie or episode, for its length where the player did not know it. Where nobody does, only the seconds count, and it
 * is never finished.
 */
export function progressOf(
  session: Watched,
  played: CatalogTitle | undefined,
  {
    started = USUAL.started,
    started_seconds = USUAL.started_seconds,
    finished = USUAL.finished,
  }: ProgressSettings = {},
): Progress {
  const fraction = watchedFraction(session.positionS, lengthOf(session, played))
  if (fraction !== null && fraction >= finished) return 'finished'
  if (session.positionS >= started_seconds) return 'begun'
  return fraction !== null && fraction >= started ? 'begun' : 'untouched'
}

/** In seconds; 0 where unknown. */
export function lengthOf({ durationS }: Pick<Watched, 'durationS'>, played: CatalogTitle | undefined): number {
  return durationS > 0 ? durationS : (played?.durationS ?? 0)
}
