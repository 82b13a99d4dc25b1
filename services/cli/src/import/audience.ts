/**
 * Who may see the imported titles. Data sets rarely say, and what is unknown is not shown: these flags are the importer's
 * own word for it.
 */
export interface AudienceFlags {
  readonly everywhere: boolean
  readonly allAges: boolean
  readonly everyTier: boolean
}

export function audienceFields(flags: AudienceFlags): Record<string, unknown> {
  return {
    ...(flags.everywhere ? { regions: 'everywhere' } : {}),
    ...(flags.allAges ? { maturity_age: 0 } : {}),
    ...(flags.everyTier ? { tiers: 'every' } : {}),
  }
}
