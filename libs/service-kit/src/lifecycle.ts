import type { Logger } from './logger.ts'

export interface LifecyclePart {
  /** `signal` aborts when the process is asked to stop meanwhile: a start that waits gives up then. Cleans up after itself when it fails. */
  readonly start?: (signal: AbortSignal) => Promise<unknown>
  /** Called once, and only for a part that has started (or has nothing to start). */
  readonly stop?: () => Promise<unknown>
}

/** Starts the parts of a process in order, and stops them in reverse. */
export interface Lifecycle {
  /** A part without `start` counts as running from now on. Added while everything stops, it is stopped at once. */
  add(name: string, part: LifecyclePart): void
  /** Starts in the order of adding. When a part fails, those that run are stopped again, and its error is thrown. */
  start(): Promise<void>
  /**
   * Stops what runs, in reverse. A part that fails is logged, and the others stop all the same. Never rejects; calling it
   * again gives the same promise. When it takes longer than `stopTimeoutMs`, the process exits with 1, naming the part that hangs.
   */
  stop(): Promise<void>
  /** Aborts as soon as stopping begins. */
  readonly stopping: AbortSignal
}

export interface LifecycleOptions {
  readonly log: Logger
  /** Default 8 s: with what comes after it, a process leaves within 10 s. */
  readonly stopTimeoutMs?: number
  /** Default `process.exit`. */
  readonly exit?: (code: number) => void
}

interface Entry {
  readonly name: string
  readonly part: LifecyclePart
  running: boolean
}

export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { log, stopTimeoutMs = 8000, exit = (code: number) => process.exit(code) } = options
  const entries: Entry[] = []
  const abort = new AbortController()
  let inHand = 'nothing'
  let starting: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | null = null

  async function startAll(): Promise<void> {
    // Parts may be added by parts: the loop sees them too.
    for (const entry of entries) {
      abort.signal.throwIfAborted()
      if (entry.running) continue
      inHand = `start of ${entry.name}`
      await entry.part.start?.(abort.signal)
      entry.running = true
    }
    abort.signal.throwIfAborted()
  }

  async function stopAll(): Promise<void> {
    const alarm = setTimeout(() => {
      log.fatal({ part: inHand, stopTimeoutMs }, 'stopping takes too long')
      exit(1)
    }, stopTimeoutMs)
    abort.abort(new Error('asked to stop'))
    // A part in the middle of its start has nothing to stop yet: it is told by the signal, and waited for.
    await starting.catch(() => undefined)
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) await stopOne(entry)
    clearTimeout(alarm)
  }

  async function stopOne({ name, part, running }: Entry): Promise<void> {
    if (!running) return
    inHand = `stop of ${name}`
    try {
      await part.stop?.()
    } catch (err) {
      log.error({ err, part: name }, 'part did not stop cleanly')
    }
  }

  function stop(): Promise<void> {
    stopped ??= stopAll()
    return stopped
  }

  return {
    stopping: abort.signal,
    add(name, part) {
      const entry = { name, part, running: part.start === undefined }
      if (stopped === null) entries.push(entry)
      else void stopped.then(() => stopOne(entry))
    },
    async start() {
      starting = startAll()
      try {
        await starting
      } catch (error) {
        await stop()
        throw error
      }
    },
    stop,
  }
}
