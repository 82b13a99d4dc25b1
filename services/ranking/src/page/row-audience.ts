import type { RowSpec } from '@upnext/rows'
import type { AudienceFacts } from '../facts/audience.ts'

/** Whether a row of the file is for this audience at all. Closed, as rules are: a row for some countries is not shown where nobody knows which. */
export function isForAudience(
  { audience = 'all', countries }: RowSpec,
  { kids, countries: asked }: AudienceFacts,
): boolean {
  if (audience === 'adults' && kids) return false
  if (audience === 'kids' && !kids) return false
  return countries === undefined || (asked.length > 0 && asked.every((country) => countries.includes(country)))
}
