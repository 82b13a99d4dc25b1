/** An import from start to end, over the collector's front door: what it accepts is what any other client may send. */
import type { Clock } from '@upnext/ports'
import type { CollectorAnswer, CollectorClient } from '../clients/collector-client.ts'
import { withRetries } from '../clients/retry.ts'
import { CliError } from '../errors.ts'
import type { Progress } from '../print/progress.ts'
import { toEventBody } from './event-body.ts'
import type { ImportSource } from './import-event.ts'
import type { ImportState } from './import-state.ts'
import { freshState, readState, writeState } from './import-state.ts'
import { itemRequests } from './item-requests.ts'
import { moveWindows } from './move-times.ts'
import type { ShiftTarget } from './shift.ts'
import { shiftOf } from './shift.ts'
import { waveAt } from './waves.ts'

export interface ImportPlan {
  readonly name: string
  readonly shiftTo: ShiftTarget
  /** Sends everything once more, although it was finished. */
  readonly again: boolean
  /** Whether these files are the only ones that this name has ever meant: a finished import is then not read again. */
  readonly bundled?: boolean
  /** Reads the source. */
  readonly read: () => Promise<ImportSource>
}

export interface ImportTools {
  readonly collector: CollectorClient
  readonly dataFolder: string
  readonly clock: Clock
  readonly progress: Progress
  readonly say: (line: string) => void
  /** Aborts when the process is asked to stop: the import ends after the wave in hand. */
  readonly signal?: AbortSignal
}

export type ImportOutcome =
  | { readonly kind: 'already-done'; readonly state: ImportState }
  | {
      readonly kind: 'done'
      readonly state: ImportState
      readonly resumed: boolean
      readonly unreadable: Readonly<Record<string, number>>
      readonly rows: number
      readonly seconds: number
    }

const WAVE = { requestSize: 500, lanes: 3 }
const PATIENCE_MS = 60_000

/** Rejects with a `CliError`; what has been sent by then stays noted, and the same command goes on from there. */
export async function runImport(plan: ImportPlan, tools: ImportTools): Promise<ImportOutcome> {
  const startedAtMs = tools.clock.now()
  const before = await readState(tools.dataFolder, plan.name)
  if (before?.done === true && !plan.again) {
    // "Nothing to do" must not be said of files that were never sent.
    if (plan.bundled !== true) checkFingerprint(plan, before, await plan.read())
    return { kind: 'already-done', state: before }
  }
  const source = await plan.read()
  const resumed = before !== null && !before.done
  const first = firstState(plan, before, source, tools)
  await writeState(tools.dataFolder, first)
  const withItems = await sendItems(source, first, tools)
  const withEvents = await sendEvents(source, withItems, tools)
  const state = { ...withEvents, done: true }
  await writeState(tools.dataFolder, state)
  return {
    kind: 'done',
    state,
    resumed,
    unreadable: source.unreadable,
    rows: source.events.length,
    seconds: (tools.clock.now() - startedAtMs) / 1000,
  }
}

/** The shift is computed once, here, and kept: the same rows would otherwise become other events on resume. */
function firstState(
  plan: ImportPlan,
  before: ImportState | null,
  source: ImportSource,
  tools: ImportTools,
): ImportState {
  checkFingerprint(plan, before, source)
  if (before?.done === false) return before
  const newestMs = source.events.at(-1)?.atMs ?? null
  const shiftMs = before?.shiftMs ?? shiftOf(plan.shiftTo, newestMs, tools.clock.now())
  if (newestMs !== null && newestMs + shiftMs > tools.clock.now()) {
    throw new CliError('the newest event of this source lies in the future', {
      hint: 'check the time column and its unit (--time-format), or move the history with --shift-to now',
    })
  }
  return freshState(plan.name, source.fingerprint, shiftMs)
}

function checkFingerprint(plan: ImportPlan, before: ImportState | null, source: ImportSource): void {
  if (before === null || before.fingerprint === source.fingerprint) return
  throw new CliError(`the import "${plan.name}" was started from other files than these`, {
    hint: 'give this one another name with --name',
  })
}

async function sendItems(source: ImportSource, from: ImportState, tools: ImportTools): Promise<ImportState> {
  let state = from
  tools.progress.start('titles', source.items.length, state.itemsSent)
  const items = source.items.map((item) => moveWindows(item, from.shiftMs))
  for (const request of itemRequests(items, state.itemsSent)) {
    tools.signal?.throwIfAborted()
    const answer = await insistently(() => tools.collector.sendItems(request), tools)
    state = { ...withAnswers(state, [answer]), itemsSent: state.itemsSent + request.length }
    await writeState(tools.dataFolder, state)
    tools.progress.update(state.itemsSent)
  }
  tools.progress.stop()
  return state
}

async function sendEvents(source: ImportSource, from: ImportState, tools: ImportTools): Promise<ImportState> {
  let state = from
  const body = { source: state.name, shiftMs: state.shiftMs }
  tools.progress.start('events', source.events.length, state.eventsSent)
  for (;;) {
    tools.signal?.throwIfAborted()
    const wave = waveAt(source.events, state.eventsSent, WAVE)
    if (wave.size === 0) break
    const answers = await Promise.all(
      wave.lanes.map(async (requests) => {
        const ofLane: CollectorAnswer[] = []
        for (const request of requests) {
          const events = request.map((event) => toEventBody(event, body))
          ofLane.push(await insistently(() => tools.collector.sendEvents(events), tools))
        }
        return ofLane
      }),
    )
    state = { ...withAnswers(state, answers.flat()), eventsSent: state.eventsSent + wave.size }
    await writeState(tools.dataFolder, state)
    tools.progress.update(state.eventsSent)
  }
  tools.progress.stop()
  return state
}

function insistently<Result>(attempt: () => Promise<Result>, tools: ImportTools): Promise<Result> {
  return withRetries(attempt, {
    clock: tools.clock,
    patienceMs: PATIENCE_MS,
    onRetry: (error, pauseMs) => {
      tools.say(`${error.message}; trying again in ${String(pauseMs)} ms`)
    },
  })
}

function withAnswers(state: ImportState, answers: readonly CollectorAnswer[]): ImportState {
  const rejected = { ...state.rejected }
  let accepted = state.accepted
  for (const answer of answers) {
    accepted += answer.accepted
    for (const result of answer.results) {
      const reason = result.reason ?? 'no reason given'
      if (result.status === 'rejected') rejected[reason] = (rejected[reason] ?? 0) + 1
    }
  }
  return { ...state, accepted, rejected }
}
