/** Rules about who is watching. */
import type { CatalogTitle } from '@upnext/catalog'
import type { AudienceFacts } from '../facts/audience.ts'
import type { Rule } from './rule.ts'

/** Children see what is made for them, and what is rated for this age or younger. */
const KIDS_AGE = 7

export const maturityRule: Rule = { name: 'maturity', hides: (title, { audience }) => isTooMature(title, audience) }

export const kidsRule: Rule = { name: 'kids', hides: (title, { audience }) => isNotForKids(title, audience) }

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
