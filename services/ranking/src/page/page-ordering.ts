/** The order of titles within a row: boosts, what is tired of being shown, variety, a little chance, and pins. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import { WINDOW, areNeutral, genreTaste, shownTimes } from '@upnext/recsys'
import type { Arrange, ListTally, ListTitle, Model } from '@upnext/recsys'
import type { ImpressedTitle } from '@upnext/profiles'
import { changedList } from '@upnext/rows'
import type { ListSettings } from '@upnext/rows'
import type { Candidate } from '../rows/candidate.ts'
import { leaveToChance } from '../rows/explore.ts'
import { filteredContext } from '../rows/row-context.ts'
import type { RowContext } from '../rows/row-maker.ts'
import { factorOf } from '../rules/wishes.ts'
import type { TitleBoost } from '../rules/wishes.ts'
import type { Ordering } from './deal-titles.ts'
import { placePins } from './pins.ts'
import type { PinnedTitle } from './pins.ts'
import type { TraitsOf } from './title-traits.ts'
import type { WantingRow } from './wanting-row.ts'

export interface PageOrderOptions {
  readonly context: RowContext
  readonly arrange: Arrange
  readonly traitsOf: TraitsOf
  /** Working memory, used again by every ordering, one after the other: it is as large as there are people. */
  readonly tally: ListTally
  readonly boosts: readonly TitleBoost[]
  readonly pins: readonly PinnedTitle[]
}

/** What all orderings of a page have in common is found once. */
export function pageOrdering(options: PageOrderOptions): () => Ordering {
  const { context, traitsOf, boosts, tally: above } = options
  const isPinned = new Set(options.pins.map(({ title }) => title.number))
  let found: ListFacts | null = null
  const facts = (): ListFacts => (found ??= listFactsOf(context, traitsOf))

  // Several rows find the same titles, and boosts are as dear as filters.
  const factors = new Map<CatalogTitle, number>()
  const factorFor = (title: CatalogTitle): number => {
    const factor = factors.get(title) ?? factorOf(title, boosts)
    factors.set(title, factor)
    return factor
  }

  return () => {
    // Told to the tally once a row asks for it: most answers of one row never do.
    const untold: Candidate[] = []
    let isTold = false
    const tell = (): void => {
      if (!isTold) above.clear()
      isTold = true
      for (const { title } of untold.splice(0)) above.add(traitsOf(title))
    }
    return {
      order(row, free, isTaken) {
        if (row.draft.inOrder) return placePins(row.draft.odds?.(free) ?? free)
        const settings = changedList(context.list, row.spec.list ?? {})
        const loose = free.filter(({ pinnedAt }) => pinnedAt === undefined)
        const boosted = boosts.length === 0 ? loose : boost(loose, factorFor)
        // What stands below the window keeps its place, and so does what the ladder filled up: it stays below what the row is about.
        const looked = boosted.filter(({ step }) => step === undefined).slice(0, WINDOW * row.limit)
        const below = looked.length === boosted.length ? [] : without(boosted, looked)
        const pinned = free.filter(({ pinnedAt }) => pinnedAt !== undefined)
        // Chance does not give another place to what is pinned, to whichever row.
        const isGone = (title: CatalogTitle): boolean => isTaken(title) || isPinned.has(title.number)
        const arranged = withChance(row, [...inOrder(looked, row, settings, tell), ...below], settings, isGone)
        return descending(pinned.length === 0 ? arranged : placePins([...pinned, ...arranged]), row.limit)
      },
      shown(titles) {
        untold.push(...titles)
      },
    }
  }

  function inOrder(
    looked: readonly Candidate[],
    { limit }: WantingRow,
    settings: ListSettings,
    tellAbove: () => void,
  ): readonly Candidate[] {
    if (areNeutral(settings)) return looked
    tellAbove()
    const { taste, shownOf } = facts()
    const needsPopularity = settings.popularity !== 0
    const titles = looked.map(({ title, score }): ListTitle => {
      const { genres, people, group } = traitsOf(title)
      const popularity = needsPopularity ? popularityOf(title, context) : 0
      return { genres, people, group, score, popularity, shown: shownOf(title) }
    })
    return pick(looked, options.arrange({ titles, count: limit, settings, taste, above }))
  }

  function withChance(
    { spec, limit }: WantingRow,
    ordered: readonly Candidate[],
    list: ListSettings,
    isTaken: (title: CatalogTitle) => boolean,
  ): readonly Candidate[] {
    if (spec.type !== 'next_to_watch' || list.exploration === 0) return ordered
    const coming = new Set(ordered.map(({ title }) => title.number))
    const row = filteredContext(context, spec.fits)
    const allows = (title: CatalogTitle): boolean => !isTaken(title) && !coming.has(title.number) && row.allows(title)
    const given = leaveToChance(ordered.slice(0, limit), { ...context, list, allows })
    const stand = new Set(given)
    // What chance has pushed out comes next.
    return [...given, ...ordered.filter((candidate) => !stand.has(candidate))]
  }
}

