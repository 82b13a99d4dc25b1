/** Writes the rows of an answer down. */
import { toVariantText } from '@upnext/contracts'
import type { Row } from '@upnext/contracts'
import type { HistoryTitle } from '../facts/history.ts'
import { rememberLast } from '../facts/remember-last.ts'
import { titlesByHash } from '../model/numbered-titles.ts'
import type { DealtRow } from '../page/deal-titles.ts'
import type { ResumedRow } from '../page/resume-row.ts'
import { presentRow } from '../rows/present-row.ts'
import type { RowFacts } from '../rows/present-row.ts'
import { createReasonContext } from '../rows/reasons.ts'
import { ROW_TYPES } from '../rows/row-types.ts'
import { mayBeNamed } from '../rules/audience.ts'
import type { RowsQuestion } from './rows-question.ts'
import type { AnswerSources } from './sources.ts'

type PresentedQuestion = Omit<RowsQuestion, 'specs' | 'budget' | 'wishes' | 'list' | 'excludedIds' | 'seed'>
type PresentedRow = DealtRow & Partial<Pick<ResumedRow, 'type' | 'shownBefore'>>

/** Writes the rows of one answer down, one after the other. Most are made from the same history: what reasons say of it is found once. */
export function presenter(
  question: PresentedQuestion,
  { catalog }: Pick<AnswerSources, 'catalog'>,
): (row: PresentedRow) => Row {
  const { asker, served } = question
  const titles = served === null ? catalog : { byHash: titlesByHash(catalog, served.live) }
  const reasonsOf = rememberLast((history: readonly HistoryTitle[]) =>
    createReasonContext(history, titles, (title) => mayBeNamed(title, asker.audience)),
  )
  return (row) => {
    const history = row.draft.history ?? question.history ?? asker.history
    return presentRow(row.shown, rowFacts(row, question), reasonsOf(history))
  }
}

function rowFacts(row: PresentedRow, question: PresentedQuestion): RowFacts {
  const { draft, shown, spec } = row
  const title = draft.titleFor?.(shown) ?? draft.title
  return {
    rowId: draft.rowId,
    type: row.type ?? ROW_TYPES[spec.type],
    title,
    modelId: question.served?.id ?? '',
    pageId: question.pageId,
    nowMs: question.nowMs,
    rowsVersion: question.rowsVersion,
    variant: toVariantText(question.variants),
    nextToken: row.rest.length === 0 ? '' : (question.more?.(row, title) ?? ''),
    about: draft.about,
    shownBefore: row.shownBefore ?? 0,
  }
}
