import type { GetRowRequest } from '@upnext/contracts'
import { GREATEST_ITEMS } from '@upnext/rows'
import { LONGEST_TOKEN } from '../page/row-token.ts'
import { readAudience } from './audience.ts'
import type { Audience, AudienceOptions } from './audience.ts'
import { checkRange, readContext } from './fields.ts'
import type { RequestFacts } from './fields.ts'
import { createViolations, parsed } from './violation.ts'
import type { Parsed, Violations } from './violation.ts'

export interface RowRequest {
  readonly audience: Audience
  /** Still opaque: whether it is one of ours is for whoever reads it. */
  readonly token: string
  /** `null`: as many as the row had. */
  readonly limit: number | null
  readonly facts: RequestFacts
}

export function parseRowRequest(request: GetRowRequest, options: AudienceOptions): Parsed<RowRequest> {
  const violations = createViolations()
  checkToken(request.token, violations)
  if (request.limit !== undefined) checkRange(request.limit, 'limit', [1, GREATEST_ITEMS], violations)
  return parsed(violations, {
    audience: readAudience(request, options, violations),
    token: request.token,
    limit: request.limit ?? null,
    facts: readContext(request.context, violations),
  })
}

function checkToken(token: string, violations: Violations): void {
  if (token === '') violations.add('token', "expected a row's next_token, got none")
  else if (token.length > LONGEST_TOKEN)
    violations.add('token', `expected at most ${LONGEST_TOKEN} characters, got ${token.length}`)
}