/** What is known of the viewer that lists are put in order by. */
interface ListFacts {
  /** See `genreTaste`. */
  readonly taste: Float64Array
  /** See `shownTimes`. */
  readonly shownOf: (title: CatalogTitle) => number
}

function listFactsOf({ catalog, history, asker, nowMs }: RowContext, traitsOf: TraitsOf): ListFacts {
  const impressions = new Map<ItemHash, ImpressedTitle>(
    asker.profile?.impressions.entries.map((entry) => [entry.key, entry]),
  )
  const pickedAt = new Map(asker.profile?.recent.entries.map((title) => [title.key, title.sessions[0]?.atMs ?? null]))
  return {
    taste: genreTaste(
      history.flatMap(({ hash, weight }) => {
        const title = catalog.byHash(hash)
        return title === undefined ? [] : [{ weight, genres: traitsOf(title).genres }]
      }),
    ),
    shownOf: ({ hash }) => {
      const impressed = impressions.get(hash)
      return impressed === undefined ? 0 : shownTimes(impressed.shown, pickedAt.get(hash) ?? null, nowMs)
    },
  }
}

function boost(titles: readonly Candidate[], factorFor: (title: CatalogTitle) => number): Candidate[] {
  const raised = titles.map((candidate) => ({ ...candidate, score: candidate.score * factorFor(candidate.title) }))
  return raised.sort((a, b) => b.score - a.score)
}

function without(titles: readonly Candidate[], some: readonly Candidate[]): Candidate[] {
  const left = new Set(titles)
  for (const title of some) left.delete(title)
  return [...left]
}

function pick(titles: readonly Candidate[], order: readonly number[]): Candidate[] {
  return order.flatMap((at) => titles[at] ?? [])
}

/**
 * Scores say the order: of the first `count` titles, which are shown, one that came before a better one for the sake of the list has
 * that one's.
 */
function descending(titles: readonly Candidate[], count: number): Candidate[] {
  let greatest = 0
  const scores = new Float64Array(titles.length)
  for (let at = titles.length - 1; at >= 0; at--) {
    greatest = Math.max(greatest, titles[at]?.score ?? 0)
    scores[at] = greatest
  }
  return titles.map((candidate, at) => {
    const score = scores[at] ?? 0
    return at >= count || score === candidate.score ? candidate : { ...candidate, score }
  })
}

const mostPopular = new WeakMap<Model, number>()

/** As a share of the most popular title's when the model was built; 0 where no model knows the title. */
function popularityOf({ hash }: CatalogTitle, { shelf }: RowContext): number {
  if (shelf === null) return 0
  const { index, popularity, model } = shelf.live
  const item = index.numberOf(hash)
  if (item === undefined) return 0
  const most =
    mostPopular.get(model) ?? model.popularity.total.reduce((greatest, value) => Math.max(greatest, value), 0)
  mostPopular.set(model, most)
  return most > 0 ? Math.min(1, popularity.totalOf(item) / most) : 0
}
