/** A row of titles, as a table for people. */
import type { AnswerInfo, Reason, Row } from '@upnext/contracts'
import type { Terminal } from '../terminal.ts'
import { formatTable } from './table.ts'

export function printRow(row: Row | undefined, info: AnswerInfo | undefined, terminal: Terminal): void {
  const items = row?.items ?? []
  terminal.out(row?.title?.text ?? 'No row')
  terminal.out('')
  if (items.length === 0) terminal.out('  no title is allowed here (see `removed` in --json)')
  else terminal.out(formatTable(columnsFor(terminal.columns), items.map(cellsOf)))
  for (const note of notesOn(info)) terminal.out(`\n${note}`)
}

/** What a reason says, with its share: "like Heat, rated 5 (43 %)". */
export function whyText(reasons: readonly Reason[]): string {
  const told = reasons.slice(0, 2).map((reason) => {
    const share = Math.round(reason.share * 100)
    return share > 0 && share < 100 ? `${reason.text} (${String(share)} %)` : reason.text
  })
  return told.join('; ')
}

function cellsOf(item: Row['items'][number], at: number): string[] {
  return [
    String(at + 1),
    item.itemId,
    item.title,
    item.year === undefined ? '' : String(item.year),
    item.genres.join(', '),
    item.score.toFixed(3),
    whyText(item.reasons),
  ]
}

function columnsFor(width: number) {
  const flexible = Math.max(60, width - 28)
  return [
    { title: '#', align: 'right' as const },
    { title: 'item', width: 14 },
    { title: 'title', width: Math.floor(flexible * 0.34) },
    { title: 'year' },
    { title: 'genres', width: Math.floor(flexible * 0.22) },
    { title: 'score', align: 'right' as const },
    { title: 'why', width: Math.floor(flexible * 0.44) },
  ]
}

function notesOn(info: AnswerInfo | undefined): string[] {
  if (info === undefined) return []
  return [
    ...(info.cold ? ['cold: nothing is known of this viewer yet'] : []),
    ...(info.degraded ? [`degraded: ${info.degradedReasons.join(', ')}`] : []),
    ...(info.behind ? ['behind: the profile had not reached the position asked for'] : []),
    ...(info.modelId === '' ? ['no model has been trained yet'] : []),
  ]
}
