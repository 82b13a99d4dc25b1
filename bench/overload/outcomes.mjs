// What became of sampled calls. A sample: seconds since the start, milliseconds until the end, gRPC status (4 at the deadline).

export function countStatuses(samples) {
  const of = (status) => samples.filter((sample) => sample[2] === status).length
  const counts = { ok: of(0), refused: of(8), late: of(4) }
  return { ...counts, other: samples.length - counts.ok - counts.refused - counts.late }
}

export function shareInTime(samples) {
  return samples.length === 0 ? 0 : countStatuses(samples).ok / samples.length
}

/** Seconds until the first second from which on so large a share of the calls is answered in time; null: not even the last. */
export function normalAfter(samples, share) {
  const last = Math.floor(Math.max(...samples.map(([at]) => at)))
  let since = null
  // The last second may be a few calls only.
  for (let second = last - 1; second >= 0; second -= 1) {
    if (shareInTime(samples.filter(([at]) => Math.floor(at) === second)) < share) break
    since = second
  }
  return since
}
