/** A row of titles, as a table for people. */
import type { AnswerInfo, GetPageResponse, Reason, Row } from '@upnext/contracts'
import type { Terminal } from '../terminal.ts'
import { formatTable } from './table.ts'

export function printRow(row: Row | undefined, info: AnswerInfo | undefined, terminal: Terminal): void {
  terminal.out(row?.title?.text ?? 'No row')
  terminal.out('')
  printItems(row?.items ?? [], terminal)
  for (const note of notesOn(info)) terminal.out(`\n${note}`)
}

/** All rows of a page, each under its title and its id. */
export function printPage({ rows, info }: Pick<GetPageResponse, 'rows' | 'info'>, terminal: Terminal): void {
  if (rows.length === 0) terminal.out('No row: no title is allowed here (see `removed` in --json)')
  for (const [at, row] of rows.entries()) {
    terminal.out(
      `${at === 0 ? '' : '\n'}${row.title?.text ?? ''}  [${row.rowId}${row.nextToken === '' ? '' : ', has more'}]`,
    )
    terminal.out('')
    printItems(row.items, terminal)
  }
  const variants = (info?.variants ?? []).map(({ experiment, variant }) => `${experiment}: ${variant}`)
  if (variants.length > 0) terminal.out(`\nexperiments: ${variants.join(', ')}`)
  for (const note of notesOn(info)) terminal.out(`\n${note}`)
}

function printItems(items: Row['items'], terminal: Terminal): void {
  if (items.length === 0) terminal.out('  no title is allowed here (see `removed` in --json)')
  else terminal.out(formatTable(columnsFor(terminal.columns), items.map(cellsOf)))
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
    titleOf(item),
    item.year === undefined ? '' : String(item.year),
    item.genres.join(', '),
    item.score.toFixed(3),
    whyText(item.reasons),
  ]
}

/** With what "play" would play, and who paid for the place. */
function titleOf({ title, playback, sponsorship }: Row['items'][number]): string {
  const { seasonNumber, episodeNumber } = playback ?? {}
  const episode = episodeNumber === undefined ? '' : ` S${seasonNumber ?? 1}E${episodeNumber}`
  return `${title}${episode}${sponsorship === undefined ? '' : ' (sponsored)'}`
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
