/**
 * What is known of a candidate, as numbers. For every channel c, with s_c its score and max s_c the query's greatest:
 *
 *   v_c = s_c / max s_c, at least -1     and          log(1 + 100 max(v_c, 0))
 *
 * then the logarithms of its popularity, over all time and of late, and, where a title may come again, whether it was watched
 * before and whether it was the one before the last. All are 0, or the same for all, for a title of which nothing is known: a
 * score is the sum of what its causes add. The logarithms carry most of the gain.
 */
export const PRIOR_FEATURES = 3
export const AGAIN_FEATURES = 3

export function featureCount(channels: number, again: boolean): number {
  return 2 * channels + PRIOR_FEATURES + (again ? AGAIN_FEATURES : 0)
}

/** As scoring.wat has it. */
const STEPS = 1024

/** log(1 + 100 v) at v = step / STEPS, and a step further, as a linear stretch has two ends. */
export const logTable = Float64Array.from({ length: STEPS + 2 }, (_, step) => Math.log1p((100 * step) / STEPS))

/** log(1 + 100 v) for v in 0..1, linear between 1,024 steps: a tenth of the cost of the exact one, within 0.002 of it. */
export function logOf(v: number): number {
  const at = v * STEPS
  const step = at | 0
  const low = logTable[step] ?? 0
  return low + ((logTable[step + 1] ?? 0) - low) * (at - step)
}

export function logPopularity(total: number): number {
  return Math.log(Math.max(0, total) + 1)
}

/** For popularities that decay towards 0. */
export function logRecentPopularity(recent: number): number {
  return Math.log(Math.max(0, recent) + 0.1)
}

/** `place`: of the title in the history, 0: newest; -1: never watched. */
export function againFeatures(place: number): readonly [number, number, number] {
  return [place >= 0 ? 1 : 0, place === 1 ? 1 : 0, place >= 0 ? Math.log(place + 1) : 0]
}
