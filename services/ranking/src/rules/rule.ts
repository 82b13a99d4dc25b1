/** A rule takes titles out. Rules fail closed: where a rule needs a fact that a title lacks, the title is hidden. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Facts } from '../facts/facts.ts'

/** As answers count it, in the order in which rules are asked. */
export const RULE_NAMES = [
  'withdrawn',
  'kind',
  'region',
  'window',
  'maturity',
  'kids',
  'language',
  'tier',
  'excluded',
  'filter',
  'dismissed',
  'seen',
] as const
export type RuleName = (typeof RULE_NAMES)[number]

export interface Rule {
  readonly name: RuleName
  /** `false`: it has nothing to say to this request, and need not be asked about any title. Absent: it always has. */
  applies?(facts: Facts): boolean
  hides(title: CatalogTitle, facts: Facts): boolean
}
