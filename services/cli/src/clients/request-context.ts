import type { RequestContext } from '@upnext/contracts'

export interface ContextFlags {
  readonly country?: string | undefined
  readonly maturity?: number | undefined
  readonly kids?: boolean | undefined
  readonly impersonal?: boolean | undefined
}

/** What the flags say about the asking screen. */
export function contextFrom(flags: ContextFlags): RequestContext {
  return {
    country: flags.country,
    maturityLimit: flags.maturity,
    kids: flags.kids,
    languages: [],
    tier: undefined,
    device: 'terminal',
    locale: '',
    withoutPersonalization: flags.impersonal ?? false,
  }
}
