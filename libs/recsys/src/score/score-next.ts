/**
 * What to watch next, from the rows of the titles watched before: every candidate (`candidates.ts`) gets
 *
 *   score(j) = sum over channels of f_c(v_cj)  +  what its popularity adds  +  what having been watched before adds
 *
 * with v_cj the channel's score of j as a share of the query's greatest (`accumulate.ts`, `features.ts`) and f_c the learned
 * weights, or those of the blend. Costs history * row sets * row length, whatever the size of the catalogue.
 */
import { createTopK } from '../top-k.ts'
import type { Ranked } from '../top-k.ts'
import { accumulate, channelScales } from './accumulate.ts'
import type { ScoredHistory } from './accumulate.ts'
import { markCandidates } from './candidates.ts'
import { causesOf, collectParts } from './causes.ts'
import { fastExp } from './exp.ts'
import { priorsOf } from './priors.ts'
import type { NextQuery, RankedItems, ScoredItem } from './query.ts'
import type { RankTables } from './rank-tables.ts'
import { STEPS } from './features.ts'
import { CANDIDATE, SUPPORTED, createScratch } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/**
 * Best first; equal scores in the order of the hashes. Titles that nothing speaks for are not answered. Titles of the history
 * are left out, but for the older ones where `again`. A learned score is answered as a probability among all candidates.
 */
export function scoreNext(query: NextQuery): ScoredItem[] {
  const { items, scores, causesOf } = rankNext(query)
  return items.map((item, at) => ({ item, score: scores[at] ?? 0, causes: causesOf(at) }))
}

/** What {@link scoreNext} answers, but says why only where it is asked: of the titles that a page looks at it shows few. */
export function rankNext(query: NextQuery): RankedItems {
  const { live, again } = query
  const { index, plan } = live
  if (!(query.limit > 0) || query.history.length === 0) return NOTHING
  const history = historyToRead(query)
  const scratch = query.scratch ?? createScratch()
  try {
    scratch.reserve(index.size, history.titles.length, plan.passes.length)
    for (const { item } of again === true ? query.history.slice(0, 1) : query.history) scratch.leaveOut(item)
    accumulate(plan, live, history, index.size, scratch)
    const scales = channelScales(plan, scratch)
    const { items, scores, total } = selectBest(query, scratch, scales)
    const parts = collectParts(query, history, scales, scratch, items)
    return {
      items,
      // The total is approximate: alone among titles, one would come out a little above 1.
      scores: total > 0 ? scores.map((score) => Math.min(1, Math.exp(score) / total)) : scores,
      causesOf: (at) => causesOf(query, parts, at, items[at] ?? 0),
    }
  } finally {
    // `allowed` is the caller's, and may throw: the next query must find the scratch clean all the same.
    scratch.clear()
  }
}

const NOTHING: RankedItems = { items: [], scores: [], causesOf: () => [] }

/** What the weights were learned with: of a longer history the newest titles. All of it is left out of the answer. */
export function historyToRead({ history, live }: NextQuery): ScoredHistory {
  const read = history.slice(0, live.model.parameters.historyLimit)
  return {
    titles: read.map(({ item }) => item),
    weights: read.map(({ weight }) => weight),
  }
}

interface Best {
  readonly items: readonly number[]
  readonly scores: readonly number[]
  /** Sum of e^score over all titles scored; 0 where scores are no logarithms. */
  readonly total: number
}

function selectBest(query: NextQuery, scratch: Scratch, scales: Float64Array): Best {
  const { live, again, atMs, allowed } = query
  const { index } = live
  const tables = again === true ? live.again : live.fresh
  const { learned } = tables
  const places = again === true ? new Map(query.history.map(({ item }, place) => [item, place])) : null
  startScores(scratch, learned ? priorsOf(live, tables, atMs) : null)
  markCandidates(live.plan, scratch)
  addChannels(query, tables, scratch, scales)
  const { titles, scores, support, size } = scratch
  const limit = Math.min(Math.floor(query.limit), index.size)
  let total = 0
  const bestOf = (wanted: number, most: number): Ranked => {
    const best = createTopK(most, (a, b) => (index.hashOf(a) < index.hashOf(b) ? -1 : 1))
    let least = -Infinity
    for (let slot = 1; slot <= size; slot++) {
      let score = scores[slot] ?? 0
      if (support[slot] !== wanted || (!learned && score <= 0)) continue
      const item = titles[slot] ?? 0
      const place = places?.get(item)
      if (place !== undefined) score += tables.watchedBefore(place)
      if (learned) total += fastExp(score)
      // `allowed` comes last: it is asked about a few titles for each one shown, not about every title touched.
      if (score < least || !best.accepts(item, score) || !allowed(item)) continue
      best.add(item, score)
      least = best.least
    }
    return best.drain()
  }
  const ranked = bestOf(CANDIDATE, limit)
  // Where rules leave too few candidates: whatever else something speaks for, below them.
  const more = ranked.items.length < limit ? bestOf(SUPPORTED, limit - ranked.items.length) : null
  const lowest = ranked.scores.at(-1) ?? Infinity
  return {
    items: [...ranked.items, ...(more?.items ?? [])],
    scores: [...ranked.scores, ...Array.from(more?.scores ?? [], (score) => Math.min(score, lowest))],
    total,
  }
}

function startScores({ titles, scores, support, size }: Scratch, priors: Float64Array | null): void {
  support.fill(0, 0, size + 1)
  if (priors === null) scores.fill(0, 0, size + 1)
  else for (let slot = 1; slot <= size; slot++) scores[slot] = priors[titles[slot] ?? 0] ?? 0
}

/** Row set by row set over the titles that its rows lead to, so that nothing is spent on the zeros of the others. */
function addChannels({ live }: NextQuery, tables: RankTables, scratch: Scratch, scales: Float64Array): void {
  for (const [p, { readings }] of live.plan.passes.entries()) {
    for (const [r, { channel }] of readings.entries()) {
      addChannel(tables, scratch, p, r, readings.length, channel, scales[channel] ?? 0)
    }
  }
}

function addChannel(
  { table, linear }: RankTables,
  { sums, origins, scores, support, visits, visitStarts }: Scratch,
  pass: number,
  reading: number,
  width: number,
  channel: number,
  scale: number,
): void {
  const slope = linear[channel] ?? 0
  const firstStep = channel * (STEPS + 2)
  const firstSum = (origins[pass] ?? 0) + reading
  const end = visitStarts[pass + 1] ?? 0
  for (let visit = (visitStarts[pass] ?? 0) + 1; visit < end; visit++) {
    const slot = visits[visit] ?? 0
    const v = (sums[firstSum + visit * width] ?? 0) * scale
    if (v > 0) {
      const step = v * STEPS
      const whole = step | 0
      const low = table[firstStep + whole] ?? 0
      scores[slot] = (scores[slot] ?? 0) + (low + ((table[firstStep + whole + 1] ?? 0) - low) * (step - whole))
      if (support[slot] === 0) support[slot] = SUPPORTED
    } else if (v < 0) scores[slot] = (scores[slot] ?? 0) + slope * Math.max(-1, v)
  }
}
