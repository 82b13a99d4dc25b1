import type { RequestContext } from '@upnext/contracts'

export interface ContextFlags {
  readonly country?: string | undefined
  readonly maturity?: number | undefined
  readonly kids?: boolean | undefined
  readonly impersonal?: boolean | undefined
  readonly tier?: string | undefined
  readonly device?: string | undefined
}

/** What the flags say about the asking screen. */
export function contextFrom(flags: ContextFlags): RequestContext {
  return {
    country: flags.country,
    maturityLimit: flags.maturity,
    kids: flags.kids,
    languages: [],
    tier: flags.tier,
    device: flags.device ?? 'terminal',
    locale: '',
    withoutPersonalization: flags.impersonal ?? false,
  }
}
