/** Goes on with a row from its token: what was to come next is what comes next, as far as the rules still allow it. Pure. */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { RowToken, RowType } from '@upnext/contracts'
import { NEVER_FILLED } from '@upnext/rows'
import type { RowSpec } from '@upnext/rows'
import { mayBeNamed } from '../rules/audience.ts'
import type { Candidate } from '../rows/candidate.ts'
import { fact } from '../rows/fact.ts'
import { makeRows } from '../rows/makers.ts'
import { filteredContext } from '../rows/row-context.ts'
import type { RowContext, RowDraft } from '../rows/row-maker.ts'
import type { DealtRow } from './deal-titles.ts'
import { isForAudience } from './row-audience.ts'
import { unpackFingerprints } from './row-token.ts'

export interface ResumedRow extends DealtRow {
  readonly type: RowType
  readonly shownBefore: number
}

/**
 * None that was shown and none left out, whatever the model or the rows file say by now; only reasons are of today: the row is made
 * once more of the titles that the token names, and where its maker would not take one now, the reason says no more than that the title
 * is in the catalogue, or, where such a title has no right to the row, it is left out. `spec`: the row's line in the rows file of
 * today, or what stands for it; `context` is among the token's titles.
 */
export function resumeRow(token: RowToken, limit: number, spec: RowSpec, context: RowContext): ResumedRow {
  if (!mayGoOn(token, spec, context)) return ended(token, limit, spec)
  const drafts = makeRows(asLongAsEver(spec), filteredContext(context, spec.fits))
  const draft = drafts.find(({ rowId }) => rowId === token.rowId)
  const titles = titlesLeft(token, spec, draft, context)
  const odds = draft?.odds ?? ((left: readonly Candidate[]) => left)
  const title = token.title ?? draft?.title ?? NO_TITLE
  const { about, ...made } = draft ?? NO_DRAFT
  return {
    spec,
    type: token.type,
    limit,
    least: 0,
    draft: {
      ...made,
      // What the page said, and not what it would say today.
      ...aboutOf(token, context),
      rowId: token.rowId,
      title,
      titleFor: () => title,
    },
    shown: inTokensOrder(odds(titles).slice(0, limit)),
    rest: titles.slice(limit),
    shownBefore: token.shown,
  }
}

/** Whether the row itself, and what its title says, is still for whoever asks. What is paid for never goes on: a page has its share of it. */
function mayGoOn(token: RowToken, spec: RowSpec, context: RowContext): boolean {
  const { asker } = context
  const { type } = spec
  if (type === 'sponsored' || !isForAudience(spec, asker.audience)) return false
  if (type !== 'because_you_watched' && type !== 'more_like_this') return true
  // A row whose title named nobody when the page was made goes on so.
  if (type === 'more_like_this' && token.aboutItemId === '') return true
  const about = context.catalog.byId(token.aboutItemId)
  if (about === undefined || !mayBeNamed(about, asker.audience)) return false
  return type === 'more_like_this' || asker.history.some(({ hash, weight }) => hash === about.hash && weight > 0)
}

/** Says nothing any more, also not in its title: that may be what is not to be said. */
function ended({ rowId, shown, type }: RowToken, limit: number, spec: RowSpec): ResumedRow {
  const draft = { ...NO_DRAFT, rowId, title: NO_TITLE }
  return { spec, type, limit, least: 0, draft, shown: [], rest: [], shownBefore: shown }
}

function titlesLeft(
  token: RowToken,
  spec: RowSpec,
  draft: RowDraft | undefined,
  { allows, allowsBut, catalog }: RowContext,
): Candidate[] {
  const found = new Map(draft?.candidates.map((candidate) => [candidate.title.hash, candidate]))
  const step = token.watchedBefore ? 'watched_before' : 'catalog'
  const mayStay = token.watchedBefore ? allowsBut('seen') : allows
  const isOpen = !isOfItsOwnAlone(spec)
  const candidateOf = (title: CatalogTitle): Candidate[] => {
    const candidate = found.get(title.hash)
    if (candidate !== undefined) return [candidate]
    return isOpen && mayStay(title) ? [{ title, score: 0, causes: IN_THE_CATALOG, step }] : []
  }
  return unpackFingerprints(token.rest).flatMap((print) => catalog.byFingerprint(print).flatMap(candidateOf))
}

const IN_THE_CATALOG = [fact(ReasonType.REASON_TYPE_CATALOG)]
const NO_TITLE = { template: '', parameters: {}, text: '' }
const NO_DRAFT: Pick<RowDraft, 'about' | 'candidates' | 'inOrder'> = { candidates: [], inOrder: true }

function aboutOf({ aboutItemId }: RowToken, { catalog }: RowContext): Pick<RowDraft, 'about'> {
  const about = catalog.byId(aboutItemId)
  return about === undefined ? {} : { about }
}

/**
 * Whether the row's titles are there for what somebody did with them: once that no longer holds, a title has no right to the row. What only
 * fills up what the editors chose needs no more than to be allowed.
 */
function isOfItsOwnAlone({ type, fill }: RowSpec): boolean {
  return type === 'editorial' ? !fill : NEVER_FILLED.has(type)
}

/** Few titles are left of the row: that is no reason to leave it out, nor to make it about something else. */
function asLongAsEver(spec: RowSpec): RowSpec {
  const whole = { ...spec, fill: !isOfItsOwnAlone(spec), min_items: 1 }
  return 'count' in whole ? { ...whole, count: MOST_ROWS_OF_A_LINE } : whole
}

const MOST_ROWS_OF_A_LINE = 10

/** Scores go down a row: the order is the token's, the scores are of today. */
function inTokensOrder(titles: readonly Candidate[]): Candidate[] {
  let least = Infinity
  return titles.map((candidate) => {
    const score = candidate.score > 0 ? Math.min(least, candidate.score) : Math.min(least, LEAST_SCORE)
    least = score
    return { ...candidate, score }
  })
}

const LEAST_SCORE = 1e-6
