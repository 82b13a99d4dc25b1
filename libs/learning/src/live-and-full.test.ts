/**
 * The daemon and the job count the same: observations of events as they come, against a full count of the final profiles.
 *
 * - Complete events in order, in one go, in slices or each twice: the same to rounding. Sums are float32 and are added up in
 *   another order: a part in 100,000.
 * - Events out of order, and ratings that follow: a play that comes late is not among the history of plays counted before it, and a
 *   weight that falls, or rises for plays counted before, is not put right in them (`observations.ts`). The next full count heals
 *   all of it. Where a tenth of the plays come late, a fifth of the signs are ratings and titles come again and again, less than a
 *   fifth of all weight stands elsewhere until then.
 */
import { describe, expect, it } from '@jest/globals'
import type { ItemHash, ViewerEvent, ViewerKey } from '@upnext/contracts'
import { TRAINING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import {
  COUNT_SETTINGS,
  buildModel,
  buildNow,
  createCounts,
  createTimeline,
  MODEL_SETTINGS,
  seededRandom,
} from '@upnext/recsys'
import type { Counts } from '@upnext/recsys'
import { aRating, aWatch, anEvent } from '@upnext/testkit'
import { historiesOf } from './histories.ts'
import { observationsOf } from './observations.ts'
import { LENGTH_S, MINUTE_MS, TO_THE_END } from './testing/a-title.ts'

const VIEWERS = 40
const TITLES = 25
const ROUNDING = 1e-5
const LATE = 0.2

interface Step {
  readonly viewer: ViewerKey
  readonly event: ViewerEvent
}

const keyOf = (viewer: number) => String(viewer).padStart(22, 'v') as ViewerKey

/** Watched to the end, or for a part, a title a minute and viewer; in order. `rates`: some are rated later. */
function someSteps(rates: boolean): Step[] {
  const random = seededRandom(31)
  return Array.from({ length: VIEWERS * 20 }, (_, at): Step => {
    const minute = 1 + Math.floor(at / VIEWERS)
    const itemId = `t${Math.floor(TITLES * random() ** 2)}`
    const occurredAtMs = minute * MINUTE_MS
    const positionS = random() < 0.7 ? TO_THE_END : 3000
    const kind =
      rates && random() < 0.2
        ? aRating(itemId, 2 + Math.floor(random() * 9))
        : aWatch({
            itemId,
            sessionId: `${itemId} ${at}`,
            sessionStartedAtMs: occurredAtMs,
            positionS,
            durationS: LENGTH_S,
          })
    return { viewer: keyOf(at % VIEWERS), event: anEvent({ occurredAtMs, kind }) }
  })
}

interface Counted {
  readonly counts: Counts
  readonly profiles: ReadonlyMap<ViewerKey, Uint8Array>
  readonly titles: ReadonlyMap<ItemHash, number>
}

/** As the trainer's daemon does, slice by slice. */
function countLive(slices: readonly (readonly Step[])[]): Counted {
  const counts = createCounts(COUNT_SETTINGS)
  const profiles = new Map<ViewerKey, Profile>()
  const titles = new Map<ItemHash, number>()
  const numberOf = (hash: ItemHash): number => {
    const number = titles.get(hash) ?? titles.size
    titles.set(hash, number)
    return number
  }
  for (const { viewer, event } of slices.flat()) {
    const result = fold(profiles.get(viewer) ?? emptyProfile(), event, TRAINING_CAPS)
    profiles.set(viewer, result.profile)
    for (const { history, item, weight, atMs } of observationsOf(result, COUNT_SETTINGS.window)) {
      const before = { titles: history.map((play) => numberOf(play.item)), weights: history.map((play) => play.weight) }
      counts.observe(before, numberOf(item), weight, atMs)
    }
  }
  return { counts, titles, profiles: new Map([...profiles].map(([key, profile]) => [key, encodeProfile(profile)])) }
}

/** How much of all weight stands elsewhere than in a full count of the same profiles: 0 for nothing, up to 1. */
function difference({ counts, titles, profiles }: Counted): number {
  const timeline = buildNow(createTimeline(historiesOf(profiles)))
  const configuration = { settings: MODEL_SETTINGS, ranker: null, again: null }
  const full = buildNow(buildModel(timeline, configuration, null)).counts
  let elsewhere = 0
  let all = 0
  for (const [from, hash] of timeline.items.entries()) {
    for (const [to, other] of timeline.items.entries()) {
      const expected = (full.rowOf(from)?.first(to) ?? 0) * timeline.unit
      const counted = counts.rowOf(titles.get(hash) ?? -1)?.first(titles.get(other) ?? -1) ?? 0
      elsewhere += Math.abs(expected - counted)
      all += expected
    }
  }
  return elsewhere / all
}

function slicesOf(steps: readonly Step[], size: number): Step[][] {
  return Array.from({ length: Math.ceil(steps.length / size) }, (_, at) => steps.slice(at * size, (at + 1) * size))
}

describe('counts of events as they come', () => {
  // No title twice: a second session raises what the first one weighs as a whole, and that was counted by then.
  const complete = someSteps(false).filter(
    ({ viewer, event }, at, all) =>
      all.findIndex((other) => other.viewer === viewer && itemOf(other.event) === itemOf(event)) === at,
  )

  it.each<[string, Step[][]]>([
    ['in one go', [complete]],
    ['in slices', slicesOf(complete, 37)],
    ['each twice', slicesOf(complete, 1).flatMap((slice) => [slice, slice])],
    ['with a slice that comes again', [...slicesOf(complete, 50), complete.slice(100, 300)]],
  ])('are those of a full count, to rounding: %s', (_, slices) => {
    expect(difference(countLive(slices))).toBeLessThan(ROUNDING)
  })

  it('are nearly those of a full count where plays come late, titles come again and ratings follow', () => {
    const random = seededRandom(2)
    const steps = someSteps(true)
    const late = steps.filter(() => random() < 0.1)
    const isLate = new Set(late)
    const shuffled = steps.flatMap((step, at) => [
      ...(isLate.has(step) ? [] : [step]),
      // Two minutes later.
      ...(isLate.has(steps[at - 2 * VIEWERS] ?? step) && at >= 2 * VIEWERS ? [steps[at - 2 * VIEWERS] ?? step] : []),
    ])
    const off = difference(countLive([shuffled, late]))
    expect(off).toBeLessThan(LATE)
    expect(off).toBeGreaterThan(ROUNDING)
  })
})

function itemOf({ kind }: ViewerEvent): string {
  return kind?.$case === 'watch' || kind?.$case === 'rating' ? kind.value.itemId : ''
}
