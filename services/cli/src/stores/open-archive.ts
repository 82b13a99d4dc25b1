/** The log and the archive beside it. */
import { existsSync } from 'node:fs'
import { openArchiveStore } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import type { EventLog, ObjectStore } from '@upnext/ports'
import { CliError } from '../errors.ts'
import type { Terminal } from '../terminal.ts'
import { openLog } from './open-log.ts'
import { storesConfig } from './open-stores.ts'
import type { StoreConfig, StorePlace } from './open-stores.ts'

export interface ArchiveAndLog {
  readonly log: EventLog
  readonly store: ObjectStore
  readonly topics: Topics
  readonly config: StoreConfig
  close(): Promise<void>
}

/** For those who only read: a folder that is not there is said, where a writer would make it. */
export async function openWrittenArchiveAndLog(flags: StorePlace, terminal: Terminal): Promise<ArchiveAndLog> {
  const { UPNEXT_ARCHIVE: folder } = storesConfig(flags, terminal)
  if (folder !== undefined && !existsSync(folder)) {
    throw new CliError(`there is no archive in ${folder}: the folder is not there`, {
      hint: 'name it with UPNEXT_ARCHIVE or --archive, mount it, or let `upnext archive run` make it',
    })
  }
  return openArchiveAndLog(flags, terminal)
}

/** Whoever opens them closes them. Rejects with one clear line when something is away or set up wrongly. */
export async function openArchiveAndLog(flags: StorePlace, terminal: Terminal): Promise<ArchiveAndLog> {
  const config = storesConfig(flags, terminal)
  const store = await openArchiveStore(config)
  if (store === null) {
    throw new CliError('nobody said where the archive is', { hint: 'name its folder with UPNEXT_ARCHIVE or --archive' })
  }
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const opened = await openLog(config, { topics: Object.values(topics) })
  return { log: opened.log, store, topics, config, close: () => opened.close() }
}
