/** All rules together, for one request. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Facts } from '../facts/facts.ts'
import { kidsRule, languageRule, maturityRule, tierRule } from './audience.ts'
import type { AudienceVerdicts } from './audience-verdicts.ts'
import { kindRule, regionRule, windowRule, withdrawnRule } from './availability.ts'
import { dismissedRule, excludedRule, filterRule, seenRule } from './personal.ts'
import type { Rule, RuleName } from './rule.ts'

/** What they say of a title, but of one that the viewer has paid for, is the same for everybody of an audience at one time. */
export const AUDIENCE_RULES: readonly Rule[] = [
  withdrawnRule,
  kindRule,
  regionRule,
  windowRule,
  maturityRule,
  kidsRule,
  languageRule,
  tierRule,
]

/** In the order in which they are asked: the first that hides a title is the one that answers count. */
export const RULES: readonly Rule[] = [...AUDIENCE_RULES, excludedRule, filterRule, dismissedRule, seenRule]

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

/** `known`: what `AUDIENCE_RULES` say to these facts; `null`: they are asked. */
export function createJudge(facts: Facts, known: AudienceVerdicts | null = null): Judge {
  const rules = RULES.filter((rule) => rule.applies?.(facts) !== false)
  /**
   * Of each title asked about: the place of the first rule that hides it, or the number of rules where none does; `~place` once the
   * title has been counted as removed. One number a title, as a filter that fits nothing has the whole catalogue asked about.
   */
  const verdicts = new Map<number, number>()
  /** By the place of a rule that did not count: the place of the next rule that hides the title. */
  const later = new Map<number, Map<number, number>>()
  const counts = new Map<RuleName, number>()
  const left: CatalogTitle[] = []
  let counted = 0
  const nextHiding = (title: CatalogTitle, from: number): number => {
    let place = from
    while (rules[place]?.hides(title, facts) === false) place++
    return place
  }
  const firstHiding = (title: CatalogTitle): number => {
    if (known === null || (facts.owned.size > 0 && facts.owned.has(title.hash))) return nextHiding(title, 0)
    const place = known.placeOf(title)
    return place < known.rules.length ? place : nextHiding(title, place)
  }
  const verdictOn = (title: CatalogTitle): number => {
    const before = verdicts.get(title.number)
    if (before !== undefined) return before
    const verdict = firstHiding(title)
    verdicts.set(title.number, verdict)
    if (isLeft(verdict)) left.push(title)
    return verdict
  }
  const isLeft = (verdict: number): boolean => verdict === rules.length || rules[verdict]?.name === 'seen'
  const nextAfter = (title: CatalogTitle, place: number): number => {
    const found = later.get(place) ?? new Map<number, number>()
    later.set(place, found)
    const next = found.get(title.number) ?? nextHiding(title, place + 1)
    found.set(title.number, next)
    return next
  }
  const count = (title: CatalogTitle, first: number, rule: RuleName): void => {
    verdicts.set(title.number, ~first)
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
