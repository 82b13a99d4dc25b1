/**
 * One process of the system under a supervisor that does what Kubernetes does: what exits is started again, at once the first time,
 * later when it keeps on failing.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { startProcess } from '@upnext/testkit'
import type { Child, Exit } from '@upnext/testkit'
import type { ServiceName } from '../plan/fault.ts'
import { exitReason } from './exit-reason.ts'
import { ROOT } from './root.ts'

export interface MemberOptions {
  /** `feature-1`. */
  readonly name: string
  readonly service: ServiceName
  /** Built file to run, seen from the root. */
  readonly entry: string
  readonly args?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Base URL of its HTTP endpoints, and `host:port` of its gRPC ones. */
  readonly http: string
  readonly grpc: string
  readonly onOutput: (text: string) => void
  /** Told of every exit that nobody here asked for. */
  readonly onUnplannedExit: (reason: string) => void
}

export interface Member extends Pick<MemberOptions, 'name' | 'service' | 'http' | 'grpc'> {
  /** Whether it should be there. */
  readonly wanted: boolean
  /** Whether it runs, ready or not. */
  readonly running: boolean
  up(): void
  /** SIGKILL; the supervisor starts it again. */
  kill(): Promise<void>
  /** SIGSTOP or SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** Ends it, by SIGTERM unless told otherwise, and leaves it ended. Answers how, or `null` where it did not run. */
  down(signal?: NodeJS.Signals): Promise<Exit | null>
  /** Whether its `/ready` says so. */
  ready(): Promise<boolean>
  /** Whether it answers at all. */
  live(): Promise<boolean>
}

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 4_000
/** Whoever lived so long had started well. */
const STABLE_MS = 10_000
const ANSWER_TIMEOUT_MS = 1_000

export function createMember(options: MemberOptions): Member {
  const { name, service, http, grpc } = options
  let wanted = false
  let child: Child | null = null
  let planned = false
  let supervising: Promise<void> = Promise.resolve()

  async function supervise(): Promise<void> {
    let delayMs = 0
    while (isWanted()) {
      if (delayMs > 0) await pause(delayMs)
      if (!isWanted()) return
      const startedAt = performance.now()
      planned = false
      child = await startProcess({
        entry: options.entry,
        args: options.args ?? [],
        env: options.env,
        cwd: ROOT,
        onOutput: options.onOutput,
      })
      // Asked to end while it was being started.
      if (!isWanted()) void child.stop()
      const exit = await child.exited
      const output = child.output()
      child = null
      const wasPlanned = wasAsked()
      if (!wasPlanned) options.onUnplannedExit(exitReason(exit, output))
      const stable = wasPlanned || performance.now() - startedAt > STABLE_MS
      delayMs = stable ? 0 : Math.min(LONGEST_DELAY_MS, Math.max(FIRST_DELAY_MS, 2 * delayMs))
    }
  }

  async function says(path: 'ready' | 'live'): Promise<boolean> {
    if (child === null) return false
    return fetch(`${http}/${path}`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }).then(
      (response) => response.ok,
      () => false,
    )
  }

  // Functions, because both change while `supervise` waits.
  function isWanted(): boolean {
    return wanted
  }
  function wasAsked(): boolean {
    return planned
  }

  return {
    name,
    service,
    http,
    grpc,
    get wanted() {
      return wanted
    },
    get running() {
      return child !== null
    },
    up() {
      if (wanted) return
      wanted = true
      supervising = supervising.then(supervise)
    },
    async kill() {
      planned = true
      await child?.stop('SIGKILL')
    },
    signal: (signal) => child?.signal(signal),
    async down(signal = 'SIGTERM') {
      wanted = false
      planned = true
      const exit = (await child?.stop(signal, 15_000)) ?? null
      await supervising
      return exit
    },
    ready: () => says('ready'),
    live: () => says('live'),
  }
}
