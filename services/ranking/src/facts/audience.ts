/** Who may be watching: facts of the request and of the profile, combined to the stricter. */
import type { SettingsState } from '@upnext/profiles'
import type { RequestFacts } from '../request/fields.ts'
import { primaryLanguages } from './language.ts'

export interface AudienceFacts {
  /** A title must be allowed in every one of them. None: nobody knows where this is, only titles for everywhere are allowed. */
  readonly countries: readonly string[]
  /** Highest age rating that may be shown; `null`: any. */
  readonly maturityLimit: number | null
  readonly kids: boolean
  /** Of each list, a title must have one: lower-case primary subtags, `en`. None: any language. */
  readonly languages: readonly (readonly string[])[]
  /** Every one of them must include a title. None: nobody knows the tier. */
  readonly tiers: readonly string[]
}

/** `null` where there is no profile: a guest, or a viewer of whom nothing is known. */
export function combineFacts(request: RequestFacts, settings: SettingsState | null): AudienceFacts {
  const limits = [request.maturityLimit, settings?.maturityLimit?.value ?? null].filter((limit) => limit !== null)
  return {
    countries: distinct(request.country, settings?.country?.value),
    maturityLimit: limits.length === 0 ? null : Math.min(...limits),
    kids: request.kids === true || settings?.kids?.value === true,
    languages: wanted(request.languages, settings?.languages?.value),
    tiers: distinct(request.tier, settings?.tier?.value),
  }
}

/**
 * The profile exists, perhaps, and cannot be read: what the request does not say is taken to be the strictest. But languages are a
 * wish, not a protection: where the request has none, none counts.
 */
export function factsWithoutProfile(request: RequestFacts): AudienceFacts {
  return {
    countries: distinct(request.country),
    maturityLimit: request.maturityLimit ?? 0,
    kids: request.kids ?? true,
    languages: wanted(request.languages),
    tiers: distinct(request.tier),
  }
}

function distinct(...said: readonly (string | null | undefined)[]): string[] {
  return [...new Set(said.filter((value) => value !== null && value !== undefined))]
}

function wanted(...lists: readonly (readonly string[] | null | undefined)[]): (readonly string[])[] {
  return lists.flatMap((list) =>
    list === null || list === undefined || list.length === 0 ? [] : [primaryLanguages(list)],
  )
}

/** Whether some countries hold every one in question. Closed, as rules are: not where nobody knows which those are. */
export function areInAll(
  countries: readonly string[],
  { countries: asked }: Pick<AudienceFacts, 'countries'>,
): boolean {
  return asked.length > 0 && asked.every((country) => countries.includes(country))
}
