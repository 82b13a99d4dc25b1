/**
 * One incarnation of a process. Everything it does outside itself passes its life: once that has ended, nothing it does has an
 * effect and nothing is ever answered to it, as after a SIGKILL. The code inside may go on running, and nobody notices.
 */
import type { Fates } from './fates.ts'
import type { Point, Step } from './points.ts'

/** Unwinds code that cannot wait. Only ever seen by a process that is dead. */
export class CrashedError extends Error {
  override readonly name = 'CrashedError'
}

export interface Life {
  readonly name: string
  readonly alive: boolean
  /** Hangs, and has been given up by the others. */
  readonly stalled: boolean
  /** Resolves when the process has died. */
  readonly ended: Promise<void>
  /** Resolves once it is dead or hangs. */
  interrupted(): Promise<void>
  /** Passes the point; never resolves for the dead. */
  pass(point: Point): Promise<void>
  /** The same where nothing can be waited for: throws `CrashedError` for the dead. There nobody hangs. */
  passNow(point: Point): void
  /** An effect on the world outside, with the points before and after it. */
  step<Result>(name: Step, effect: () => Promise<Result>): Promise<Result>
  /** An effect without points of its own. */
  act<Result>(effect: () => Promise<Result>): Promise<Result>
  /** A process that hangs goes on. */
  wake(): void
  kill(): void
}

export function createLife(name: string, fates: Fates): Life {
  let alive = true
  let stalled: { readonly over: Promise<void>; readonly end: () => void } | null = null
  let interruption = signal()
  const end = signal()

  const kill = (): void => {
    alive = false
    end.give()
    interruption.give()
  }

  const stall = async (): Promise<void> => {
    const over = signal()
    stalled = { over: over.given, end: over.give }
    interruption.give()
    interruption = signal()
    await over.given
  }

  const settled = async (): Promise<void> => {
    await stalled?.over
    if (!alive) await never()
  }

  const pass = async (point: Point): Promise<void> => {
    await settled()
    const fate = fates.meet(point)
    if (fate === 'dies') kill()
    if (fate === 'hangs') await stall()
    if (!alive) await never()
  }

  return {
    name,
    get alive() {
      return alive
    },
    get stalled() {
      return stalled !== null
    },
    ended: end.given,
    interrupted: () => (stalled === null ? interruption.given : Promise.resolve()),
    pass,
    passNow(point) {
      if (alive && fates.meet(point) === 'dies') kill()
      if (!alive) throw new CrashedError(`${name} died at ${point}`)
    },
    async step(step, effect) {
      await pass(`${step}.before`)
      const result = await effect()
      await pass(`${step}.after`)
      return result
    },
    async act(effect) {
      await settled()
      const result = await effect()
      await settled()
      return result
    },
    wake() {
      const hung = stalled
      stalled = null
      hung?.end()
    },
    kill,
  }
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
