/** From the wire to a request that the rest of the service can trust. */
import type { GetNextToWatchRequest } from '@upnext/contracts'
import { readAudience } from './audience.ts'
import type { Audience, AudienceOptions } from './audience.ts'
import { checkId, readContext, readExclusions, readLimit } from './fields.ts'
import type { RequestFacts } from './fields.ts'
import { createViolations, parsed } from './violation.ts'
import type { Parsed } from './violation.ts'
import { readWishes } from './wishes.ts'
import type { RequestWishes } from './wishes.ts'

export interface NextRequest {
  readonly audience: Audience
  readonly finishedItemId: string | null
  readonly limit: number
  readonly excludeItemIds: readonly string[]
  readonly facts: RequestFacts
  readonly wishes: RequestWishes
}

export function parseNextRequest(request: GetNextToWatchRequest, options: AudienceOptions): Parsed<NextRequest> {
  const violations = createViolations()
  if (request.finishedItemId !== undefined) checkId(request.finishedItemId, 'finished_item_id', violations)
  return parsed(violations, {
    audience: readAudience(request, options, violations),
    finishedItemId: request.finishedItemId ?? null,
    limit: readLimit(request.limit, violations),
    excludeItemIds: readExclusions(request.excludeItemIds, violations),
    facts: readContext(request.context, violations),
    wishes: readWishes(request.wishes, violations),
  })
}
