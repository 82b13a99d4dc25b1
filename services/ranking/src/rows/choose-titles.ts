/** Chooses the titles of a row: the rungs, the rules, and what to do where both leave nothing. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import type { Facts } from '../facts/facts.ts'
import { createJudge } from '../rules/judge.ts'
import type { RemovedTitles } from '../rules/judge.ts'
import type { Candidate, Rung } from './candidate.ts'
import type { CatalogOrder } from './catalog-order.ts'
import { fillRow } from './fill-row.ts'
import { catalogRung } from './rungs.ts'

export interface Choice {
  readonly titles: readonly Candidate[]
  readonly removed: readonly RemovedTitles[]
}

export interface ChooseOptions {
  readonly catalog: Pick<Catalog, 'byHash'>
  readonly order: CatalogOrder
  /** For when everything has been seen: rungs that may answer titles of the history. */
  readonly againRungs?: readonly Rung[]
  readonly finish?: Finish
}

/** A last word on a row that is chosen: answers as many titles, all of them allowed. */
export type Finish = (titles: readonly Candidate[], allows: (title: CatalogTitle) => boolean) => readonly Candidate[]

/** Not empty while the catalogue has a title that may be shown: rather one seen before than an empty screen. */
export function chooseTitles(
  rungs: readonly Rung[],
  limit: number,
  facts: Facts,
  { catalog, order, againRungs = rungs, finish = (titles) => titles }: ChooseOptions,
): Choice {
  const judge = createJudge(facts)
  const titles = fillRow([...rungs, catalogRung(order.titles(), catalog)], limit, (title) => judge.allows(title))
  if (titles.length > 0) {
    return { titles: finish(titles, (title) => judge.allows(title)), removed: judge.removed() }
  }

  const everything = catalogRung(order.fresh(), catalog)
  const unseen = fillRow([everything], limit, (title) => judge.allows(title))
  if (unseen.length > 0) return { titles: unseen, removed: judge.removed() }
  const again = createJudge({ ...facts, seen: new Set() })
  return {
    titles: fillRow([...againRungs, everything], limit, (title) => again.allows(title)),
    removed: again.removed(),
  }
}
