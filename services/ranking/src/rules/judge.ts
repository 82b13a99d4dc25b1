/** All rules together, for one request. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import type { Facts } from '../facts/facts.ts'
import { kidsRule, maturityRule } from './audience.ts'
import { kindRule, regionRule, windowRule, withdrawnRule } from './availability.ts'
import { dismissedRule, excludedRule, seenRule } from './personal.ts'
import type { Rule } from './rule.ts'

/** In the order in which they are asked: the first that hides a title is the one that answers count. */
export const RULES: readonly Rule[] = [
  withdrawnRule,
  kindRule,
  regionRule,
  windowRule,
  maturityRule,
  kidsRule,
  excludedRule,
  dismissedRule,
  seenRule,
]

export interface Judge {
  allows(title: CatalogTitle): boolean
  /** How many of the titles asked about each rule has hidden; each title counts once. */
  removed(): RemovedTitles[]
}

export interface RemovedTitles {
  readonly rule: string
  readonly count: number
}

export function createJudge(facts: Facts, rules: readonly Rule[] = RULES): Judge {
  const verdicts = new Map<ItemHash, string | null>()
  const judge = (title: CatalogTitle): string | null => rules.find((rule) => rule.hides(title, facts))?.name ?? null
  return {
    allows(title) {
      const known = verdicts.get(title.hash)
      if (known !== undefined) return known === null
      const verdict = judge(title)
      verdicts.set(title.hash, verdict)
      return verdict === null
    },
    removed() {
      const counts = new Map<string, number>()
      for (const rule of verdicts.values()) if (rule !== null) counts.set(rule, (counts.get(rule) ?? 0) + 1)
      return [...counts].map(([rule, count]) => ({ rule, count }))
    },
  }
}
