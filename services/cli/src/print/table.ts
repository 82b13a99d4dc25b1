import Table from 'cli-table3'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Longest text shown; the rest is cut with an ellipsis. */
  readonly width?: number
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** A plain table: no borders, so that it can be read, copied and grepped. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map((column) => column.title),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  })
  for (const row of rows) table.push(row.map((cell, at) => shorten(cell, columns[at]?.width)))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Cuts at `width` characters. */
export function shorten(text: string, width: number | undefined): string {
  const oneLine = text.replaceAll(/\s+/g, ' ')
  return width === undefined || oneLine.length <= width ? oneLine : `${oneLine.slice(0, Math.max(1, width - 1))}…`
}
