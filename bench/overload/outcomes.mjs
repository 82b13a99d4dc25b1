// What became of sampled calls. A sample: seconds since the start, milliseconds until the end, gRPC status (4 at the deadline).

export function countStatuses(samples) {
  const of = (status) => samples.filter((sample) => sample[2] === status).length
  const counts = { ok: of(0), refused: of(8), late: of(4) }
  return { ...counts, other: samples.length - counts.ok - counts.refused - counts.late }
}

export function shareInTime(samples) {
  return samples.length === 0 ? 0 : countStatuses(samples).ok / samples.length
}

/** The last of them alone would be a few calls. */
const LAST_SECONDS = 3

/**
 * Seconds until the first second from which on so large a share of all calls is answered in time; null: not even of those of the last
 * seconds. Taken together: one bad second long after, as there is one without any flood, is not taken for what the flood has left.
 */
export function normalAfter(samples, share) {
  const last = Math.floor(Math.max(...samples.map(([at]) => at)))
  for (let second = 0; second <= last - LAST_SECONDS; second += 1) {
    if (shareInTime(samples.filter(([at]) => at >= second)) >= share) return second
  }
  return null
}
