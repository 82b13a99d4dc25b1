import type { CatalogItem, ViewerEvent } from '@upnext/contracts'
import { aRating, aViewer, aWatch, anEvent, anItem } from './events.ts'
import { TEST_TIME_MS } from './fake-clock.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'

export interface CrowdOptions {
  readonly seed: number
  /** Default 20. */
  readonly viewers?: number
  /** Default 50; ids `movie-0`, `movie-1`, ... */
  readonly items?: number
  /** Default 1,000. */
  readonly events?: number
  readonly startMs?: number
  /** Between two events; default one minute. */
  readonly stepMs?: number
}

/**
 * Watches and ratings of a crowd, in order of time, the same for the same seed. Every viewer belongs to one of two tastes (even and
 * odd numbers) and mostly keeps to the items of that parity, so a model has something to find.
 */
export function generateEvents(options: CrowdOptions): ViewerEvent[] {
  const { viewers = 20, items = 50, events = 1_000, startMs = TEST_TIME_MS, stepMs = 60_000 } = options
  const random = seededRandom(options.seed)
  return Array.from({ length: events }, (_, n) => {
    const viewer = random.int(0, viewers)
    const itemId = `movie-${itemOfTaste(random, viewer % 2, items)}`
    const occurredAtMs = startMs + n * stepMs
    const kind =
      random.next() < 0.3 ? aRating(itemId, random.int(1, 11)) : watching(random, itemId, `session-${n}`, occurredAtMs)
    return anEvent({ viewer: aViewer(`viewer-${viewer}`), occurredAtMs, kind })
  })
}

/** The catalogue that goes with {@link generateEvents}. */
export function generateItems(count = 50): CatalogItem[] {
  return Array.from({ length: count }, (_, n) =>
    anItem({ itemId: `movie-${n}`, genres: [n % 2 === 0 ? 'Drama' : 'Comedy'] }),
  )
}

function itemOfTaste(random: Random, taste: number, items: number): number {
  const any = random.int(0, items)
  // Popularity falls off: the smaller of two draws.
  const popular = Math.min(any, random.int(0, items))
  if (random.next() < 0.1) return any
  const ofTaste = popular - (popular % 2) + taste
  return ofTaste < items ? ofTaste : taste % items
}

function watching(random: Random, itemId: string, sessionId: string, startedAtMs: number): ReturnType<typeof aWatch> {
  const durationS = random.int(20, 150) * 60
  return aWatch({
    itemId,
    sessionId,
    sessionStartedAtMs: startedAtMs,
    durationS,
    positionS: random.int(1, durationS + 1),
  })
}
