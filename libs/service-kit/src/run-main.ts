import { ConfigError, loadConfig } from './config/load-config.ts'
import type { Config, Environment } from './config/load-config.ts'
import { logLevelVariable } from './config/common-variables.ts'
import { describeConfig } from './config/describe-config.ts'
import { unknownVariables } from './config/unknown-variables.ts'
import type { Variables } from './config/variable.ts'
import { createLifecycle } from './lifecycle.ts'
import type { Lifecycle } from './lifecycle.ts'
import { createLogger } from './logger.ts'
import type { Logger, LogLevel } from './logger.ts'
import { createMetrics } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { startErrorLine } from './start-error-line.ts'

/** From the signal to the end of the process, whatever hangs. */
const LEAVE_WITHIN_MS = 9500
const EXIT_CODE_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const

/** What a service is composed with. */
export interface Boot {
  readonly service: string
  readonly log: Logger
  readonly metrics: Metrics
  readonly lifecycle: Lifecycle
  /** Reads the variables (and UPNEXT_LOG_LEVEL), logs what the service runs with, and warns of `UPNEXT_*` that nobody reads. */
  readonly config: <V extends Variables>(variables: V) => Config<V>
  /** For a part that has ended by itself: logs why, stops everything, exits with 1. */
  readonly fail: (error: Error) => void
}

/**
 * The main of every process. `compose` opens what the service needs and adds it to the lifecycle, which is started afterwards;
 * resolves once that is done, or has failed. What the process says and how it leaves:
 * - mistakes in the environment: one line each on standard error, exit code 2;
 * - a start that fails: one line, exit code 1;
 * - SIGTERM or SIGINT: everything stops in reverse, exit code 0, within 10 s; a second signal exits at once;
 * - an error that nobody caught: logged, exit code 1.
 */
export async function runMain(
  service: string,
  env: Environment,
  compose: (boot: Boot) => Promise<void>,
): Promise<void> {
  const log = createLogger({ service, level: levelOf(env) })
  const lifecycle = createLifecycle({ log })
  const exit = createExit(log, lifecycle)
  onSignals(log, exit)
  onUncaught(log)
  const boot: Boot = {
    service,
    log,
    metrics: createMetrics(service),
    lifecycle,
    config: (variables) => readConfig(variables, env, log),
    fail: (error) => {
      log.fatal({ err: error }, 'part has failed: stopping')
      void exit.leave(1)
    },
  }
  try {
    await compose(boot)
    await lifecycle.start()
    log.info('started')
  } catch (error) {
    // Asked to stop in the middle of starting: that is no failure, and whoever asked is waiting for the stop already.
    if (exit.begun()) return
    for (const line of linesOf(service, error)) process.stderr.write(`${line}\n`)
    log.debug({ err: error }, 'start failed')
    await exit.leave(error instanceof ConfigError ? 2 : 1)
  }
}

function readConfig<V extends Variables>(variables: V, env: Environment, log: Logger): Config<V> {
  const all = { UPNEXT_LOG_LEVEL: logLevelVariable, ...variables }
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

interface Exit {
  /** Whether the process is on its way out. */
  begun(): boolean
  /** Stops everything, then lets the event loop run empty; a failure has nothing left to wait for and exits. */
  leave(exitCode: number): Promise<void>
}

function createExit(log: Logger, lifecycle: Lifecycle): Exit {
  let begun = false
  return {
    begun: () => begun,
    async leave(exitCode) {
      begun = true
      process.exitCode = exitCode
      setTimeout(() => {
        log.fatal({ resources: process.getActiveResourcesInfo() }, 'stopped, but something keeps the process alive')
        process.exit(1)
      }, LEAVE_WITHIN_MS).unref()
      await lifecycle.stop()
      log.info('stopped')
      if (exitCode !== 0) process.exit(exitCode)
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
