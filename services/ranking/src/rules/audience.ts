/** Rules about who is watching. */
import type { CatalogTitle } from '@upnext/catalog'
import type { AudienceFacts } from '../facts/audience.ts'
import { languagesOfTitle } from '../facts/language.ts'
import type { Rule } from './rule.ts'

/** Children see what is made for them, and what is rated for this age or younger. */
const KIDS_AGE = 7

export const maturityRule: Rule = {
  name: 'maturity',
  applies: ({ audience }) => audience.maturityLimit !== null,
  hides: (title, { audience }) => isTooMature(title, audience),
}

export const kidsRule: Rule = {
  name: 'kids',
  applies: ({ audience }) => audience.kids,
  hides: (title, { audience }) => isNotForKids(title, audience),
}

/** A title in none of the wanted languages is not for them, and neither is one of which no language is known. */
export const languageRule: Rule = {
  name: 'language',
  applies: ({ audience }) => audience.languages.length > 0,
  hides: (title, { audience }) => {
    const spoken = languagesOfTitle(title)
    return audience.languages.some((wanted) => !spoken.some((language) => wanted.includes(language)))
  },
}

/**
 * Whether the subscription includes the title. Where no tier is known, a title that says nothing of tiers is shown: most catalogues do
 * without. What the viewer has paid for is theirs.
 */
export const tierRule: Rule = {
  name: 'tier',
  hides: ({ hash, tiers }, { audience, owned }) => {
    if (tiers?.every === true || owned.has(hash)) return false
    if (tiers === null) return audience.tiers.length > 0
    return audience.tiers.length === 0 || audience.tiers.some((tier) => !tiers.names.includes(tier))
  },
}

/** Whether a title may be named to this audience, in a reason say: a child need not read what somebody else has watched. */
export function mayBeNamed(title: CatalogTitle, audience: AudienceFacts): boolean {
  return !isTooMature(title, audience) && !isNotForKids(title, audience)
}

function isTooMature({ maturityAge }: CatalogTitle, { maturityLimit }: AudienceFacts): boolean {
  return maturityLimit !== null && (maturityAge === null || maturityAge > maturityLimit)
}

function isNotForKids({ maturityAge, madeForKids }: CatalogTitle, { kids }: AudienceFacts): boolean {
  return kids && madeForKids !== true && (maturityAge === null || maturityAge > KIDS_AGE)
}
