import type { GetPageRequest, PageBudget } from '@upnext/contracts'
import { GREATEST_ITEMS } from '@upnext/rows'
import { readAudience } from './audience.ts'
import type { Audience, AudienceOptions } from './audience.ts'
import { checkId, checkRange, checkText, readContext, readExclusions } from './fields.ts'
import type { RequestFacts } from './fields.ts'
import { createViolations, parsed } from './violation.ts'
import type { Parsed, Violations } from './violation.ts'
import { readWishes } from './wishes.ts'
import type { RequestWishes } from './wishes.ts'

const HOME = 'home'
const PAGE = /^[a-z0-9][a-z0-9-]{0,63}$/
const MOST_ROWS = 40
const LONGEST_SESSION_ID = 128

export interface PageRequest {
  readonly audience: Audience
  /** Whether the rows file has it is not known here. */
  readonly page: string
  /** The title that the page is about; `null`: about none. */
  readonly itemId: string | null
  /** What the request says of it; the rows file says the rest. */
  readonly budget: RequestBudget
  readonly excludeItemIds: readonly string[]
  readonly facts: RequestFacts
  readonly wishes: RequestWishes
  readonly sessionId: string | null
}

export interface RequestBudget {
  readonly rows: number | null
  readonly items: number | null
}

export function parsePageRequest(request: GetPageRequest, options: AudienceOptions): Parsed<PageRequest> {
  const violations = createViolations()
  const { page, itemId, sessionId } = request
  if (page !== '' && !PAGE.test(page))
    violations.add('page', 'expected lower-case letters, digits and hyphens, at most 64, like "home"')
  if (itemId !== '') checkId(itemId, 'item_id', violations)
  checkText(sessionId, 'session_id', LONGEST_SESSION_ID, violations)
  return parsed(violations, {
    audience: readAudience(request, options, violations),
    page: page === '' ? HOME : page,
    itemId: itemId === '' ? null : itemId,
    budget: readBudget(request.budget, violations),
    excludeItemIds: readExclusions(request.excludeItemIds, violations),
    facts: readContext(request.context, violations),
    wishes: readWishes(request.wishes, violations),
    sessionId: sessionId === '' ? null : sessionId,
  })
}

function readBudget(budget: PageBudget | undefined, violations: Violations): RequestBudget {
  const { rows, items } = budget ?? {}
  if (rows !== undefined) checkRange(rows, 'budget.rows', [1, MOST_ROWS], violations)
  if (items !== undefined) checkRange(items, 'budget.items', [1, GREATEST_ITEMS], violations)
  return { rows: rows ?? null, items: items ?? null }
}
