/**
 * Plays a part of the timeline again, in the order of time: before each play the viewer's next title is asked for, as it would
 * have been then, with counts and popularity that know all that came before and nothing after.
 */
import type { BuildProgress } from '../build/progress.ts'
import { createCountedRows } from '../counts/counted-rows.ts'
import type { RowBuilder } from '../counts/count-rows.ts'
import { COUNT_SETTINGS, createCounts } from '../counts/counts.ts'
import type { Before, Counts } from '../counts/counts.ts'
import type { RowSet } from '../model/model.ts'
import { createExampleWriter } from '../rerank/examples.ts'
import type { Examples } from '../rerank/examples.ts'
import type { ChannelPlan } from '../score/channel-plan.ts'
import type { PopularityClock } from '../score/popularity-clock.ts'
import { createRecentTitles } from '../timeline/recent-titles.ts'
import type { RecentTitles } from '../timeline/recent-titles.ts'
import { viewersOfPlays } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/timeline.ts'

export interface ReplayOptions {
  readonly timeline: Timeline
  /** The plays of the part, in the order of time; all other plays of their viewers that stand before them are known. */
  readonly plays: Uint32Array
  /** Which of them to ask about. */
  readonly asks: (play: number) => boolean
  /** Know what came before the part, and go on from there: a play is learned from once it is so old. */
  readonly delayMs: number
  /** `null`: no channel reads any. */
  readonly counts: Counts | null
  readonly popularity: PopularityClock
  readonly build: RowBuilder
  readonly others: ReadonlyMap<string, RowSet>
  readonly plan: ChannelPlan
  /** Whether titles watched before may come again; the newest one never does. */
  readonly again: boolean
  /** Titles of the history that scoring reads. */
  readonly historyLimit: number
}

/** Plays a step. */
const STEP = 64

export function* replay(options: ReplayOptions): Generator<BuildProgress, Examples> {
  const { timeline, plays, counts, popularity, plan, again, historyLimit } = options
  const { titles, weights, times } = timeline
  const rows = createCountedRows(counts ?? createCounts(COUNT_SETTINGS), options.build, options.others)
  const writer = createExampleWriter(plan, rows, popularity, timeline.items.length, again)
  const viewers = viewersOfPlays(timeline)
  const known = new Map<number, RecentTitles>()
  // In the order of time.
  let waiting: WaitingPlay[] = []
  const learnUntil = (untilMs: number): void => {
    const [oldest] = waiting
    if (oldest === undefined || oldest.atMs > untilMs) return
    const end = waiting.findIndex((play) => play.atMs > untilMs)
    const due = end < 0 ? waiting : waiting.slice(0, end)
    waiting = end < 0 ? [] : waiting.slice(end)
    for (const { before, title, weight, atMs } of due) {
      counts?.observe(before, title, weight, atMs, rows.touch)
      popularity.add(title, weight, atMs)
    }
  }
  for (const [done, play] of plays.entries()) {
    if (done % STEP === 0) yield { stage: 'replay', done, of: plays.length }
    const viewer = viewers[play] ?? 0
    const recent = known.get(viewer) ?? titlesBefore(timeline, viewer, play)
    known.set(viewer, recent)
    const [title, weight, atMs] = [titles[play] ?? 0, weights[play] ?? 0, times[play] ?? 0]
    if (options.asks(play)) learnUntil(atMs - options.delayMs)
    if (weight > 0 && recent.size() > 0 && options.asks(play)) {
      const place = recent.placeOf(title)
      if (place < 0 || (again && place > 0)) {
        writer.ask({
          history: { titles: recent.titles.slice(0, historyLimit), weights: recent.weights },
          leftOut: again ? recent.titles.slice(0, 1) : recent.titles,
          placeOf: again ? recent.placeOf : null,
          targets: [title],
          atMs,
        })
      }
    }
    const before = counts === null ? NOTHING : newestOf(recent, counts.settings.window * 3)
    waiting.push({ before, title, weight, atMs })
    recent.add(title, weight, atMs)
  }
  return writer.finish()
}

const NOTHING: Before = { titles: [], weights: [] }

interface WaitingPlay {
  readonly before: Before
  readonly title: number
  readonly weight: number
  readonly atMs: number
}

function newestOf({ titles, weights }: RecentTitles, count: number): Before {
  return { titles: titles.slice(0, count), weights: weights.slice(0, count) }
}

/** What the viewer had played before this play. */
export function titlesBefore(
  { offsets, titles, weights, times }: Timeline,
  viewer: number,
  play: number,
): RecentTitles {
  const recent = createRecentTitles()
  for (let at = offsets[viewer] ?? 0; at < play; at++) recent.add(titles[at] ?? 0, weights[at] ?? 0, times[at] ?? 0)
  return recent
}
