import type { EventLog, ObjectStore } from '@upnext/ports'
import type { Archive } from './archive.ts'
import { openArchive } from './archive/open-archive.ts'

/** All that was ever appended to a topic: what the log still has and, before it, what the archive has. */
export interface History {
  readonly log: EventLog
  readonly archive: Archive | null
  /** Whoever asks means to go on without what neither has any more. Otherwise that is a `HistoryLostError`. */
  readonly mayLose: boolean
}

/** The history of a log and of the archive in a store; `null`: there is no archive. */
export function historyOf(log: EventLog, store: ObjectStore | null, mayLose: boolean): History {
  return { log, archive: store === null ? null : openArchive(store), mayLose }
}
