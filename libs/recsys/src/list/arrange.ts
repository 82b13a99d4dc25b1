/**
 * Puts a list in an order that is good as a whole. Greedy, place by place: of the first `WINDOW * count` titles the one with the greatest
 *
 *   log score - fatigue * shown * log 2 + popularity * log(share) / 2 - diversity * likeness + calibration * pull
 *
 * comes next. Likeness is that of maximal marginal relevance (Carbonell and Goldstein 1998), with the mean over the titles above in
 * place of the greatest, and with a price for each title of the same series or with the same person. The pull is the slope of the
 * divergence in Steck's calibrated recommendations (2018): the log of how much the viewer likes a genre over how much of it the list
 * has, mean over the title's genres. Logs, because scores may have any scale.
 *
 * Bound: for the sake of variety no title comes before another that has more than 16 ^ (diversity + calibration) times its score, so
 * that a strong title stays before weak ones. Costs count * window * (genres + people).
 */
import { areNeutral } from './list-query.ts'
import type { ArrangeQuery } from './list-query.ts'
import type { ListTraits } from './list-traits.ts'
import { addTo, alikeTo, clearTally, emptyTally, groupMatesIn, samePersonIn } from './tally-state.ts'
import type { TallyState } from './tally-state.ts'

/** For each place to fill, so many titles are looked at; those after them stay where they are. */
export const WINDOW = 3

/** What likeness may cost at most, and between which two of its halves the pull stays. */
const MOST = Math.log(16)
/** Price of being like all titles above by genre, of each title of the same series, and of each with the same person. */
const ALL_ALIKE = Math.log(16)
const GROUP_MATE = Math.log(4)
const SAME_PERSON = Math.log(1.5)
/** What likeness to the page above costs, as a share of that to the row. */
const ABOVE = 0.5
/** Votes added to both sides of a pull, so that few titles decide little. */
const SMOOTHING = 0.5
const SHOWN_ONCE = Math.log(2)
/** All that hardly anybody watches counts as equally unpopular: a share of nothing would outweigh any score. */
const LEAST_POPULARITY = 0.01

/** Answers the places of `titles` in their new order: each once. Keeps its working memory, so ask one at a time. */
export type Arrange = (query: ArrangeQuery) => number[]

export function createArrange(): Arrange {
  const row = emptyTally()
  let scale = emptyScale(0, 0)
  return (query) => {
    const size = Math.min(query.titles.length, WINDOW * query.count)
    const genres = genresOf(query, size)
    const greatest = genres.reduce((most, genre) => Math.max(most, genre), 0)
    if (query.titles.length > scale.order.length || greatest >= scale.pulls.length)
      scale = emptyScale(
        2 * Math.max(query.titles.length, scale.order.length),
        2 * Math.max(greatest, scale.pulls.length),
      )
    try {
      return arrange(query, { ...scale, size, genres }, row)
    } finally {
      clearTally(row)
    }
  }
}

function arrange(query: ArrangeQuery, scale: Scale, row: TallyState): number[] {
  const { titles, count } = query
  const { order, size } = scale
  for (let place = 0; place < titles.length; place++) order[place] = place
  if (!isNeutral(query)) {
    weigh(query, scale)
    for (let place = 0; place < Math.min(count, size); place++) {
      const best = nextBest(query, scale, row, place)
      const index = order[best] ?? 0
      order.copyWithin(place + 1, place, best)
      order[place] = index
      const title = titles[index]
      if (title !== undefined) addTo(row, title)
    }
  }
  return Array.from(order.subarray(0, titles.length))
}

/** What titles are weighed by, found once for a list, in memory that the next list uses again. */
interface Scale {
  /** Places of the titles, in their new order. */
  readonly order: Uint32Array
  /** So many titles are looked at. */
  readonly size: number
  /** What does not depend on the titles above, in logs. */
  readonly worths: Float64Array
  /** What likeness to the page costs each title. */
  readonly likenesses: Float64Array
  /** All genres of these titles; empty where nothing is calibrated. */
  readonly genres: readonly number[]
  /** By genre, as of the place that is filled. */
  readonly pulls: Float64Array
}

