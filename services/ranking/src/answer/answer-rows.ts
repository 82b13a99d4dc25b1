/** From a question to rows: the one way in which every call for rows is answered. */
import type { AnswerInfo, Row } from '@upnext/contracts'
import { findTitle } from '../facts/find-title.ts'
import type { DealtRow } from '../page/deal-titles.ts'
import { makePage } from '../page/make-page.ts'
import type { PinnedTitle } from '../page/pins.ts'
import type { RequestWishes } from '../request/wishes.ts'
import { extended } from '../rows/extended.ts'
import { isPersonal } from '../rows/personal.ts'
import { SCORED_DEPTH, createRowContext, factsFor } from '../rows/row-context.ts'
import type { RowContext } from '../rows/row-maker.ts'
import type { RemovedTitles } from '../rules/judge.ts'
import { answerInfo } from './answer-info.ts'
import { presenter } from './present-answer.ts'
import type { RowsQuestion } from './rows-question.ts'
import { missingParts } from './sources.ts'
import type { AnswerSources } from './sources.ts'

export interface AnsweredRows {
  readonly rows: Row[]
  readonly info: AnswerInfo
}

export function answerRows(question: RowsQuestion, sources: AnswerSources): AnsweredRows {
  const { asker, budget, nowMs, specs, wishes } = question
  const facts = factsFor(asker, { excludedIds: question.excludedIds, filter: wishes.filter }, nowMs)
  const more = question.more !== null
  // A row that goes on needs more than it shows.
  const scoredDepth = specs.length === 1 && !more ? (specs[0]?.items ?? 0) : SCORED_DEPTH
  const { context, removed } = createRowContext(extended(question, { scoredDepth, facts, depth: 0 }), sources)
  const pins = pinnedTitles(wishes, context)
  const page = makePage({ rows: specs, budget, more, boosts: wishes.boosts, pins }, context, sources)
  const present = presenter(question, sources)
  return {
    rows: page.map(present),
    info: infoFor(question, page, context, removed(), sources),
  }
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
    requestId: question.requestId,
    served: question.served,
    rowsVersion: question.rowsVersion,
    variants: question.variants,
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
