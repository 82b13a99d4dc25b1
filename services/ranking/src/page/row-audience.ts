import type { RowSpec } from '@upnext/rows'
import { areInAll } from '../facts/audience.ts'
import type { AudienceFacts } from '../facts/audience.ts'

/** Whether a row of the file is for this audience at all. */
export function isForAudience({ audience = 'all', countries }: RowSpec, asked: AudienceFacts): boolean {
  if (audience === 'adults' && asked.kids) return false
  if (audience === 'kids' && !asked.kids) return false
  return countries === undefined || areInAll(countries, asked)
}
