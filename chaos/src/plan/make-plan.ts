/** Which faults come when: a pure function of the seed and the length of the run. */
import { seededRandom } from '@upnext/testkit'
import type { Random } from '@upnext/testkit'
import { COPIES, LINKS } from './fault.ts'
import type { Fault, KillTarget, PlannedFault, ServiceName } from './fault.ts'

/** A sort of fault: how many in half an hour, and how many at least. */
interface Quota {
  readonly perHalfHour: number
  readonly atLeast: number
  /** `nth` counts the faults of this sort from 0. */
  readonly make: (random: Random, nth: number) => Fault
}

const HALF_HOUR_MS = 1_800_000
/** Before the first fault everything has worked for a moment. */
const QUIET_START_MS = 3_000
/** In a long run faults pause now and then, for longer than recovery may take: only then is it seen how long it does take. */
const LULL_EVERY_MS = 300_000
export const LULL_MS = 40_000

const QUOTAS: readonly Quota[] = [
  kills('feature', 112, 6),
  kills('event-collector', 23, 2),
  kills('ranking', 23, 2),
  kills('trainer', 23, 2),
  kills('redis', 23, 2),
  kills('kafka', 12, 1),
  { perHalfHour: 16, atLeast: 3, make: zombie },
  { perHalfHour: 8, atLeast: 1, make: pause },
  {
    perHalfHour: 12,
    atLeast: 2,
    make: (random, nth) => ({ kind: 'cut', link: linkOf(nth), forMs: random.int(2_000, 6_000) }),
  },
  {
    perHalfHour: 6,
    atLeast: 1,
    make: (random, nth) => ({ kind: 'half-open', link: linkOf(nth + 2), forMs: random.int(2_000, 5_000) }),
  },
  { perHalfHour: 6, atLeast: 1, make: (random) => ({ kind: 'lost-answers', forMs: random.int(1_500, 4_000) }) },
  { perHalfHour: 5, atLeast: 1, make: () => ({ kind: 'redis-rollback' }) },
  { perHalfHour: 5, atLeast: 1, make: (random) => ({ kind: 'redis-full', forMs: random.int(2_000, 5_000) }) },
  { perHalfHour: 6, atLeast: 1, make: (random) => ({ kind: 'rebalance-storm', stepMs: random.int(1_000, 2_500) }) },
]

/**
 * The faults of a run of `durationMs`, in order of time. Every sort comes at least so often, spread over the whole run. The last
 * is a zombie, after which nothing else could hide what it broke.
 */
export function makePlan(seed: number, durationMs: number): PlannedFault[] {
  const random = seededRandom(seed)
  const drawn = QUOTAS.flatMap(({ perHalfHour, atLeast, make }) => {
    const count = Math.max(atLeast, Math.ceil((perHalfHour * durationMs) / HALF_HOUR_MS))
    return Array.from({ length: count }, (_, nth) => make(random, nth))
  })
  const faults = withZombieLast(rollbacksAfterKills(shuffled(drawn, random)))
  const lulls = Math.max(0, Math.floor(durationMs / LULL_EVERY_MS) - 1)
  const busyMs = durationMs - QUIET_START_MS - lulls * LULL_MS
  const slotMs = busyMs / faults.length
  return faults.map((fault, i) => {
    const lullsBefore = Math.floor((i * (lulls + 1)) / faults.length)
    return { atMs: Math.round(QUIET_START_MS + lullsBefore * LULL_MS + slotMs * (i + random.next() * 0.8)), fault }
  })
}

function kills(target: KillTarget, perHalfHour: number, atLeast: number): Quota {
  const copies = target === 'redis' || target === 'kafka' ? 1 : COPIES[target]
  return { perHalfHour, atLeast, make: (random) => ({ kind: 'kill', target, copy: random.int(0, copies) }) }
}

/** Longer than a session of `feature` lasts (1.5 s), shorter than it waits for its store (5 s). */
function zombie(random: Random): Fault {
  return {
    kind: 'zombie',
    copy: random.int(0, COPIES.feature),
    slowMs: random.int(150, 250),
    forMs: random.int(3_800, 4_300),
  }
}

function pause(random: Random, nth: number): Fault {
  const targets: readonly ServiceName[] = ['event-collector', 'ranking', 'trainer', 'feature']
  const target = targets[nth % targets.length] ?? 'feature'
  return { kind: 'pause', target, copy: random.int(0, COPIES[target]), forMs: random.int(2_000, 6_000) }
}

function linkOf(nth: number): (typeof LINKS)[number] {
  return LINKS[nth % LINKS.length] ?? LINKS[0]
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const mixed = [...values]
  for (let i = mixed.length - 1; i > 0; i--) swap(mixed, i, random.int(0, i + 1))
  return mixed
}

/** Redis goes back to how it was when it was last killed, so a kill has to come first. */
function rollbacksAfterKills(faults: Fault[]): Fault[] {
  const isKill = (fault: Fault): boolean => fault.kind === 'kill' && fault.target === 'redis'
  const first = faults.findIndex((fault) => fault.kind === 'redis-rollback')
  const kill = faults.findIndex(isKill)
  if (kill > first) swap(faults, first, kill)
  return faults
}

function withZombieLast(faults: Fault[]): Fault[] {
  swap(
    faults,
    faults.findLastIndex((fault) => fault.kind === 'zombie'),
    faults.length - 1,
  )
  return rollbacksAfterKills(faults)
}

function swap(values: unknown[], a: number, b: number): void {
  const [first, second] = [values[a], values[b]]
  if (first === undefined || second === undefined) return
  values[a] = second
  values[b] = first
}
