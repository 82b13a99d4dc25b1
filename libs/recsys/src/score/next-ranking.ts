/**
 * What to watch next, from the rows of the titles watched before: every candidate (`candidates.ts`) gets
 *
 *   score(j) = sum over channels of f_c(v_cj)  +  what its popularity adds  +  what having been watched before adds
 *
 * with v_cj the channel's score of j as a share of the query's greatest (`accumulate.ts`, `features.ts`) and f_c the learned
 * weights, or those of the blend. Costs history * row sets * row length, whatever the size of the catalogue.
 */
import type { LiveModel } from '../model/live-model.ts'
import { accumulate } from './accumulate.ts'
import { createTopK } from '../top-k.ts'
import { bestFirst } from './best-first.ts'
import { findCandidates } from './candidates.ts'
import { causesOf } from './causes.ts'
import type { ScoredHistory } from './channel-plan.ts'
import { priorsOf } from './priors.ts'
import type { Cause, RankedItems, Scored, ScoringQuery } from './query.ts'
import type { RankTables } from './rank-tables.ts'
import { NO_SCORE, scoreCandidates } from './score-candidates.ts'
import type { Weighing } from './score-candidates.ts'
import { createScratch, newestVisitOf, titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/** Titles that go with a history: scored once, picked from as often as one likes. */
export interface NextRanking {
  /**
   * Best first; equal scores in the order of the hashes. Titles that nothing speaks for are not answered. Titles of the history
   * are left out, but for the older ones where `again`. A learned score is answered as a probability among all candidates.
   * `among`: the candidates are the best few of each channel among these alone. It is asked about many titles, so it should cost next to
   * nothing; pass the same function for the same titles.
   */
  best(limit: number, allowed: Allowed, among?: Allowed | null): RankedItems
}

type Allowed = Scored['allowed']

const NOTHING: RankedItems = { items: new Uint32Array(0), scores: new Float64Array(0), causesOf: () => [] }

/**
 * Scores when it is first asked, and anew where the scratch has been used for another history since: whoever keeps several rankings gives
 * each a scratch of its own. While it is asked, nothing else may happen to the model.
 */
export function createNextRanking(query: ScoringQuery): NextRanking {
  const { live, again } = query
  const history = historyToRead(query)
  const tables = again === true ? live.again : live.fresh
  const token = {}
  let scratch: Scratch | null = null
  let known: ScoredTitles | null = null
  const scored = (among: Allowed | null): ScoredTitles => {
    scratch ??= query.scratch?.() ?? createScratch()
    if (known === null || scratch.holder !== token) {
      known = scoreTitles(query, history, tables, scratch)
      scratch.holder = token
    }
    if (known.among !== among) {
      findCandidates(live.plan, scratch, among)
      known.among = among
      known.total = scoreCandidates(known, scratch, 0, scratch.size)
    }
    return known
  }
  /** Whoever asks why mostly asks about all that was answered. */
  const answered = new Set<number>()
  const causes = (item: number): readonly Cause[] => {
    const { scales, scratch: held } = scored(known?.among ?? null)
    return causesOf({ query, history, scales, scratch: held }, item, answered)
  }
  return {
    best(limit, allowed, among = null) {
      if (!(limit > 0) || query.history.length === 0) return NOTHING
      const { items, scores, total } = pickBest(limit, allowed, scored(among), live)
      for (const item of items) answered.add(item)
      return {
        items: Uint32Array.from(items),
        // The total is approximate: alone among titles, one would come out a little above 1.
        scores: Float64Array.from(scores, (score) => (total > 0 ? Math.min(1, Math.exp(score) / total) : score)),
        causesOf: (at) => {
          const item = items[at]
          return item === undefined ? [] : causes(item)
        },
      }
    },
  }
}

/** What the weights were learned with: of a longer history the newest titles. All of it is left out of the answer. */
export function historyToRead({ history, live }: ScoringQuery): ScoredHistory {
  const read = history.slice(0, live.model.parameters.historyLimit)
  return {
    titles: read.map(({ item }) => item),
    weights: read.map(({ weight }) => weight),
  }
}

/** What a scratch holds of a ranking. */
interface ScoredTitles extends Weighing {
  readonly scratch: Scratch
  /** Among which the candidates are; `null`: all. */
  among: Allowed | null
  /** Sum of e^score over the candidates; 0 where scores are no logarithms. */
  total: number
}

function scoreTitles(query: ScoringQuery, history: ScoredHistory, tables: RankTables, scratch: Scratch): ScoredTitles {
  const { live, again, atMs } = query
  const { plan } = live
  scratch.clear(live.index.size())
  for (const { item } of again === true ? query.history.slice(0, 1) : query.history) scratch.leaveOut(item)
  accumulate(plan, live, history, scratch)
  const scales = findCandidates(plan, scratch, null)
  const priors = tables.learned ? priorsOf(live, tables, atMs) : null
  const before =
    again === true ? new Map(query.history.map(({ item }, place) => [item, tables.watchedBefore(place)])) : null
  const scored: ScoredTitles = { plan, tables, scales, priors, before, scratch, among: null, total: 0 }
  scored.total = scoreCandidates(scored, scratch, 0, scratch.size)
  return scored
}

interface Best {
  readonly items: readonly number[]
  readonly scores: readonly number[]
  readonly total: number
}

function pickBest(limit: number, allowed: Allowed, scored: ScoredTitles, { index }: LiveModel): Best {
  const { scratch, total } = scored
  const { size, arrays } = scratch
  const most = Math.min(Math.floor(limit), index.size())
  const items: number[] = []
  const scores: number[] = []
  const itemOf = (at: number): number => titleOf(scratch, arrays.candidates[at] ?? 0)
  const comesBefore = (a: number, b: number): boolean => index.hashOf(a) < index.hashOf(b)
  const next = bestFirst(arrays.totals, 0, size, (a, b) => comesBefore(itemOf(a), itemOf(b)))
  for (let at = next(); at >= 0 && items.length < most; at = next()) {
    const score = arrays.totals[at] ?? 0
    if (score === NO_SCORE) break
    // Asked last, and about hardly more titles than are answered.
    if (!allowed(itemOf(at))) continue
    items.push(itemOf(at))
    scores.push(score)
  }
  if (items.length >= most) return { items, scores, total }
  // Where rules leave too few candidates: whatever else something speaks for, below them. Of many that are not allowed a heap of the best
  // costs less than one of all.
  const end = listOthers(scored)
  const more = scoreCandidates(scored, scratch, size, end)
  const others = createTopK(most - items.length, (a, b) => (comesBefore(a, b) ? -1 : 1))
  for (let at = size; at < end; at++) {
    const score = arrays.totals[at] ?? 0
    if (score === NO_SCORE || score < others.least()) continue
    const item = itemOf(at)
    if (others.accepts(item, score) && allowed(item)) others.add(item, score)
  }
  const highest = scores.at(-1) ?? Infinity
  const below = others.drain()
  return {
    items: [...items, ...below.items],
    scores: [...scores, ...below.scores.map((score) => Math.min(score, highest))],
    total: total + more,
  }
}

/** Writes titles that are no candidates behind those that are; answers where they end. */
function listOthers({ scratch, among }: ScoredTitles): number {
  const { arrays, size, visitStarts } = scratch
  const visits = visitStarts.at(-1) ?? 0
  let end = size
  for (let visit = 1; visit < visits; visit++) {
    const item = titleOf(scratch, visit)
    if (newestVisitOf(scratch, item) !== visit || arrays.isCandidate[visit] === 1 || among?.(item) === false) continue
    arrays.candidates[end++] = visit
  }
  return end
}
