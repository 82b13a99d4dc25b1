/**
 * Titles outside the subscription that can be rented or bought: first what goes with those that the viewer rented or bought before,
 * then what goes with what they watched, then what many watch, then any.
 */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { isOffered } from '../../catalogue/offer-index.ts'
import type { Asker } from '../../facts/asker.ts'
import { ownedOf } from '../../facts/facts.ts'
import type { HistoryTitle } from '../../facts/history.ts'
import { causesOf } from '../candidate.ts'
import type { Candidate, CandidateCause, Rung } from '../candidate.ts'
import { fact } from '../fact.ts'
import { climb } from '../ladder.ts'
import { MOST_REASONS } from '../reasons.ts'
import type { RowContext, RowMaker } from '../row-maker.ts'
import { catalogRung, rankedRung, scoredRung } from '../rungs.ts'
import { titleOf } from '../titles.ts'

const { REASON_TYPE_CATALOG, REASON_TYPE_FOR_SALE, REASON_TYPE_POPULAR } = ReasonType

export const rentOrBuy: RowMaker<'rent_or_buy'> = (spec, context) => {
  const { asker, depth, nowMs } = context
  if (context.offers.newest().length === 0) return []
  const owned = ownedOf(asker.transactions, nowMs)
  const atAll = context.allowsBut('tier')
  const isOutside = (title: CatalogTitle): boolean =>
    isOffered(title) && !owned.has(title.hash) && atAll(title) && !context.allows(title)
  const named = new Set(asker.history.map(({ hash }) => hash))
  const steps = rungsOf(context).map((rung) => ({ step: 'own' as const, rung }))
  const candidates = climb(steps, depth, isOutside).map((candidate) => forSale(candidate, named))
  if (candidates.length === 0) return []
  const title = titleOf(spec, 'rent_or_buy')
  return [{ rowId: spec.id, title, candidates, inOrder: false }]
}

function rungsOf({ asker, catalog, history: own, offers, ranking, shelf }: RowContext): Rung[] {
  const any = catalogRung(() => offers.newest(), catalog)
  if (shelf === null) return [any]
  // What is left of the catalogue is what a subscription has; this row is of the rest.
  const whole = { ...shelf, left: () => null }
  const popular = catalogRung(() => offers.mostWatched(shelf.live), catalog)
  const watchedByMany: Rung = (limit, allows) =>
    popular(limit, allows).map((candidate) => ({ ...candidate, causes: [fact(REASON_TYPE_POPULAR)] }))
  const histories = [paidFor(asker), asker.history].filter((history) => history.length > 0)
  const scored = histories.map((history) =>
    history === own && ranking !== null ? rankedRung(whole, history, ranking) : scoredRung(whole, history),
  )
  return [...scored, watchedByMany, any]
}

/** What was rented or bought, newest first, as a history. Who wants no history used gets none of this either. */
function paidFor({ history, profile, transactions }: Asker): HistoryTitle[] {
  if (profile === null) return []
  const known = new Map(history.map((title) => [title.hash, title]))
  return transactions.map(({ key }) => known.get(key) ?? { ...NOT_WATCHED, hash: key })
}

const NOT_WATCHED = { weight: 1, source: 'profile', stars: null, thumbUp: null, fraction: null } as const

/** "Because you watched" is said of titles that were watched; what was only paid for speaks through "for sale", which is always said. */
function forSale(candidate: Candidate, named: ReadonlySet<ItemHash>): Candidate {
  const isSaid = (cause: CandidateCause): boolean =>
    cause.kind === 'title' ? named.has(cause.hash) : cause.type !== REASON_TYPE_CATALOG
  const found = causesOf(candidate)
  const unsaid = found.filter((cause) => !isSaid(cause)).reduce((sum, { share }) => sum + share, 0)
  const said = found.filter(isSaid).slice(0, MOST_REASONS - 1)
  const causes = [...said, fact(REASON_TYPE_FOR_SALE, Math.min(1, unsaid))].sort((a, b) => b.share - a.share)
  return { ...candidate, causes }
}
