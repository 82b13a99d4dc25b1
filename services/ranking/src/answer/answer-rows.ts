/** From a question to rows: the one way in which every call for rows is answered. */
import type { CatalogTitle } from '@upnext/catalog'
import { toVariantText } from '@upnext/contracts'
import type { AnswerInfo, AssignedVariant, Row, RowTitle } from '@upnext/contracts'
import type { Budget, ListSettings, RowSpec } from '@upnext/rows'
import type { Asker } from '../facts/asker.ts'
import { findTitle } from '../facts/find-title.ts'
import type { SharedWatching } from '../facts/friends.ts'
import type { HistoryTitle } from '../facts/history.ts'
import { titlesByHash } from '../model/numbered-titles.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { DealtRow } from '../page/deal-titles.ts'
import { makePage } from '../page/make-page.ts'
import type { PinnedTitle } from '../page/pins.ts'
import type { ResumedRow } from '../page/resume-row.ts'
import type { RequestWishes } from '../request/wishes.ts'
import { isPersonal } from '../rows/personal.ts'
import { presentRow } from '../rows/present-row.ts'
import type { RowFacts } from '../rows/present-row.ts'
import { createRowContext, factsFor } from '../rows/row-context.ts'
import type { RowContext } from '../rows/row-maker.ts'
import { ROW_TYPES } from '../rows/row-types.ts'
import type { RemovedTitles } from '../rules/judge.ts'
import { answerInfo } from './answer-info.ts'
import { missingParts } from './sources.ts'
import type { AnswerSources } from './sources.ts'

export interface RowsQuestion {
  readonly requestId: string
  /** Ties what is shown together. */
  readonly pageId: string
  readonly asker: Asker
  /** `false`: the answer is the same whoever asks, and says nothing of a profile. */
  readonly isForAsker?: boolean
  readonly friends?: readonly SharedWatching[]
  readonly about: CatalogTitle | null
  /** Where not the asker's own. */
  readonly history?: readonly HistoryTitle[]
  readonly excludedIds: readonly string[]
  readonly wishes: RequestWishes
  readonly specs: readonly RowSpec[]
  readonly budget: Budget
  readonly list: ListSettings
  readonly seed: string
  /** The token that goes on with a row; `null`: none can be gone on with. Where one can, more is looked for than is shown. */
  readonly more: ((row: DealtRow, title: RowTitle) => string) | null
  readonly served: ServedModel | null
  readonly nowMs: number
  readonly rowsVersion: string
  readonly variants: readonly AssignedVariant[]
}

export interface AnsweredRows {
  readonly rows: Row[]
  readonly info: AnswerInfo
}

export function answerRows(question: RowsQuestion, sources: AnswerSources): AnsweredRows {
  const { asker, budget, nowMs, specs, wishes } = question
  const facts = factsFor(asker, { excludedIds: question.excludedIds, filter: wishes.filter }, nowMs)
  const more = question.more !== null
  // A row that goes on needs more than it shows.
  const single = specs.length === 1 && !more ? { scoredDepth: specs[0]?.items ?? 0 } : {}
  const { context, removed } = createRowContext({ ...question, ...single, facts, depth: 0 }, sources)
  const pins = pinnedTitles(wishes, context)
  const page = makePage({ rows: specs, budget, more, boosts: wishes.boosts, pins }, context, sources)
  return {
    rows: page.map((row) => presentDealt(row, question, sources)),
    info: infoFor(question, page, context, removed(), sources),
  }
}

export function presentDealt(
  row: DealtRow & Partial<Pick<ResumedRow, 'type' | 'shownBefore'>>,
  question: Omit<RowsQuestion, 'specs' | 'budget' | 'wishes' | 'list' | 'excludedIds' | 'seed'>,
  { catalog }: Pick<AnswerSources, 'catalog'>,
): Row {
  const { draft, shown, spec } = row
  const title = draft.titleFor?.(shown) ?? draft.title
  const facts: RowFacts = {
    rowId: draft.rowId,
    type: row.type ?? ROW_TYPES[spec.type],
    title,
    modelId: question.served?.id ?? '',
    pageId: question.pageId,
    nowMs: question.nowMs,
    audience: question.asker.audience,
    history: draft.history ?? question.history ?? question.asker.history,
    rowsVersion: question.rowsVersion,
    variant: toVariantText(question.variants),
    nextToken: row.rest.length === 0 ? '' : (question.more?.(row, title) ?? ''),
    about: draft.about,
    shownBefore: row.shownBefore ?? 0,
  }
  const { served } = question
  const titles = served === null ? catalog : { byHash: titlesByHash(catalog, served.live) }
  return presentRow(shown, facts, titles)
}

export function infoFor(
  question: Pick<RowsQuestion, 'requestId' | 'served' | 'asker' | 'rowsVersion' | 'variants' | 'isForAsker'>,
  page: readonly DealtRow[],
  { history }: Pick<RowContext, 'history'>,
  removed: readonly RemovedTitles[],
  sources: AnswerSources,
): AnswerInfo {
  const { asker, isForAsker = true } = question
  const shown = page.flatMap((row) => row.shown)
  // Where seen titles have come back, it was not for having been seen that the others did not.
  const cameBack = shown.some(({ step }) => step === 'watched_before')
  return answerInfo({
    ...question,
    asker: isForAsker ? asker : null,
    viewerTopic: sources.viewerTopic,
    degradedReasons: missingParts(sources),
    personalized: isForAsker && (page.some(({ draft }) => draft.isPersonal === true) || isPersonal(shown, history)),
    removed: cameBack ? removed.filter(({ rule }) => rule !== 'seen') : removed,
  })
}

function pinnedTitles({ pins }: RequestWishes, { allows, catalog }: RowContext): PinnedTitle[] {
  return pins.flatMap(({ itemId, rowId, position }) => {
    const title = findTitle(catalog, itemId)
    return title === undefined ? [] : [{ title, mayComeIn: allows(title), rowId, position }]
  })
}
