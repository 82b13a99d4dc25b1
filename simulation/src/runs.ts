/** Runs stories, seed by seed, until every named point has had its crashes. */
import { expect } from '@jest/globals'
import type { Point } from './crash/points.ts'

const SHORT = 15
/** Crashes of every point: few in `npm test`, many in `npm run verify`. */
export const CRASHES = numberFrom('UPNEXT_CRASHES', SHORT)
/** Runs this one seed instead, to look at a failure. */
export const ONLY_SEED = numberFrom('UPNEXT_SEED', 0)

export interface Run {
  readonly struck: ReadonlyMap<Point, number>
  readonly violations: readonly string[]
}

export interface Tally {
  readonly stories: number
  readonly struck: ReadonlyMap<Point, number>
}

/** A seed broke a promise. The message says which, and how to see it again. */
export class BrokenPromiseError extends Error {
  override readonly name = 'BrokenPromiseError'
}

/**
 * Runs seeds 1, 2, ... until each of the points was struck `CRASHES` times. Throws `BrokenPromiseError` for the first seed that
 * breaks a promise; throws where a point is reached so seldom that nobody can wait for it.
 */
export async function runStories(
  points: readonly Point[],
  file: string,
  story: (seed: number) => Promise<Run>,
): Promise<Tally> {
  const struck = new Map<Point, number>(points.map((point) => [point, 0]))
  const lacking = (): Point[] => points.filter((point) => (struck.get(point) ?? 0) < CRASHES)
  let seed = ONLY_SEED
  do {
    if (ONLY_SEED === 0) seed += 1
    const run = await story(seed)
    if (run.violations.length > 0) throw broken(seed, file, run)
    for (const [point, times] of run.struck) struck.set(point, (struck.get(point) ?? 0) + times)
    if (seed > CRASHES * 20 && ONLY_SEED === 0) throw new Error(`hardly ever reached: ${lacking().join(', ')}`)
  } while (ONLY_SEED === 0 && lacking().length > 0)
  return { stories: seed, struck }
}

function broken(seed: number, file: string, { violations, struck }: Run): BrokenPromiseError {
  const crashes = [...struck].map(([point, times]) => `${point} (${times})`).join(', ')
  return new BrokenPromiseError(
    `seed ${seed}, with crashes at ${crashes}:\n  ${violations.slice(0, 5).join('\n  ')}\n` +
      `again: UPNEXT_SEED=${seed} npm run test:unit -- simulation/src/${file}`,
  )
}

function numberFrom(variable: string, otherwise: number): number {
  const number = Number(process.env[variable] ?? otherwise)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new Error(`${variable} has to be a whole number`)
}

/** No point was left out silently. Says on standard error how often each was struck, where more than the short form was asked for. */
export function expectCrashes({ stories, struck }: Tally, points: readonly Point[]): void {
  if (ONLY_SEED !== 0) return
  const counts = points.map((point) => ({ point, crashes: struck.get(point) ?? 0 }))
  const total = counts.reduce((sum, { crashes }) => sum + crashes, 0)
  if (CRASHES !== SHORT) {
    const lines = counts.map(({ point, crashes }) => `  ${point.padEnd(30)} ${crashes}`)
    process.stderr.write(`${total} crashes in ${stories} stories\n${lines.join('\n')}\n`)
  }
  expect(counts.filter(({ crashes }) => crashes < CRASHES)).toEqual([])
}

export function storiesTimeoutMs(): number {
  return 60_000 + CRASHES * 2000
}
