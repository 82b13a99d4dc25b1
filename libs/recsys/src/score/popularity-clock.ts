/** Popularity while plays come in: over all time, and decaying with half-lives of 30 and 3 days. */
import type { Popularity } from '../model/model.ts'
import { PRIOR_FEATURES, logPopularity, logRecentPopularity } from './features.ts'

const DAY_MS = 86_400_000
export const MONTH_HALF_LIFE_MS = 30 * DAY_MS
export const DAYS_HALF_LIFE_MS = 3 * DAY_MS

/** How much one title is liked; the recent forms as of `asOfMs`. */
export interface ItemPopularity {
  readonly total: number
  readonly month: number
  readonly days: number
  readonly asOfMs: number
}

/** What a clock goes on from: a model's popularity, or the state of another clock. */
export interface PopularityState {
  readonly total: ArrayLike<number>
  readonly month: ArrayLike<number>
  readonly days: ArrayLike<number>
  /** Of all titles, or by title. */
  readonly asOfMs: number | ArrayLike<number>
}

export interface PopularityClock {
  /** Titles so far: 0 to size - 1. */
  size(): number
  /** Weights of 0 or less count nothing. Plays may come in any order. */
  add(item: number, weight: number, atMs: number): void
  of(item: number): ItemPopularity
  /** Over all time, alone: rows ask it of thousands of titles, and each form of popularity is far memory of its own. */
  totalOf(item: number): number
  /** Takes what another clock answered for `of`, whatever was known of the title here. */
  set(item: number, popularity: ItemPopularity): void
  /** Writes the three prior features of a title, as of `nowMs`, to `into` from `at` on. */
  features(item: number, nowMs: number, into: Float64Array, at: number): void
  /** The features of a title that nobody has played. */
  unknown(into: Float64Array, at: number): void
  /** Rises by 1 whenever a title's popularity changes. */
  version(): number
  /** The titles changed since then, some perhaps more than once; `null`: too many to tell. */
  changedSince(version: number): readonly number[] | null
  /** To go on from exactly. */
  state(): PopularityState
  /** As of the newest play. */
  snapshot(titles: number): Popularity
}

/** Changes that can be told apart, at least. */
const REMEMBERED = 5000

const NOTHING: PopularityState = { total: [], month: [], days: [], asOfMs: -Infinity }

export function createPopularityClock(start: PopularityState = NOTHING): PopularityClock {
  const total: number[] = Array.from(start.total)
  const month: number[] = Array.from(start.month)
  const days: number[] = Array.from(start.days)
  // When the recent forms of a title were brought up to date.
  const { asOfMs } = start
  const asOf: number[] = total.map((_, item) => (typeof asOfMs === 'number' ? asOfMs : (asOfMs[item] ?? 0)))
  let newestMs = typeof asOfMs === 'number' ? asOfMs : asOf.reduce((newest, atMs) => Math.max(newest, atMs), -Infinity)
  let version = 0
  const changed: number[] = []
  const change = (item: number): void => {
    version += 1
    if (changed.length >= 2 * REMEMBERED) changed.splice(0, REMEMBERED)
    changed.push(item)
  }
  const reserve = (item: number, atMs: number): void => {
    while (total.length <= item) {
      total.push(0)
      month.push(0)
      days.push(0)
      asOf.push(atMs)
    }
  }
  const aged = (value: number | undefined, item: number, atMs: number, halfLifeMs: number): number =>
    (value ?? 0) * 2 ** (-Math.max(0, atMs - (asOf[item] ?? atMs)) / halfLifeMs)
  return {
    size: () => total.length,
    add: (item, weight, atMs) => {
      if (!(weight > 0)) return
      newestMs = Math.max(newestMs, atMs)
      change(item)
      reserve(item, atMs)
      const now = Math.max(atMs, asOf[item] ?? atMs)
      // A play from before counts as it would have by now.
      const late = now - atMs
      total[item] = (total[item] ?? 0) + weight
      month[item] = aged(month[item], item, now, MONTH_HALF_LIFE_MS) + weight * 2 ** (-late / MONTH_HALF_LIFE_MS)
      days[item] = aged(days[item], item, now, DAYS_HALF_LIFE_MS) + weight * 2 ** (-late / DAYS_HALF_LIFE_MS)
      asOf[item] = now
    },
    totalOf: (item) => total[item] ?? 0,
    of: (item) => ({
      total: total[item] ?? 0,
      month: month[item] ?? 0,
      days: days[item] ?? 0,
      asOfMs: asOf[item] ?? 0,
    }),
    set: (item, popularity) => {
      newestMs = Math.max(newestMs, popularity.asOfMs)
      change(item)
      reserve(item, popularity.asOfMs)
      total[item] = popularity.total
      month[item] = popularity.month
      days[item] = popularity.days
      asOf[item] = popularity.asOfMs
    },
    features: (item, nowMs, into, at) => {
      into[at] = logPopularity(total[item] ?? 0)
      into[at + 1] = logRecentPopularity(aged(month[item], item, nowMs, MONTH_HALF_LIFE_MS))
      into[at + PRIOR_FEATURES - 1] = logRecentPopularity(aged(days[item], item, nowMs, DAYS_HALF_LIFE_MS))
    },
    unknown: (into, at) => {
      into[at] = logPopularity(0)
      into[at + 1] = logRecentPopularity(0)
      into[at + PRIOR_FEATURES - 1] = logRecentPopularity(0)
    },
    version: () => version,
    changedSince: (since) => {
      const count = version - since
      return count <= changed.length ? changed.slice(changed.length - count) : null
    },
    state: () => ({
      total: Float64Array.from(total),
      month: Float64Array.from(month),
      days: Float64Array.from(days),
      asOfMs: Float64Array.from(asOf),
    }),
    snapshot: (titles) => {
      const asOfMs = Number.isFinite(newestMs) ? newestMs : 0
      return {
        total: Float32Array.from({ length: titles }, (_, item) => total[item] ?? 0),
        month: Float32Array.from({ length: titles }, (_, item) => aged(month[item], item, asOfMs, MONTH_HALF_LIFE_MS)),
        days: Float32Array.from({ length: titles }, (_, item) => aged(days[item], item, asOfMs, DAYS_HALF_LIFE_MS)),
        asOfMs,
      }
    },
  }
}
