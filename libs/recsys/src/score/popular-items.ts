/** The most watched titles, for viewers of whom nothing is known and to fill up what personal rows leave empty. */
import type { LiveModel } from '../model/live-model.ts'
import { MONTH_HALF_LIFE_MS } from './popularity-clock.ts'
import type { Scored, ScoredItem } from './query.ts'

/** Over all time, or of late: plays of a month ago counting half. */
export type PopularityForm = 'total' | 'month'

/** Every cause is `popular`. Scores are shares of the most popular title's. Titles that nobody liked are left out. */
export function popularItems(query: Scored, form: PopularityForm = 'total'): ScoredItem[] {
  const { live, atMs, allowed, limit } = query
  const answer: ScoredItem[] = []
  if (!(limit > 0)) return answer
  const { items, scores } = popularOrder(live, form, atMs)
  for (const [at, item] of items.entries()) {
    if (answer.length >= limit) break
    if (allowed(item)) answer.push({ item, score: scores[at] ?? 0, causes: [{ kind: 'popular', share: 1 }] })
  }
  return answer
}

/** All titles that somebody liked, most watched first. Another order is another object: what is made of one can be kept with it. */
export interface PopularOrder {
  readonly items: Uint32Array
  /** Shares of the most popular title's. */
  readonly scores: Float64Array
  /** Where each title stands, by its number; {@link NOT_POPULAR}: nowhere. Titles may be newer than the order. */
  readonly places: Int32Array
}

export const NOT_POPULAR = -1

interface Order extends PopularOrder {
  readonly version: number
  readonly atMs: number
}

/** While popularity changes, titles are put in order once in a while: the more there are the dearer it is, and the less one changes. */
const FRESH_MS_PER_TITLE = 1
const LONGEST_FRESH_MS = 60_000

const orders = new WeakMap<LiveModel, Map<PopularityForm, Order>>()

/** As it was at most a minute before `nowMs`, in milliseconds. */
export function popularOrder(live: LiveModel, form: PopularityForm, nowMs: number): PopularOrder {
  const version = live.popularity.version()
  const known = orders.get(live) ?? new Map<PopularityForm, Order>()
  orders.set(live, known)
  const order = known.get(form)
  const freshMs = Math.min(LONGEST_FRESH_MS, FRESH_MS_PER_TITLE * live.index.size())
  if (order !== undefined && (order.version === version || Math.abs(nowMs - order.atMs) < freshMs)) return order
  const fresh = { ...inOrder(live, form), version, atMs: nowMs }
  known.set(form, fresh)
  return fresh
}

/** Compared by logarithms: all recent forms fade at one rate, so that their order is the same at any time. */
function inOrder({ popularity, index }: LiveModel, form: PopularityForm): PopularOrder {
  const logs = Float64Array.from({ length: popularity.size() }, (_, item) => {
    const { total, month, asOfMs } = popularity.of(item)
    return form === 'total' ? Math.log2(total) : Math.log2(month) + asOfMs / MONTH_HALF_LIFE_MS
  })
  const items = Uint32Array.from(logs.keys()).filter((item) => (logs[item] ?? 0) > -Infinity)
  items.sort((a, b) => (logs[b] ?? 0) - (logs[a] ?? 0) || (index.hashOf(a) < index.hashOf(b) ? -1 : 1))
  const greatest = logs[items[0] ?? 0] ?? 0
  const scores = Float64Array.from(items, (item) => 2 ** ((logs[item] ?? 0) - greatest))
  const positive = scores.filter((score) => score > 0).length
  const places = new Int32Array(popularity.size()).fill(NOT_POPULAR)
  for (let place = 0; place < positive; place++) places[items[place] ?? 0] = place
  return { items: items.slice(0, positive), scores: scores.slice(0, positive), places }
}
