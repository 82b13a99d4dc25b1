/** Sends changed titles to ranking, some at a time. */
import type { EventLog } from '@upnext/ports'
import type { LiveCounts } from './live-counts.ts'
import { titleUpdateRecord } from './row-updates.ts'
import type { UpdateOrigin } from './row-updates.ts'

export interface RowSenderDeps {
  readonly log: EventLog
  readonly updatesTopic: string
  readonly titlesAtOnce: number
}

/** Sends the titles that have waited longest and answers how many. When the log refuses them they wait again. */
export async function sendChangedTitles(deps: RowSenderDeps, live: LiveCounts, origin: UpdateOrigin): Promise<number> {
  const titles = live.takeChanged(deps.titlesAtOnce)
  if (titles.length === 0) return 0
  const records = titles.map((title) => titleUpdateRecord(origin, title, live.now(title)))
  try {
    await deps.log.append(deps.updatesTopic, records)
  } catch (error) {
    live.giveBack(titles)
    throw error
  }
  return titles.length
}
