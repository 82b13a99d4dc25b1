import type { GetSimilarItemsRequest } from '@upnext/contracts'
import { checkId, readContext, readExclusions, readLimit } from './fields.ts'
import type { RequestFacts } from './fields.ts'
import { createViolations, parsed } from './violation.ts'
import type { Parsed } from './violation.ts'

export interface SimilarRequest {
  readonly itemId: string
  readonly limit: number
  readonly excludeItemIds: readonly string[]
  readonly facts: RequestFacts
}

export function parseSimilarRequest(request: GetSimilarItemsRequest): Parsed<SimilarRequest> {
  const violations = createViolations()
  checkId(request.itemId, 'item_id', violations)
  return parsed(violations, {
    itemId: request.itemId,
    limit: readLimit(request.limit, violations),
    excludeItemIds: readExclusions(request.excludeItemIds, violations),
    facts: readContext(request.context, violations),
  })
}
