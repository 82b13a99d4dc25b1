/** Asks about what was held out, with given rows: the way from settings to examples. */
import { ROW_SETS } from '../build/settings.ts'
import type { ModelSettings } from '../build/settings.ts'
import type { BuildProgress } from '../build/progress.ts'
import { createCountedRows } from '../counts/counted-rows.ts'
import { createRowBuilder } from '../counts/count-rows.ts'
import { countTimeline } from '../counts/count-timeline.ts'
import { createCounts } from '../counts/counts.ts'
import type { GrowingCounts } from '../counts/counts.ts'
import type { Channel, RowSet } from '../model/model.ts'
import { createExampleWriter } from '../rerank/examples.ts'
import type { Examples } from '../rerank/examples.ts'
import { planChannels } from '../score/channel-plan.ts'
import { popularityOf } from '../score/popularity-of.ts'
import { viewersOfPlays } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/timeline.ts'
import type { HoldOut } from './hold-out.ts'
import { replay } from './replay.ts'

export interface Trial {
  readonly settings: ModelSettings
  /** What came before, counted with these settings, where it is there already: asked with a copy. */
  readonly counts?: GrowingCounts | null
  readonly channels: readonly Channel[]
  /** Row sets that are not of counts. */
  readonly rows: ReadonlyMap<string, RowSet>
  readonly again: boolean
  /** How old a play is when counts and popularity learn of it. */
  readonly delayMs: number
  /** About how many questions; evenly spread over what was held out. */
  readonly questions: number
  /** Only questions whose answer is one of these titles. */
  readonly targets?: (title: number) => boolean
}

export function* ask(timeline: Timeline, held: HoldOut, trial: Trial): Generator<BuildProgress, Examples> {
  return held.kind === 'time' ? yield* askInTime(timeline, held, trial) : yield* askAtRandom(timeline, held, trial)
}

function* askInTime(timeline: Timeline, held: HoldOut, trial: Trial): Generator<BuildProgress, Examples> {
  const { settings, rows, again, delayMs, channels, targets } = trial
  const counts = yield* countsBefore(held, trial)
  const eligible = held.plays.filter((play) => targets?.(timeline.titles[play] ?? 0) ?? true)
  return yield* replay({
    timeline,
    plays: held.plays,
    asks: spread(eligible, trial.questions),
    counts,
    delayMs,
    popularity: popularityOf(held.before),
    build: createRowBuilder(settings.neighbours, false),
    others: rows,
    plan: planChannels(channels),
    again,
    historyLimit: settings.historyLimit,
  })
}

/** For a replay, which goes on counting; `null`: no channel reads any. */
function* countsBefore(
  { before }: HoldOut,
  { settings, channels, rows, counts }: Trial,
): Generator<BuildProgress, GrowingCounts | null> {
  const counted = channels.filter(({ rowSet }) => !rows.has(rowSet))
  if (counted.length === 0) return null
  const backwards = counted.some(({ rowSet }) => rowSet === ROW_SETS.reverse)
  return counts?.copy() ?? (yield* countTimeline(before, settings.counts, backwards))
}

function* askAtRandom(timeline: Timeline, held: HoldOut, trial: Trial): Generator<BuildProgress, Examples> {
  const { offsets, titles, weights } = held.before
  const source = createCountedRows(createCounts(trial.settings.counts), createRowBuilder(1), trial.rows)
  const popularity = popularityOf(held.before)
  const writer = createExampleWriter(planChannels(trial.channels), source, popularity, timeline.items.length, false)
  const asked = questionsByViewer(timeline, held, trial)
  let done = 0
  for (const [viewer, targets] of asked) {
    if (done++ % 64 === 0) yield { stage: 'asking', done, of: asked.length }
    const known = titles.subarray(offsets[viewer], offsets[viewer + 1])
    const history = {
      titles: known.slice().reverse(),
      weights: weights.slice(offsets[viewer], offsets[viewer + 1]).reverse(),
    }
    writer.ask({ history, leftOut: known, placeOf: null, targets, atMs: 0 })
  }
  return writer.finish()
}

/**
 * How many questions `ask` would ask where titles watched before may come again, and how many of these are answered by such a title, be it
 * a candidate or not. Costs next to nothing beside asking.
 */
export function countRepeats(
  timeline: Timeline,
  held: HoldOut,
  questions: number,
): { readonly asked: number; readonly repeats: number } {
  const { offsets, titles, weights } = timeline
  const asks = spread(held.plays, questions)
  const viewers = viewersOfPlays(timeline)
  let [asked, repeats] = [0, 0]
  for (const play of held.plays) {
    const before = titles.subarray(offsets[viewers[play] ?? 0], play)
    const title = titles[play] ?? 0
    if (!asks(play) || !((weights[play] ?? 0) > 0) || before.length === 0 || before.at(-1) === title) continue
    asked += 1
    if (before.includes(title)) repeats += 1
  }
  return { asked, repeats }
}

/** Viewers who have something on both sides, with what was held out of them: titles that are not known, each once. */
function questionsByViewer(timeline: Timeline, held: HoldOut, trial: Trial): [number, number[]][] {
  const { offsets, titles } = held.before
  const wanted = new Map<number, number[]>()
  let viewer = 0
  for (const play of held.plays) {
    while (play >= (timeline.offsets[viewer + 1] ?? Infinity)) viewer += 1
    const title = timeline.titles[play] ?? 0
    const known = titles.subarray(offsets[viewer], offsets[viewer + 1])
    const targets = wanted.get(viewer) ?? []
    if (known.length === 0 || known.includes(title) || targets.includes(title)) continue
    if (!((timeline.weights[play] ?? 0) > 0) || trial.targets?.(title) === false) continue
    wanted.set(viewer, [...targets, title])
  }
  const all = [...wanted]
  const asks = spread(Uint32Array.from(all.keys()), trial.questions)
  return all.filter((_, at) => asks(at))
}

/** Whether a place is among about `count`, evenly spread. */
function spread(places: Uint32Array, count: number): (place: number) => boolean {
  const step = Math.max(1, places.length / count)
  const chosen = new Set<number>()
  for (let at = 0; at < places.length; at += step) chosen.add(places[Math.floor(at)] ?? 0)
  return (place) => chosen.has(place)
}
