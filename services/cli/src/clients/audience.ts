import type { GetNextToWatchRequest } from '@upnext/contracts'
import { usageError } from '../errors.ts'

export interface AudienceFlags {
  readonly viewer?: string | undefined
  readonly guest?: readonly string[] | undefined
}

/** Whom an answer is for; throws where that is not one of the two. */
export function audienceFrom(flags: AudienceFlags, example: string): GetNextToWatchRequest['audience'] {
  if (flags.viewer !== undefined && flags.guest === undefined) return { $case: 'viewerId', value: flags.viewer }
  if (flags.guest !== undefined && flags.viewer === undefined) {
    const items = flags.guest.map((itemId) => ({ itemId, weight: undefined, atMs: undefined }))
    return { $case: 'guest', value: { items } }
  }
  throw usageError('say either --viewer or --guest', `example: ${example}`)
}
