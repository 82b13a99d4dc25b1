import { ConfigError, loadConfig } from './config/load-config.ts'
import type { Config, Environment } from './config/load-config.ts'
import { exitLingerVariable, logLevelVariable } from './config/common-variables.ts'
import { describeConfig } from './config/describe-config.ts'
import { unknownVariables } from './config/unknown-variables.ts'
import type { Variables } from './config/variable.ts'
import { beginYoung } from './garbage.ts'
import { createLifecycle } from './lifecycle.ts'
import type { Lifecycle } from './lifecycle.ts'
import { linger, needsSomebody } from './linger.ts'
import { createLogger } from './logger.ts'
import type { Logger, LogLevel } from './logger.ts'
import { createMetrics } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { OrphanedError } from './starter.ts'
import { failureLine, startErrorLine } from './start-error-line.ts'
import { isWorker, leavePrimary, onStopRequest, tellFailure } from './workers/in-worker.ts'

/** From the signal to the end of the process, whatever hangs. */
const LEAVE_WITHIN_MS = 9500
/** Sooner than its primary, which waits for it and exits when it takes too long: so that it still says which part hangs. */
const WORKER_STOPS_WITHIN_MS = 7000
const EXIT_CODE_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const

/** Variables of every process. */
export const processVariables = { UPNEXT_LOG_LEVEL: logLevelVariable, UPNEXT_EXIT_LINGER: exitLingerVariable }

/** What a service is composed with. */
export interface Boot {
  readonly service: string
  readonly log: Logger
  readonly metrics: Metrics
  readonly lifecycle: Lifecycle
  /** Reads the variables (and UPNEXT_LOG_LEVEL, UPNEXT_EXIT_LINGER), logs what the service runs with, and warns of `UPNEXT_*` that nobody reads. */
  readonly config: <V extends Variables>(variables: V) => Config<V>
  /** For a part that has ended by itself: logs why, stops everything, exits with 1, or 2 where it is for the environment. */
  readonly fail: (error: Error) => void
}

/**
 * The main of every process. `compose` opens what the service needs and adds it to the lifecycle, which is started afterwards;
 * resolves once that is done, or has failed. What the process says and how it leaves:
 * - mistakes in the environment: one line each on standard error, exit code 2;
 * - a start that fails: one line, exit code 1;
 * - a failure that a restart does not mend: before it exits, its metrics say so for UPNEXT_EXIT_LINGER;
 * - SIGTERM or SIGINT: everything stops in reverse, exit code 0, within 10 s; a second signal exits at once;
 * - an error that nobody caught: logged, exit code 1;
 * - a worker tells its primary instead of showing or printing anything, and stops when it is asked to.
 */
export async function runMain(
  service: string,
  env: Environment,
  compose: (boot: Boot) => Promise<void>,
): Promise<void> {
  beginYoung()
  const log = createLogger({ service, level: levelOf(env) })
  const lifecycle = createLifecycle({ log, ...(isWorker() ? { stopTimeoutMs: WORKER_STOPS_WITHIN_MS } : {}) })
  const metrics = createMetrics(service)
  let settings: Config = {}
  const exit = createExit(log, lifecycle, (error, signal) => {
    if (isWorker()) return tellFailure(error)
    if (error instanceof ConfigError) return Promise.resolve()
    const { UPNEXT_EXIT_LINGER: ms, UPNEXT_HOST: host, UPNEXT_HTTP_PORT: port } = settings
    if (typeof ms !== 'number' || typeof host !== 'string' || typeof port !== 'number') return Promise.resolve()
    if (ms === 0 || process.stderr.isTTY || !needsSomebody(error)) return Promise.resolve()
    return linger(error, { metrics, log, ms, host, port, signal })
  })
  onSignals(log, exit)
  onUncaught(log)
  if (isWorker()) onStopRequest(() => void exit.leave(0))
  const boot: Boot = {
    service,
    log,
    metrics,
    lifecycle,
    config: (variables) => {
      const read = readConfig(variables, env, log)
      settings = read
      return read
    },
    fail: (error) => {
      log.fatal({ err: error }, 'part has failed: stopping')
      if (!exit.begun()) print([failureLine(service, error)])
      void exit.leave(exitCodeOf(error), error)
    },
  }
  try {
    await compose(boot)
    await lifecycle.start()
    log.info('started')
  } catch (error) {
    // Asked to stop in the middle of starting: that is no failure, and whoever asked is waiting for the stop already.
    if (exit.begun()) return
    // So has a command that is gone, or has let go: it says so itself, where it still can.
    if (error instanceof OrphanedError) {
      log.info({ err: error }, 'let go of: stopping')
      await exit.leave(1)
      return
    }
    print(linesOf(service, error))
    log.debug({ err: error }, 'start failed')
    await exit.leave(exitCodeOf(error), error)
  }
}

function readConfig<V extends Variables>(variables: V, env: Environment, log: Logger): Config<V> {
  const all = { ...processVariables, ...variables }
  const config = loadConfig(all, env)
  log.info({ config: describeConfig(config, all) }, 'configured')
  for (const line of unknownVariables(all, env)) log.warn(line)
  return config
}

/** A level that is not one is reported with the other mistakes; until then the usual one holds. */
function levelOf(env: Environment): LogLevel {
  const parsed = logLevelVariable.schema.safeParse(env['UPNEXT_LOG_LEVEL'] === '' ? undefined : env['UPNEXT_LOG_LEVEL'])
  return parsed.success ? parsed.data : 'info'
}

function linesOf(service: string, error: unknown): readonly string[] {
  return error instanceof ConfigError ? error.mistakes : [startErrorLine(service, error)]
}

function exitCodeOf(error: unknown): number {
  return error instanceof ConfigError ? 2 : 1
}

/** What a worker has to say, its primary says once for all. */
function print(lines: readonly string[]): void {
  if (isWorker()) return
  for (const line of lines) process.stderr.write(`${line}\n`)
}

interface Exit {
  /** Whether the process is on its way out. */
  begun(): boolean
  /**
   * Stops everything, then lets the event loop run empty; a failure has nothing left to wait for and exits, after it was shown.
   * Asked again, the first answer stands, and nothing is shown any longer.
   */
  leave(exitCode: number, failure?: unknown): Promise<void>
}

function createExit(
  log: Logger,
  lifecycle: Lifecycle,
  show: (failure: Error, signal: AbortSignal) => Promise<void>,
): Exit {
  const hurry = new AbortController()
  let begun = false
  return {
    begun: () => begun,
    async leave(exitCode, failure) {
      if (begun) {
        hurry.abort()
        return
      }
      begun = true
      process.exitCode = exitCode
      const alarm = setTimeout(() => {
        log.fatal({ resources: process.getActiveResourcesInfo() }, 'stopped, but something keeps the process alive')
        process.exit(1)
      }, LEAVE_WITHIN_MS).unref()
      await lifecycle.stop()
      log.info('stopped')
      if (exitCode === 0) {
        leavePrimary()
        return
      }
      clearTimeout(alarm)
      if (failure instanceof Error && !hurry.signal.aborted) await show(failure, hurry.signal)
      process.exit(exitCode)
    },
  }
}

function onSignals(log: Logger, exit: Exit): void {
  let asked = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(EXIT_CODE_OF_SIGNAL[signal])
      asked = true
      log.info({ signal }, 'stopping')
      void exit.leave(0)
    })
  }
}

function onUncaught(log: Logger): void {
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'uncaught exception')
    process.exit(1)
  })
  process.on('unhandledRejection', (reason) => {
    log.fatal({ err: reason }, 'unhandled rejection')
    process.exit(1)
  })
}
