/** Who may be watching: facts of the request and of the profile, combined to the stricter. */
import type { SettingsState } from '@upnext/profiles'
import type { RequestFacts } from '../request/fields.ts'

export interface AudienceFacts {
  /** A title must be allowed in every one of them. None: nobody knows where this is, only titles for everywhere are allowed. */
  readonly countries: readonly string[]
  /** Highest age rating that may be shown; `null`: any. */
  readonly maturityLimit: number | null
  readonly kids: boolean
}

/** `null` where there is no profile: a guest, or a viewer of whom nothing is known. */
export function combineFacts(request: RequestFacts, settings: SettingsState | null): AudienceFacts {
  const limits = [request.maturityLimit, settings?.maturityLimit?.value ?? null].filter((limit) => limit !== null)
  const countries = [request.country, settings?.country?.value ?? null].filter((country) => country !== null)
  return {
    countries: [...new Set(countries)],
    maturityLimit: limits.length === 0 ? null : Math.min(...limits),
    kids: request.kids === true || settings?.kids?.value === true,
  }
}

/** The profile exists, perhaps, and cannot be read: what the request does not say is taken to be the strictest. */
export function factsWithoutProfile(request: RequestFacts): AudienceFacts {
  return {
    countries: request.country === null ? [] : [request.country],
    maturityLimit: request.maturityLimit ?? 0,
    kids: request.kids ?? true,
  }
}
