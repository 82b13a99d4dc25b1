/** `upnext replay`: from what is asked for to what is written, with a state that a killed replay goes on from. */
import { createWriteStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { receivedAtReader, topicsOf } from '@upnext/contracts'
import { resolveSlice } from '@upnext/history'
import type { History, Slice } from '@upnext/history'
import { partitionOf } from '@upnext/ports'
import { createPace, writeWhole } from '@upnext/service-kit'
import { CliError, usageError } from '../errors.ts'
import { createProgress } from '../print/progress.ts'
import type { Progress } from '../print/progress.ts'
import { openHistory } from '../stores/open-history.ts'
import { storesConfig } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'
import { createFilter } from './filter.ts'
import { checkFlags } from './flags.ts'
import type { ReplayFlags } from './flags.ts'
import { createLineWriter } from './json-line.ts'
import { keepSlice } from './keep-slice.ts'
import type { Sink } from './keep-slice.ts'
import { findTarget } from './known-topic.ts'
import { differences, manifestOf, manifestText } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { joinParts, openPartFiles } from './part-files.ts'
import { openPlace } from './place.ts'
import type { Output, Place } from './place.ts'
import { sendByTime } from './send-by-time.ts'
import { checkSink, framesOf, linesOf, partSink, topicSink } from './sinks.ts'
import { createStateKeeper, freshState, readState } from './state.ts'
import type { ReplayState, StateKeeper } from './state.ts'
import { roleWordOf, wantedOf } from './wanted.ts'
import type { Surroundings, Wanted } from './wanted.ts'

export interface ReplayReport {
  readonly manifest: Manifest
  /** `null` where none was written. */
  readonly manifestPath: string | null
  readonly resumed: boolean
  /** Of this run: a resumed one has less to do. */
  readonly read: number
  readonly seconds: number
  /** What differs from the replay of `--manifest-from`; `null` where there was none. */
  readonly differences: readonly string[] | null
}

export async function runReplay(flags: ReplayFlags, terminal: Terminal, signal: AbortSignal): Promise<ReplayReport> {
  checkFlags(flags)
  const { UPNEXT_NAMESPACE: namespace, UPNEXT_DATA: dataFolder } = storesConfig(flags, terminal)
  const around: Surroundings = { topics: topicsOf(namespace), namespace, dataFolder, terminal }
  const wanted = await wantedOf(flags, around)
  const output = outputOf(flags, wanted, around)
  const { source } = wanted
  // Mistakes in the flags are told before anything is opened.
  createFilter(wanted.filters, source.role)
  const place = await openPlace({ ...flags, output, source: source.spec.name, dataFolder })
  let done = false
  try {
    const target = output.kind === 'topic' ? output.spec : undefined
    const topics = [source.spec]
    const opened = await openHistory({ ...flags, topics, target, mayLose: flags.loseHistory }, terminal)
    try {
      const report = await replay({ flags, wanted, output, place, history: opened.history, terminal, signal })
      done = true
      return report
    } finally {
      await opened.close()
    }
  } finally {
    await place.leave(done)
  }
}

interface Replay {
  readonly flags: ReplayFlags
  readonly wanted: Wanted
  readonly output: Output
  readonly place: Place
  readonly history: History
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

async function replay(job: Replay): Promise<ReplayReport> {
  const { wanted, place, terminal } = job
  const request = requestOf(job)
  const found = place.resumable && place.folder !== null ? await readState(place.folder) : null
  if (found !== null && found.request !== request) {
    throw usageError(
      `another replay to the same place is unfinished, in ${place.folder ?? ''}`,
      'say --again to begin this one instead',
    )
  }
  const state = found ?? freshState(request, await sliceOfWanted(job))
  const progress = createProgress(terminal)
  const startedAtMs = performance.now()
  const readBefore = readSoFar(state)
  try {
    await (job.output.kind === 'check' ? check(job, state, progress) : write(job, place.folder ?? '', state, progress))
  } finally {
    progress.stop()
  }
  const seconds = (performance.now() - startedAtMs) / 1000
  const manifest = manifestOf(
    {
      topic: wanted.source.spec.name,
      holds: roleWordOf(wanted.source),
      filters: { viewer_key: wanted.filters.viewerKey, kind: wanted.filters.kind, item: wanted.filters.item },
    },
    state,
  )
  if (place.manifest !== null) await writeWhole(place.manifest, `${manifestText(manifest)}\n`)
  return {
    manifest,
    manifestPath: place.manifest,
    resumed: found !== null,
    read: readSoFar(state) - readBefore,
    seconds,
    differences: wanted.before === null ? null : differences(wanted.before, manifest),
  }
}

async function check(
  { flags, wanted, history, signal }: Replay,
  state: ReplayState,
  progress: Progress,
): Promise<void> {
  const pace = createPace(flags.rate ?? null, now)
  await keepAll({ wanted, history, signal }, state, checkSink(pace, signal), progress)
}

async function write(job: Replay, folder: string, state: ReplayState, progress: Progress): Promise<void> {
  const { flags, wanted, output, history, place, signal } = job
  const pace = createPace(flags.rate ?? null, now)
  if (output.kind === 'topic' && flags.speed === undefined) {
    const keeper = createStateKeeper(folder, state, async () => undefined)
    const sink = topicSink({ log: history.log, target: output.spec.name, keeper, pace, signal })
    // The slice was resolved once: also a run that is killed before its first chunk goes on with that one.
    await keeper.save()
    await keepAll(job, state, sink, progress)
    return
  }
  const parts = await openPartFiles(folder, state)
  try {
    const keeper = place.resumable ? createStateKeeper(folder, state, () => parts.sync()) : null
    await keeper?.save()
    const encode =
      flags.speed === undefined ? linesOf(createLineWriter(wanted.source.role, flags.raw)) : framesOf(timeOf(wanted))
    const sink = partSink({ parts, keeper, pace, nowMs: now, signal }, encode)
    await keepAll(job, state, sink, progress).finally(() => keeper?.save())
    if (output.kind === 'topic' && keeper !== null) await sendParts(job, { folder, state, keeper, output, progress })
  } finally {
    await parts.close()
  }
  if (output.kind === 'file') await joinToFile(folder, state, output.path, signal)
  if (output.kind === 'stdout') await joinToStdout(folder, state, signal)
}

async function keepAll(
  { wanted, history, signal }: Pick<Replay, 'wanted' | 'history' | 'signal'>,
  state: ReplayState,
  sink: Sink,
  progress: Progress,
): Promise<void> {
  const topic = wanted.source.spec.name
  const total = state.partitions.reduce((sum, { start, end }) => sum + end - start, 0)
  const left = (): number => state.partitions.reduce((sum, { next, end }) => sum + Math.max(0, end - next), 0)
  progress.start('records', total, total - left())
  const filter = createFilter(wanted.filters, wanted.source.role)
  await keepSlice(history, { topic, state, filter, sink, signal, onRead: () => progress.update(total - left()) })
}

interface Sending {
  readonly folder: string
  readonly state: ReplayState
  readonly keeper: StateKeeper
  readonly output: Extract<Output, { kind: 'topic' }>
  readonly progress: Progress
}

async function sendParts(
  { flags, history, signal }: Replay,
  { folder, state, keeper, output, progress }: Sending,
): Promise<void> {
  const total = state.partitions.reduce((sum, { written }) => sum + written, 0)
  let sent = 0
  progress.start('sent', total, 0)
  await sendByTime({
    log: history.log,
    target: output.spec.name,
    folder,
    state,
    keeper,
    speed: flags.speed ?? 1,
    nowMs: now,
    onSent: (records) => progress.update((sent += records)),
    signal,
  })
}

/** A reader that has read enough, such as `head`, closes its end: that is no error. */
async function joinToStdout(folder: string, state: ReplayState, signal: AbortSignal): Promise<void> {
  await joinParts(folder, state, process.stdout, signal).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  })
}

