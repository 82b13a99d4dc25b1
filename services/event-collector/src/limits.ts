/** How much the collector takes before it says no. Sizes are in bytes. */
export interface Limits {
  /** A request's body as it is sent. */
  readonly bodyBytes: number
  /** A gzip body when it is unpacked. */
  readonly unpackedBytes: number
  /** One event or item, as JSON. */
  readonly eventBytes: number
  /** Events or items of one request. */
  readonly batch: number
  /** How long a body may take to arrive. */
  readonly bodyTimeoutMs: number
  /** How long the log may take to have the events, once the body is here. */
  readonly appendTimeoutMs: number
  /** Bodies in memory at once, over all requests. */
  readonly inFlightBytes: number
  /** How old a live event may be when it arrives; `null`: as old as it likes. */
  readonly maxLatenessMs: number | null
  /** Rejected events written to their topic in one minute; those beyond are only counted. */
  readonly rejectionsPerMinute: number
}

const KIB = 1024
const MIB = 1024 * KIB

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: MIB,
  unpackedBytes: 5 * MIB,
  eventBytes: 32 * KIB,
  batch: 500,
  bodyTimeoutMs: 10_000,
  appendTimeoutMs: 3000,
  inFlightBytes: 128 * MIB,
  maxLatenessMs: null,
  rejectionsPerMinute: 600,
}
