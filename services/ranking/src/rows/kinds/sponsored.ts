/**
 * What somebody has paid for, labelled: only for viewers who have agreed, never for children, and nothing that a rule hides. Never
 * filled up with titles that nobody has paid for.
 */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { Random } from '@upnext/recsys'
import type { RowSpecOf } from '@upnext/rows'
import { areInAll } from '../../facts/audience.ts'
import type { Candidate } from '../candidate.ts'
import { fact } from '../fact.ts'
import type { RowContext, RowMaker } from '../row-maker.ts'
import { randomOf } from '../seed.ts'
import { titleOf } from '../titles.ts'

type Campaign = RowSpecOf<'sponsored'>['campaigns'][number]

const causes = [fact(ReasonType.REASON_TYPE_SPONSORED)]

export const sponsored: RowMaker<'sponsored'> = (spec, context) => {
  const { asker, depth } = context
  if (!asker.sponsored || asker.audience.kids) return []
  const running = spec.campaigns.filter((campaign) => isRunning(campaign, context))
  const inTurn = shuffled(running, randomOf(`${context.seed} ${spec.id}`))
  const candidates = takeTurns(inTurn, context).slice(0, depth)
  const [first] = candidates
  if (first?.sponsorship === undefined) return []
  const { sponsor } = first.sponsorship
  const alone = candidates.every(({ sponsorship }) => sponsorship?.sponsor === sponsor)
  const title = alone ? titleOf(spec, 'sponsored', { sponsor }) : titleOf(spec, 'sponsored_by_several')
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}

/** In every country in question; where none is known, only campaigns for all of them. `to` itself is outside. */
function isRunning({ from, to, countries }: Campaign, { nowMs, asker }: RowContext): boolean {
  if (from !== undefined && nowMs < Date.parse(from)) return false
  if (to !== undefined && nowMs >= Date.parse(to)) return false
  return countries === undefined || areInAll(countries, asker.audience)
}

/** One title of each campaign, then the second of each, and so on; a title that two have paid for goes to the one whose turn it is. */
function takeTurns(campaigns: readonly Campaign[], { catalog, allows }: RowContext): readonly Candidate[] {
  const taken = new Set<CatalogTitle>()
  const queues = campaigns.map((campaign) => ({ campaign, ids: campaign.items.values() }))
  const next = ({ campaign, ids }: (typeof queues)[number]): Candidate[] => {
    for (const itemId of ids) {
      const title = catalog.byId(itemId)
      if (title === undefined || taken.has(title) || !allows(title)) continue
      taken.add(title)
      return [
        { title, score: 1 / taken.size, causes, sponsorship: { campaign: campaign.id, sponsor: campaign.sponsor } },
      ]
    }
    return []
  }
  const found: Candidate[] = []
  for (let round = queues.flatMap(next); round.length > 0; round = queues.flatMap(next)) found.push(...round)
  return found
}

/** Fisher and Yates. */
function shuffled<T>(all: readonly T[], random: Random): readonly T[] {
  const left = [...all]
  return all.flatMap(() => left.splice(Math.floor(random() * left.length), 1))
}
