/**
 * One number for what a viewer made of a title, from -1 (dislikes) to 1 (finished, or loved). The steps are those that did
 * best on held-out events: grading beats counting every event alike, and dropping weak signs loses more than it gains.
 */
export interface Evidence {
  /** 0.5 to 5. */
  readonly stars?: number | null
  /** `true`: up. */
  readonly thumb?: boolean | null
  /** How much of it was watched, 0 to 1; absent where its length is unknown. */
  readonly fraction?: number | null
  /** Seconds reached: less than a minute of a long title is a bounce. */
  readonly positionS?: number | null
}

/** Watched, and nobody knows how far. */
const UNKNOWN_FRACTION = 0.5
const THUMB_DOWN = -0.5
const BOUNCE = -0.1
const BOUNCE_S = 60

/** A rating overrides what was watched: a finished title with one star is a dislike. Stars override thumbs. */
export function gradedWeight(evidence: Evidence): number {
  const { stars = null, thumb = null, fraction = null, positionS = null } = evidence
  if (stars !== null) return starsWeight(stars)
  if (thumb !== null) return thumb ? 1 : THUMB_DOWN
  if (fraction !== null) return watchWeight(fraction, positionS ?? 0)
  return UNKNOWN_FRACTION
}

/** How much of a title was watched, 0 to 1; `null` where its length is unknown. */
export function watchedFraction(positionS: number, durationS: number): number | null {
  return durationS > 0 ? Math.min(1, Math.max(0, positionS / durationS)) : null
}

/** -0.5 for half a star, 0.1 for two, 0.5 for three, 1 from four and a half on. */
function starsWeight(stars: number): number {
  return Math.max(-1, Math.min(1, (stars - 2.5) / 2.5 + 0.3))
}

function watchWeight(fraction: number, positionS: number): number {
  if (fraction < 0.05) return positionS < BOUNCE_S ? BOUNCE : 0.1
  if (fraction < 0.3) return 0.1
  if (fraction < 0.85) return 0.3 + (0.7 * (fraction - 0.3)) / 0.55
  return 1
}
