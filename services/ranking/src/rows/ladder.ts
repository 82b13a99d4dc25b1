/**
 * The ladder: a row's own titles; then, where it may be filled, what is popular of late in some genres, of late, over all time, and
 * at last anything in the catalogue that is allowed. Each step fills what the one above leaves open.
 */
import type { CatalogTitle } from '@upnext/catalog'
import type { Candidate, LadderStep, Rung } from './candidate.ts'
import { byYearThenId } from './catalog-order.ts'
import { extended } from './extended.ts'
import { fewLeft } from './few-left.ts'
import { ownGenres } from './own-genres.ts'
import type { RowContext } from './row-maker.ts'
import { catalogRung, popularRung, scoredRung } from './rungs.ts'
import type { Shelf } from './rungs.ts'

type Allows = (title: CatalogTitle) => boolean

export interface Step {
  readonly step: LadderStep
  readonly rung: Rung
}

export interface LadderOptions {
  /** What the row is about, the best way of finding it first. */
  readonly own: readonly Rung[]
  /** Whether to go further than the row's own titles. */
  readonly fill: boolean
  /** Whose popular titles come first, asked where the row's own titles are too few; absent or none: nobody's. */
  readonly genres?: () => readonly string[]
  /** Where not the context's own. */
  readonly allows?: Allows
}

/** At most `context.depth` titles, best first. */
export function climbLadder(context: RowContext, { own, fill, genres, allows }: LadderOptions): readonly Candidate[] {
  const steps = [...own.map((rung): Step => ({ step: 'own', rung })), ...(fill ? stepsDown(context, genres) : [])]
  return climb(steps, context.depth, allows ?? context.allows)
}

/** The same; none where the first is not the row's own: filled up alone, a row would promise what it does not hold. */
export function climbFromOwn(context: RowContext, options: LadderOptions): readonly Candidate[] {
  const candidates = climbLadder(context, options)
  return candidates[0]?.step === undefined ? candidates : []
}

/**
 * For where a whole answer would be empty: an allowed title that the catalogue's order does not have yet, else those that the viewer
 * has seen. Empty only where rules other than `seen` allow none.
 */
export function lastResort(context: RowContext): readonly Candidate[] {
  const { catalog, order, depth, shelf, history, allows, allowsBut } = context
  const everything = catalogRung(
    inCatalogOrder(context, () => order.fresh()),
    catalog,
  )
  const unseen = climb([{ step: 'catalog', rung: everything }], depth, allows)
  if (unseen.length > 0) return unseen
  const popular = shelf === null ? [] : popularSteps(shelf, () => ownGenres(context)).map(({ rung }) => rung)
  const rungs = [...(shelf === null ? [] : [scoredRung(shelf, history, true)]), ...popular, everything]
  return climb(
    rungs.map((rung): Step => ({ step: 'watched_before', rung })),
    depth,
    allowsBut('seen'),
  )
}

/** No title twice; scores descend, also from step to step. */
export function climb(steps: readonly Step[], limit: number, allows: Allows): Candidate[] {
  const row: Candidate[] = []
  for (const { step, rung } of steps) {
    if (row.length >= limit) break
    const found = rung(limit - row.length, row.length === 0 ? allows : butThose(row, allows))
    const marked = step === 'own' ? found : found.map((candidate) => extended(candidate, { step }))
    row.push(...below(row.at(-1)?.score, marked))
  }
  return row
}

function butThose(row: readonly Candidate[], allows: Allows): Allows {
  const taken = new Set(row.map(({ title }) => title))
  return (title) => !taken.has(title) && allows(title)
}

/** Titles that are found already, as a rung. */
export function listRung(list: () => readonly Candidate[]): Rung {
  return (limit, allows) => {
    const found: Candidate[] = []
    for (const candidate of list()) {
      if (found.length >= limit) break
      if (allows(candidate.title)) found.push(candidate)
    }
    return found
  }
}

function stepsDown(context: RowContext, genres?: () => readonly string[]): readonly Step[] {
  const { shelf, catalog, order } = context
  const popular = shelf === null ? [] : popularSteps(shelf, genres)
  const everything = inCatalogOrder(context, () => order.titles())
  return [...popular, { step: 'catalog', rung: catalogRung(everything, catalog) }]
}

/** All titles that rules may allow. */
function inCatalogOrder(context: RowContext, all: () => readonly CatalogTitle[]): () => readonly CatalogTitle[] {
  const { catalog, order } = context
  return () => fewLeft(context, catalog.size(), order, (left) => left.toSorted(byYearThenId)) ?? all()
}

function popularSteps(shelf: Shelf, genres: () => readonly string[] = NONE): readonly Step[] {
  const ofGenres: Rung = (limit, allows) => popularRung(shelf, 'month', genres())(limit, allows)
  return [
    { step: 'genre_popular', rung: ofGenres },
    { step: 'month_popular', rung: popularRung(shelf, 'month') },
    { step: 'all_time_popular', rung: popularRung(shelf, 'total') },
  ]
}

const NONE = (): readonly string[] => []

/** Each rung has a scale of its own: its scores are shrunk to fit under what stands above. */
function below(floor: number | undefined, found: readonly Candidate[]): readonly Candidate[] {
  const [first] = found
  if (floor === undefined || first === undefined) return found
  const factor = (0.999 * floor) / first.score
  return found.map((candidate) => ({ ...candidate, score: candidate.score * factor }))
}
