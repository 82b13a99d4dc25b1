import type { AudienceFacts } from '../facts/audience.ts'

/**
 * Where what is watched is looked up: the country of the request, as that is where the viewer is now, else that of the profile; `null`:
 * unknown. This says only what is watched there: whether a title may be shown stays with the rules, which ask both countries.
 */
export function countryOf({ countries }: Pick<AudienceFacts, 'countries'>): string | null {
  return countries[0] ?? null
}
