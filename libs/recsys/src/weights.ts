/**
 * One number for what a viewer made of a title, from -1 (dislikes) over 1 (finished, or loved) to 1.5 (finished again and again).
 * The steps are those that did best on held-out events: grading beats counting every event alike, and dropping weak signs loses
 * more than it gains.
 */
export interface Evidence {
  /** 0.5 to 5. */
  readonly stars?: number | null
  /** `true`: up. */
  readonly thumb?: boolean | null
  /** Playback sessions of the title, or of its episodes; none: watched, and nobody knows how far. */
  readonly sessions?: readonly SessionEvidence[]
}

export interface SessionEvidence {
  /** How much was watched, 0 to 1; `null` where the length is unknown. */
  readonly fraction: number | null
  /** Seconds reached. */
  readonly positionS: number
}

/** Watched, and nobody knows how far. */
const UNKNOWN_FRACTION = 0.5
const THUMB_DOWN = -0.5
const BOUNCE = -0.1
const BOUNCE_S = 60
const BOUNCE_FRACTION = 0.05
/** The credits are left to others. */
const COMPLETED_FRACTION = 0.85
const AGAIN = 0.2
const MOST = 1.5

/** A rating overrides what was watched: a finished title with one star is a dislike. Stars override thumbs. */
export function gradedWeight({ stars = null, thumb = null, sessions = [] }: Evidence): number {
  if (stars !== null) return starsWeight(stars)
  if (thumb !== null) return thumb ? 1 : THUMB_DOWN
  return sessions.length > 0 ? sessionsWeight(sessions) : UNKNOWN_FRACTION
}

/** How much of a title was watched, 0 to 1; `null` where its length is unknown. */
export function watchedFraction(positionS: number, durationS: number): number | null {
  return durationS > 0 ? Math.min(1, Math.max(0, positionS / durationS)) : null
}

/** Left within a minute, and near the start: of a title of a minute or two that is no bounce. */
export function isBounce({ fraction, positionS }: SessionEvidence): boolean {
  return fraction !== null && fraction < BOUNCE_FRACTION && positionS < BOUNCE_S
}

/** -0.5 for half a star, 0.1 for two, 0.5 for three, 1 from four and a half on. */
function starsWeight(stars: number): number {
  return Math.max(-1, Math.min(1, (stars - 2.5) / 2.5 + 0.3))
}

/** The best session counts, so that a bounce beside another says nothing; each further one to the end adds a little. */
function sessionsWeight(sessions: readonly SessionEvidence[]): number {
  let best = -Infinity
  let completed = 0
  for (const session of sessions) {
    best = Math.max(best, sessionWeight(session))
    if (session.fraction !== null && session.fraction >= COMPLETED_FRACTION) completed += 1
  }
  return Math.min(MOST, best + AGAIN * Math.max(0, completed - 1))
}

function sessionWeight(session: SessionEvidence): number {
  const { fraction } = session
  if (fraction === null) return UNKNOWN_FRACTION
  if (isBounce(session)) return BOUNCE
  if (fraction < 0.3) return 0.1
  if (fraction < COMPLETED_FRACTION) return 0.3 + (0.7 * (fraction - 0.3)) / 0.55
  return 1
}
