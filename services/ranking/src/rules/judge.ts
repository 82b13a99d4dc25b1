/** All rules together, for one request. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import type { Facts } from '../facts/facts.ts'
import { kidsRule, languageRule, maturityRule, tierRule } from './audience.ts'
import { kindRule, regionRule, windowRule, withdrawnRule } from './availability.ts'
import { dismissedRule, excludedRule, filterRule, seenRule } from './personal.ts'
import type { Rule, RuleName } from './rule.ts'

/** In the order in which they are asked: the first that hides a title is the one that answers count. */
export const RULES: readonly Rule[] = [
  withdrawnRule,
  kindRule,
  regionRule,
  windowRule,
  maturityRule,
  kidsRule,
  languageRule,
  tierRule,
  excludedRule,
  filterRule,
  dismissedRule,
  seenRule,
]

export interface Judge {
  /** `but`: rules that do not count this time. */
  allows(title: CatalogTitle, but?: readonly RuleName[]): boolean
  /** How many of the titles asked about each rule has hidden; each title counts once, for the first rule that hid it. */
  removed(): RemovedTitles[]
  /**
   * The titles asked about so far that no rule hides, or `seen` alone; `null` while fewer than so many titles have been asked about.
   * Whoever has been through the whole catalogue need not go through it again.
   */
  left(titles: number): readonly CatalogTitle[] | null
}

export interface RemovedTitles {
  readonly rule: string
  readonly count: number
}

export function createJudge(facts: Facts, all: readonly Rule[] = RULES): Judge {
  const rules = all.filter((rule) => rule.applies?.(facts) !== false)
  /**
   * Of each title asked about: the place of the first rule that hides it, or the number of rules where none does; `~place` once the
   * title has been counted as removed. One number a title, as a filter that fits nothing has the whole catalogue asked about.
   */
  const verdicts = new Map<ItemHash, number>()
  /** By the place of a rule that did not count: the place of the next rule that hides the title. */
  const later = new Map<number, Map<ItemHash, number>>()
  const counts = new Map<RuleName, number>()
  const left: CatalogTitle[] = []
  let counted = 0
  const nextHiding = (title: CatalogTitle, from: number): number => {
    let place = from
    while (rules[place]?.hides(title, facts) === false) place++
    return place
  }
  const verdictOn = (title: CatalogTitle): number => {
    const known = verdicts.get(title.hash)
    if (known !== undefined) return known
    const verdict = nextHiding(title, 0)
    verdicts.set(title.hash, verdict)
    if (isLeft(verdict)) left.push(title)
    return verdict
  }
  const isLeft = (verdict: number): boolean => verdict === rules.length || rules[verdict]?.name === 'seen'
  const nextAfter = (title: CatalogTitle, place: number): number => {
    const known = later.get(place) ?? new Map<ItemHash, number>()
    later.set(place, known)
    const next = known.get(title.hash) ?? nextHiding(title, place + 1)
    known.set(title.hash, next)
    return next
  }
  const count = (title: CatalogTitle, first: number, rule: RuleName): void => {
    verdicts.set(title.hash, ~first)
    if (!isLeft(first)) counted += 1
    counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return {
    allows(title, but = NONE) {
      const verdict = verdictOn(title)
      const first = verdict < 0 ? ~verdict : verdict
      let place = first
      let rule = rules[place]
      // Only where a rule does not count do those behind it have to be asked: filters are dear.
      while (rule !== undefined && but.includes(rule.name)) {
        place = nextAfter(title, place)
        rule = rules[place]
      }
      if (rule === undefined) return true
      if (verdict >= 0) count(title, first, rule.name)
      return false
    },
    removed: () => Array.from(counts, ([rule, count]) => ({ rule, count })),
    // Of a title that was asked about without the rule that hides it, it is not said yet what it counts for: it is not done with.
    left: (titles) => (left.length + counted < titles ? null : left),
  }
}

const NONE: readonly RuleName[] = []
