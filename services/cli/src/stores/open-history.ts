/** A topic's whole history, log and archive, for verbs that read it. */
import { openArchiveStore } from '@upnext/backends'
import { historyOf } from '@upnext/history'
import type { History } from '@upnext/history'
import type { Terminal } from '../terminal.ts'
import { openLog } from './open-log.ts'
import type { LogWanted } from './open-log.ts'
import { storesConfig } from './open-stores.ts'
import type { StorePlace } from './open-stores.ts'

export interface OpenHistory {
  readonly history: History
  close(): Promise<void>
}

export interface HistoryWanted extends StorePlace, LogWanted {
  readonly mayLose: boolean
}

/** Whoever opens it closes it. Rejects with one clear line when something is away or set up wrongly. */
export async function openHistory(wanted: HistoryWanted, terminal: Terminal): Promise<OpenHistory> {
  const config = storesConfig(wanted, terminal)
  const store = await openArchiveStore(config)
  const opened = await openLog(config, wanted)
  return { history: historyOf(opened.log, store, wanted.mayLose), close: () => opened.close() }
}
