/** Fields that more than one request has. */
import type { RequestContext } from '@upnext/contracts'
import type { Violations } from './violation.ts'

export const DEFAULT_LIMIT = 20
export const GREATEST_LIMIT = 200
export const MOST_EXCLUSIONS = 1000
const LONGEST_ID = 256
const COUNTRY = /^[A-Z]{2}$/
const CONTROL_CHARACTER = /\p{Cc}/u

/** What a request says about who is watching; `null`: it does not say. */
export interface RequestFacts {
  readonly country: string | null
  readonly maturityLimit: number | null
  readonly kids: boolean | null
  readonly withoutPersonalization: boolean
}

export function readLimit(limit: number | undefined, violations: Violations): number {
  if (limit === undefined) return DEFAULT_LIMIT
  if (limit < 1 || limit > GREATEST_LIMIT)
    violations.add('limit', `expected a number from 1 to ${GREATEST_LIMIT}, got ${limit}`)
  return limit
}

export function readExclusions(ids: readonly string[], violations: Violations): readonly string[] {
  if (ids.length > MOST_EXCLUSIONS)
    violations.add('exclude_item_ids', `expected at most ${MOST_EXCLUSIONS} ids, got ${ids.length}`)
  return ids
}

export function readContext(context: RequestContext | undefined, violations: Violations): RequestFacts {
  const country = context?.country ?? null
  if (country !== null && !COUNTRY.test(country))
    violations.add('context.country', 'expected two upper-case letters of ISO 3166-1, like "DE"')
  return {
    country,
    maturityLimit: context?.maturityLimit ?? null,
    kids: context?.kids ?? null,
    withoutPersonalization: context?.withoutPersonalization ?? false,
  }
}

/** An id as events carry it: 1 to 256 characters, none of them a control character. */
export function checkId(id: string, field: string, violations: Violations): void {
  if (id === '') violations.add(field, 'expected an id, got none')
  else if (id.length > LONGEST_ID || CONTROL_CHARACTER.test(id))
    violations.add(field, `expected at most ${LONGEST_ID} characters without control characters`)
}
