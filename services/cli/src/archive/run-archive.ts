/** `upnext archive run`: once, or again and again until the process is asked to stop. */
import { setTimeout as pause } from 'node:timers/promises'
import { archiveStatus, archiveTopic } from '@upnext/history'
import type { TopicArchived } from '@upnext/history'
import { LogUnavailableError, StoreUnavailableError } from '@upnext/ports'
import type { TopicSpec } from '@upnext/ports'
import { createMetrics } from '@upnext/service-kit'
import { errorText } from '../errors.ts'
import { toJson } from '../print/json.ts'
import { createProgress } from '../print/progress.ts'
import type { ArchiveAndLog } from '../stores/open-archive.ts'
import { openArchiveAndLog } from '../stores/open-archive.ts'
import { untilStopped } from '../stop-signal.ts'
import type { StorePlace } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'
import { createArchiveMetrics, serveMetrics } from './archive-metrics.ts'
import type { ArchiveMetrics } from './archive-metrics.ts'
import { chosenTopics, shortName } from './flags.ts'
import { createHold } from './hold.ts'
import type { Hold } from './hold.ts'

export interface RunArchiveFlags extends StorePlace {
  readonly topic?: readonly string[] | undefined
  /** Milliseconds between two rounds; absent: one round only. */
  readonly every?: number | undefined
  /** Milliseconds that the tail of a partition may wait for more, between rounds. */
  readonly hold: number
  /** With `every`: where the metrics are served; absent: nowhere. */
  readonly metricsPort?: number | undefined
  readonly loseHistory: boolean
  readonly json: boolean
}

interface Round {
  readonly opened: ArchiveAndLog
  readonly topics: readonly TopicSpec[]
  readonly flags: RunArchiveFlags
  readonly terminal: Terminal
  readonly signal: AbortSignal
  readonly isDue: Hold
}

type Archived = TopicArchived & { readonly topic: string }

export async function runArchive(flags: RunArchiveFlags, terminal: Terminal): Promise<void> {
  const opened = await openArchiveAndLog(flags, terminal)
  try {
    const topics = chosenTopics(opened.topics, flags.topic)
    await untilStopped('the next run goes on from there', async (signal) => {
      const round = { opened, topics, flags, terminal, signal }
      if (flags.every === undefined) await archiveOnce({ ...round, isDue: () => true })
      else await archiveAsDaemon(flags.every, { ...round, isDue: createHold(terminal.clock, flags.hold) })
    })
  } finally {
    await opened.close()
  }
}

async function archiveAsDaemon(everyMs: number, round: Round): Promise<void> {
  const metrics = createMetrics('archive')
  const { metricsPort } = round.flags
  const server = metricsPort === undefined ? null : await serveMetrics(metrics, metricsPort, round.terminal)
  await archiveEvery(everyMs, round, createArchiveMetrics(metrics)).finally(() => server?.close())
}

async function archiveEvery(everyMs: number, round: Round, metrics: ArchiveMetrics): Promise<void> {
  const { signal, terminal } = round
  terminal.err(`archiving every ${everyMs / 1000} s, until stopped`)
  const isStopped = (): boolean => signal.aborted
  while (!isStopped()) {
    try {
      await archiveOnce(round)
      const { log, store } = round.opened
      for (const { name } of round.topics) metrics.show(await archiveStatus(log, store, name))
      metrics.roundEnded(false)
    } catch (error) {
      if (isStopped()) break
      metrics.roundEnded(true)
      // Log or store are away for now: the next round goes on where this one ended.
      if (!(error instanceof LogUnavailableError) && !(error instanceof StoreUnavailableError)) throw error
      terminal.err(`${errorText(error)}; trying again in ${everyMs / 1000} s`)
    }
    await pause(everyMs, undefined, { signal }).catch(() => undefined)
  }
  terminal.err('stopped')
}

/** One topic that cannot be archived does not keep the others from it. Rejects with the first failure, after all of them. */
async function archiveOnce(round: Round): Promise<void> {
  const { topics, terminal, signal, flags } = round
  const archived: Archived[] = []
  const failures: unknown[] = []
  for (const topic of topics) {
    try {
      archived.push(await archiveOne(round, topic))
    } catch (error) {
      if (signal.aborted) throw error
      failures.push(error)
    }
  }
  if (flags.json) terminal.out(toJson({ topics: archived }))
  else for (const each of archived) if (each.files > 0 || flags.every === undefined) terminal.out(lineOf(each))
  for (const failure of failures.slice(1)) terminal.err(errorText(failure))
  if (failures.length > 0) throw failures[0]
}

async function archiveOne({ opened, flags, terminal, signal, isDue }: Round, topic: TopicSpec): Promise<Archived> {
  const { log, store } = opened
  const progress = createProgress(terminal)
  let started = false
  const onProgress = (done: number, of: number): void => {
    if (!started) progress.start(shortName(topic.name), of, done)
    else progress.update(done)
    started = true
  }
  try {
    const options = { log, store, topic: topic.name, mayLose: flags.loseHistory, signal, isDue, onProgress }
    return { topic: topic.name, ...(await archiveTopic(options)) }
  } finally {
    progress.stop()
  }
}

function lineOf({ topic, records, files, bytes, lost }: Archived): string {
  const gone = lost === 0 ? '' : `; ${lost} were lost before and are given up`
  return `${shortName(topic).padEnd(15)} ${records} records archived, ${files} files, ${bytes} bytes${gone}`
}
