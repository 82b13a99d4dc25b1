/** The app's loop: draw a page, say what was shown, and do what the person in front of it asks. */
import type { GetPageResponse, Row, RowItem } from '@upnext/contracts'
import { boxesIn, drawPage, onScreen } from './draw.ts'
import type { Screen } from './draw.ts'
import type { Service } from './service.ts'

export const HELP = 'pick <row> <item>, more <row>, refresh, quit'

export interface App {
  /** Asks for a new page and draws it. */
  refresh(): Promise<void>
  /** Does what one line asks. Answers false when it is to end. */
  obey(line: string): Promise<boolean>
}

export function createApp(service: Service, screen: () => Screen, say: (line: string) => void): App {
  let page: GetPageResponse | null = null
  let rows: Row[] = []

  const draw = (shown: readonly Row[], focus: { row: number; item: number } | null): void => {
    for (const line of drawPage(shown, focus, screen())) say(line)
  }

  const tell = async (row: Row, items: readonly RowItem[]): Promise<void> => {
    if (page !== null && items.length > 0) await service.shown(page, row, items)
  }

  const refresh = async (): Promise<void> => {
    page = await service.page()
    rows = page.rows
    draw(rows, rows.length === 0 ? null : { row: 0, item: 0 })
    await Promise.all(rows.map((row) => tell(row, onScreen(row, screen()))))
  }

  /** What the answer held beyond the screen comes first; then the row's token is followed. */
  const more = async (at: number): Promise<void> => {
    const row = rows[at]
    if (row === undefined) {
      say(`there is no row ${at + 1}`)
      return
    }
    const rest = row.items.slice(boxesIn(screen().columns))
    const next = rest.length > 0 ? { ...row, items: rest } : row.nextToken === '' ? undefined : await service.more(row)
    if (next === undefined || next.items.length === 0) {
      say('that was all of it')
      return
    }
    rows = rows.map((known, index) => (index === at ? next : known))
    const lines = drawPage(rows, { row: at, item: 0 }, screen())
    for (const line of lines) say(line)
    await tell(next, onScreen(next, screen()))
  }

  const pick = async (at: number, itemAt: number): Promise<void> => {
    const row = rows[at]
    const item = row === undefined ? undefined : onScreen(row, screen())[itemAt]
    if (page === null || row === undefined || item === undefined) {
      say('there is no such item on screen')
      return
    }
    await service.picked(page, row, item)
    draw(rows, { row: at, item: itemAt })
    say(`playing ${item.title}`)
  }

  return {
    refresh,
    async obey(line) {
      const [verb = '', first, second] = line.trim().split(/\s+/)
      if (verb === 'quit' || verb === 'q') return false
      if (verb === 'refresh' || verb === 'r') await refresh()
      else if (verb === 'more') await more(Number(first) - 1)
      else if (verb === 'pick') await pick(Number(first) - 1, Number(second) - 1)
      else say(HELP)
      return true
    },
  }
}