function emptyScale(titles: number, genres: number): Scale {
  return {
    order: new Uint32Array(titles),
    size: 0,
    worths: new Float64Array(titles),
    likenesses: new Float64Array(titles),
    genres: [],
    pulls: new Float64Array(genres + 1),
  }
}

/** Where in `order` the title stands that comes next. */
function nextBest(query: ArrangeQuery, scale: Scale, row: TallyState, place: number): number {
  const { titles, taste } = query
  const { diversity, calibration } = query.settings
  const { order, size, worths, likenesses, genres, pulls } = scale
  for (const genre of genres) pulls[genre] = pullOf(genre, taste, row)
  // What cannot come next is not looked at closely.
  const greatestPull = calibration * (MOST / 2)
  let best = place
  let most = -Infinity
  for (let at = place; at < size; at++) {
    const index = order[at] ?? 0
    const title = titles[index]
    if (title === undefined) continue
    let value = worths[index] ?? 0
    if (value + greatestPull <= most) continue
    if (diversity > 0) value -= diversity * Math.min(MOST, (likenesses[index] ?? 0) + likenessIn(row, title))
    if (genres.length > 0) value += calibration * meanPull(title.genres, pulls)
    // Of equals the earlier one comes first.
    if (value > most) {
      most = value
      best = at
    }
  }
  return best
}

function isNeutral({ settings, taste }: ArrangeQuery): boolean {
  return areNeutral(taste.length === 0 ? { ...settings, calibration: 0 } : settings)
}

/** What does not depend on the titles above in the row. */
function weigh({ titles, settings, above }: ArrangeQuery, { size, worths, likenesses }: Scale): void {
  const mindsAbove = above !== null && settings.diversity > 0
  let least = Infinity
  for (let index = 0; index < size; index++) {
    const title = titles[index]
    if (title === undefined) continue
    least = Math.min(least, logOf(title.score))
    worths[index] =
      least -
      settings.fatigue * title.shown * SHOWN_ONCE +
      (settings.popularity === 0
        ? 0
        : (settings.popularity * Math.log(Math.max(LEAST_POPULARITY, title.popularity))) / 2)
    likenesses[index] = mindsAbove
      ? ABOVE * likeness(above.alike(title), above.groupMates(title), above.samePerson(title))
      : 0
  }
}

/** Of whatever is no number above 0, that of the least there is. */
function logOf(score: number): number {
  return Math.log(score > 0 ? Math.min(score, Number.MAX_VALUE) : Number.MIN_VALUE)
}

function likenessIn(row: TallyState, { genres, people, group }: ListTraits): number {
  return likeness(alikeTo(row, genres), groupMatesIn(row, group), samePersonIn(row, people))
}

function likeness(alike: number, groupMates: number, samePerson: number): number {
  return ALL_ALIKE * alike + GROUP_MATE * groupMates + SAME_PERSON * samePerson
}

/** All genres of the titles looked at; none where nothing is calibrated. */
function genresOf({ titles, taste, settings }: ArrangeQuery, size: number): readonly number[] {
  if (taste.length === 0 || settings.calibration === 0) return []
  const genres = new Set<number>()
  for (let index = 0; index < size; index++) for (const genre of titles[index]?.genres ?? []) genres.add(genre)
  return [...genres]
}

/** Above 0 where the list has less of a genre than the viewer likes. One title as the viewer likes them is thought to stand before it. */
function pullOf(genre: number, taste: ArrayLike<number>, { votes, withGenres }: TallyState): number {
  const liked = taste[genre] ?? 0
  return Math.log((liked * (withGenres + 1) + SMOOTHING) / ((votes[genre] ?? 0) + liked + SMOOTHING))
}

function meanPull(genres: readonly number[], pulls: Float64Array): number {
  if (genres.length === 0) return 0
  let sum = 0
  for (let at = 0; at < genres.length; at++) sum += pulls[genres[at] ?? 0] ?? 0
  return Math.min(MOST / 2, Math.max(-MOST / 2, sum / genres.length))
}
