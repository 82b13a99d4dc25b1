/** `upnext archive status`: how far the archive is. */
import { archiveStatus, checkFiles } from '@upnext/history'
import type { ArchiveStatus, DamagedFile } from '@upnext/history'
import { CliError } from '../errors.ts'
import { toJson } from '../print/json.ts'
import { createProgress } from '../print/progress.ts'
import { formatTable } from '../print/table.ts'
import type { Column } from '../print/table.ts'
import { untilStopped } from '../stop-signal.ts'
import { openWrittenArchiveAndLog } from '../stores/open-archive.ts'
import type { ArchiveAndLog } from '../stores/open-archive.ts'
import type { StorePlace } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'
import { chosenTopics, shortName } from './flags.ts'

export interface StatusFlags extends StorePlace {
  readonly topic?: readonly string[] | undefined
  /** Whether every file is read. */
  readonly check: boolean
  readonly json: boolean
}

const COLUMNS: readonly Column[] = [
  { title: 'topic' },
  { title: 'days' },
  ...['archived', 'behind', 'lost', 'missing', 'files', 'bytes'].map((title): Column => ({ title, align: 'right' })),
]

/** Rejects, after all was said, where a check finds that something is damaged or missing. */
export async function showArchiveStatus(flags: StatusFlags, terminal: Terminal): Promise<void> {
  const opened = await openWrittenArchiveAndLog(flags, terminal)
  try {
    const topics = chosenTopics(opened.topics, flags.topic).map(({ name }) => name)
    const all: ArchiveStatus[] = []
    for (const name of topics) all.push(await archiveStatus(opened.log, opened.store, name))
    const damaged = flags.check ? await checkAll(opened, topics, terminal) : null
    if (flags.json) terminal.out(toJson({ topics: all, ...(damaged === null ? {} : { damaged }) }))
    else terminal.out(formatTable(COLUMNS, all.map(rowOf)))
    if (damaged === null) return
    if (!flags.json) for (const { name, why } of damaged) terminal.err(`damaged: ${name}: ${why}`)
    const missing = all.reduce((sum, topic) => sum + topic.missing, 0)
    if (damaged.length > 0 || missing > 0) throw notWhole(damaged.length, missing)
    if (!flags.json) terminal.err('every file was read, and none is damaged or missing')
  } finally {
    await opened.close()
  }
}

async function checkAll(opened: ArchiveAndLog, topics: readonly string[], terminal: Terminal): Promise<DamagedFile[]> {
  const damaged: DamagedFile[] = []
  const progress = createProgress(terminal)
  await untilStopped('a check begins anew each time', async (signal) => {
    for (const topic of topics) {
      const onProgress = (done: number, of: number): void => {
        if (done === 0) progress.start(shortName(topic), of, 0)
        else progress.update(done)
      }
      damaged.push(...(await checkFiles({ store: opened.store, topic, signal, onProgress })))
      progress.stop()
    }
  }).finally(() => progress.stop())
  return damaged
}

function notWhole(damaged: number, missing: number): CliError {
  return new CliError(`of the archive, ${damaged} files are damaged and ${missing} offsets are in none`, {
    hint: 'restore these files from a copy; or remove the damaged ones, and `upnext archive run` copies again what the log still has',
  })
}

function rowOf({ topic, days, archived, behind, lost, missing, files, bytes }: ArchiveStatus): string[] {
  const from = days === null ? '' : `${days.first} to ${days.last}`
  return [shortName(topic), from, ...[archived, behind, lost, missing, files, bytes].map(String)]
}
