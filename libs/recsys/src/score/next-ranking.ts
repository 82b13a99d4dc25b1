/**
 * What to watch next, from the rows of the titles watched before: every candidate (`candidates.ts`) gets
 *
 *   score(j) = sum over channels of f_c(v_cj)  +  what its popularity adds  +  what having been watched before adds
 *
 * with v_cj the channel's score of j as a share of the query's greatest (`accumulate.ts`, `features.ts`) and f_c the learned
 * weights, or those of the blend. Costs history * row sets * row length, whatever the size of the catalogue.
 */
import type { LiveModel } from '../model/live-model.ts'
import { createTopK } from '../top-k.ts'
import type { Ranked, TopK } from '../top-k.ts'
import { accumulate } from './accumulate.ts'
import { findCandidates, readSums } from './candidates.ts'
import { causesOf } from './causes.ts'
import type { ScoredHistory } from './channel-plan.ts'
import { fastExp } from './exp.ts'
import { STEPS } from './features.ts'
import { priorsOf } from './priors.ts'
import type { Cause, RankedItems, Scored, ScoringQuery } from './query.ts'
import type { RankTables } from './rank-tables.ts'
import { createScratch, titleOf } from './scratch.ts'
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
      known = { ...known, among, total: scoreCandidates(scratch, known.scoreOf, known.learned) }
    }
    return known
  }
  /** Whoever asks why mostly asks about all that was answered. */
  const answered = new Set<number>()
  const causes = (item: number): readonly Cause[] => {
    const { scales, scratch: held } = scored(known?.among ?? null)
    return causesOf(query, history, scales, held, item, answered)
  }
  return {
    best(limit, allowed, among = null) {
      if (!(limit > 0) || query.history.length === 0) return NOTHING
      const { items, scores, total } = pickBest(limit, allowed, scored(among), live)
      for (const item of items) answered.add(item)
      return {
        items,
        // The total is approximate: alone among titles, one would come out a little above 1.
        scores: total > 0 ? scores.map((score) => Math.min(1, Math.exp(score) / total)) : scores,
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
interface ScoredTitles {
  readonly scratch: Scratch
  /** See `findCandidates`; those of all titles. */
  readonly scales: Float64Array
  /** By newest visit. */
  readonly scoreOf: (visit: number) => number
  readonly learned: boolean
  /** Among which the candidates are; `null`: all. */
  readonly among: Allowed | null
  /** Sum of e^score over the candidates; 0 where scores are no logarithms. */
  readonly total: number
}

/** The unlearned blend of a title that is nobody's choice, and of one that nothing speaks for. */
const NO_SCORE = -Infinity

function scoreTitles(query: ScoringQuery, history: ScoredHistory, tables: RankTables, scratch: Scratch): ScoredTitles {
  const { live, again, atMs } = query
  scratch.clear(live.index.size())
  for (const { item } of again === true ? query.history.slice(0, 1) : query.history) scratch.leaveOut(item)
  accumulate(live.plan, live, history, scratch)
  const scales = findCandidates(live.plan, scratch, null)
  const priors = tables.learned ? priorsOf(live, tables, atMs) : null
  const places = again === true ? new Map(query.history.map(({ item }, place) => [item, place])) : null
  const sums = new Float64Array(scales.length)
  const scoreOf = (visit: number): number => {
    readSums(live.plan, scratch, visit, sums)
    const title = titleOf(scratch, visit)
    const place = places?.get(title)
    const known = (priors?.[title] ?? 0) + (place === undefined ? 0 : tables.watchedBefore(place))
    return addChannels(known, sums, scales, tables)
  }
  const { learned } = tables
  return { scratch, scales, scoreOf, learned, among: null, total: scoreCandidates(scratch, scoreOf, learned) }
}

/** Fills the candidates' scores; answers the sum of e^score where they are logarithms. */
function scoreCandidates(scratch: Scratch, scoreOf: (visit: number) => number, learned: boolean): number {
  const { candidates, scores, size } = scratch
  let total = 0
  for (let at = 0; at < size; at++) {
    const score = scoreOf(candidates[at] ?? 0)
    scores[at] = score
    if (learned) total += fastExp(score)
  }
  return total
}

/** {@link NO_SCORE} where no channel speaks for the title, or where the blend comes to nothing. */
function addChannels(known: number, sums: Float64Array, scales: Float64Array, tables: RankTables): number {
  const { table, linear, learned } = tables
  let score = known
  let isSupported = false
  for (let c = 0; c < sums.length; c++) {
    const v = (sums[c] ?? 0) * (scales[c] ?? 0)
    if (v > 0) {
      isSupported = true
      const step = v * STEPS
      const whole = step | 0
      const at = c * (STEPS + 2) + whole
      const low = table[at] ?? 0
      score += low + ((table[at + 1] ?? 0) - low) * (step - whole)
    } else if (v < 0) score += (linear[c] ?? 0) * Math.max(-1, v)
  }
  return isSupported && (learned || score > 0) ? score : NO_SCORE
}

interface Best extends Ranked {
  readonly total: number
}

function pickBest(limit: number, allowed: Allowed, scored: ScoredTitles, { index }: LiveModel): Best {
  const { scratch, scoreOf, among, learned, total } = scored
  const { scores, candidates, size, visitOf, base, isCandidate, visitStarts } = scratch
  const most = Math.min(Math.floor(limit), index.size())
  const compareItems = (a: number, b: number): number => (index.hashOf(a) < index.hashOf(b) ? -1 : 1)
  const best = createTopK(most, compareItems)
  for (let at = 0; at < size; at++) offer(titleOf(scratch, candidates[at] ?? 0), scores[at] ?? 0, best, allowed)
  const ranked = best.drain()
  if (ranked.items.length >= most) return { total, ...ranked }
  // Where rules leave too few candidates: whatever else something speaks for, below them.
  const others = createTopK(most - ranked.items.length, compareItems)
  const end = Math.max(...visitStarts)
  let all = total
  for (let visit = 1; visit < end; visit++) {
    const item = titleOf(scratch, visit)
    const isNewest = (visitOf[item] ?? 0) - base === visit
    if (!isNewest || isCandidate[visit] === 1 || among?.(item) === false) continue
    const score = scoreOf(visit)
    if (learned) all += fastExp(score)
    offer(item, score, others, allowed)
  }
  const more = others.drain()
  const lowest = ranked.scores.at(-1) ?? Infinity
  return {
    items: joined(Uint32Array, ranked.items, more.items),
    scores: joined(
      Float64Array,
      ranked.scores,
      more.scores.map((score) => Math.min(score, lowest)),
    ),
    total: all,
  }
}

/** `allowed` comes last: it is asked about a few titles for each one shown, not about every title touched. */
function offer(item: number, score: number, best: TopK, allowed: Allowed): void {
  if (score === NO_SCORE || score < best.least() || !best.accepts(item, score) || !allowed(item)) return
  best.add(item, score)
}

function joined<T extends Uint32Array | Float64Array>(Kind: { from(values: Iterable<number>): T }, a: T, b: T): T {
  return Kind.from([...a, ...b])
}