/** Beside, then renamed: the file is there whole, or not at all. */
async function joinToFile(folder: string, state: ReplayState, path: string, signal: AbortSignal): Promise<void> {
  const temporary = `${path}.tmp`
  const stream = createWriteStream(temporary)
  await joinParts(folder, state, stream, signal)
  await finished(stream.end())
  const file = await open(temporary, 'r+')
  await file.datasync().finally(() => file.close())
  await rename(temporary, path)
}

function outputOf(flags: ReplayFlags, { source }: Wanted, { topics }: Surroundings): Output {
  if (flags.toTopic !== undefined) return { kind: 'topic', spec: findTarget(flags.toTopic, source, topics) }
  if (flags.to === undefined) return { kind: 'check' }
  return flags.to === '-' ? { kind: 'stdout' } : { kind: 'file', path: flags.to }
}

/** Everything that decides what is written, in the words of whoever asked. */
function requestOf({ flags, wanted, output }: Replay): string {
  const { from, until, manifestFrom, raw, speed } = flags
  const slice =
    manifestFrom === undefined ? { from: from ?? 'beginning', until: until ?? 'end' } : wanted.before?.partitions
  return JSON.stringify({
    topic: wanted.source.spec.name,
    slice,
    filters: wanted.filters,
    raw,
    timed: speed !== undefined,
    output,
  })
}

async function sliceOfWanted({ wanted, history, signal }: Replay): Promise<Slice> {
  const { source, from, until, filters } = wanted
  const read = receivedAtReader(source.role)
  const receivedAt = read === null ? null : ({ value }: { readonly value: Uint8Array }) => read(value)
  const slice = await resolveSlice(history, source.spec.name, { from, until, receivedAt, signal })
  if (filters.viewerKey === null || wanted.before !== null) return slice
  // A viewer's records all stand in one partition.
  const own = partitionOf(Buffer.from(filters.viewerKey, 'latin1'), source.spec.partitions)
  return slice.map((bounds, partition) => (partition === own ? bounds : { start: bounds.end, end: bounds.end }))
}

function timeOf({ source }: Wanted): (value: Uint8Array) => number | null {
  const read = receivedAtReader(source.role)
  if (read === null) {
    throw new CliError(`--speed: records of ${source.spec.name} do not say when they were received`, { exitCode: 2 })
  }
  return read
}

function readSoFar({ partitions }: ReplayState): number {
  return partitions.reduce((sum, { read }) => sum + read, 0)
}

function now(): number {
  return performance.now()
}
