/** Titles and facts for tests of rules: a test says what matters to it and nothing else. */
import { createCatalog } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import { CatalogItem, ItemKind } from '@upnext/contracts'
import type { AudienceFacts } from '../facts/audience.ts'
import type { Facts } from '../facts/facts.ts'
import { createJudge } from '../rules/judge.ts'

/** The answer's clock. */
export const NOW = 1_800_000_000_000

const OPEN: CatalogItem = CatalogItem.fromPartial({
  itemId: 'heat',
  title: 'Heat',
  kind: ItemKind.ITEM_KIND_MOVIE,
  genres: ['Drama'],
  year: 2020,
  languages: ['en'],
  maturityAge: 0,
  regions: { everywhere: true },
  madeForKids: false,
  revision: 1,
})

/** A movie that every rule lets through, as the catalogue reads it. */
export function aTitle(item: Partial<CatalogItem> = {}): CatalogTitle {
  const catalog = createCatalog()
  const whole = { ...OPEN, ...item }
  catalog.apply({ item: whole, receivedAtMs: 0 })
  const title = catalog.byId(whole.itemId)
  if (title === undefined) throw new Error('the catalogue did not take the title')
  return title
}

/** Nothing is known of the audience, and nobody has a wish. */
export function someFacts(audience: Partial<AudienceFacts> = {}, facts: Partial<Facts> = {}): Facts {
  return {
    nowMs: NOW,
    audience: { countries: [], maturityLimit: null, kids: false, languages: [], tiers: [], ...audience },
    owned: new Set(),
    excluded: new Set(),
    filter: null,
    dismissed: new Set(),
    seen: new Set(),
    ...facts,
  }
}

/** The name of the rule that hides the title, or `shown`. */
export function verdict(title: CatalogTitle, facts: Facts): string {
  const judge = createJudge(facts)
  judge.allows(title)
  return judge.removed()[0]?.rule ?? 'shown'
}
