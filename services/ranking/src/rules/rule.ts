/** A rule takes titles out. Rules fail closed: where a rule needs a fact that a title lacks, the title is hidden. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Facts } from '../facts/facts.ts'

export interface Rule {
  /** As answers count it: `region`, `maturity`. */
  readonly name: string
  hides(title: CatalogTitle, facts: Facts): boolean
}
