/** Sends changed rows to ranking, some at a time. */
import type { EventLog } from '@upnext/ports'
import type { LiveCounts } from './live-counts.ts'
import { rowUpdateRecord } from './row-updates.ts'
import type { UpdateOrigin } from './row-updates.ts'

export interface RowSenderDeps {
  readonly log: EventLog
  readonly updatesTopic: string
  /** Most neighbours that are sent of a row. */
  readonly neighbours: number
  readonly rowsAtOnce: number
}

/** Sends the rows that have waited longest and answers how many. When the log refuses them they wait again. */
export async function sendChangedRows(deps: RowSenderDeps, live: LiveCounts, origin: UpdateOrigin): Promise<number> {
  const titles = live.takeChanged(deps.rowsAtOnce)
  if (titles.length === 0) return 0
  const records = titles.map((title) => rowUpdateRecord(origin, live.counts, title, deps.neighbours))
  try {
    await deps.log.append(deps.updatesTopic, records)
  } catch (error) {
    live.giveBack(titles)
    throw error
  }
  return titles.length
}
