import kafkajs from 'kafkajs'
import type { Kafka, KafkaConfig, LogEntry, logLevel } from 'kafkajs'
import { quickenHeaders } from './quick-headers.ts'
import { quietRequestQueues } from './quiet-queue.ts'
import { socketFactory } from './socket.ts'

/** How to reach Kafka. */
export interface KafkaConnection {
  /** `host:port`, one or more. */
  readonly brokers: readonly string[]
  /** Names this process to the broker. */
  readonly clientId: string
  readonly ssl?: KafkaConfig['ssl']
  readonly sasl?: KafkaConfig['sasl']
  readonly logger?: KafkaLogger
  /** How long a broker may be silent after it was asked something, before its connection is dropped; default 7 s. */
  readonly silentMs?: number
}

/** The part of a pino logger that is used. */
export interface KafkaLogger {
  warn(facts: Readonly<Record<string, unknown>>, message: string): void
  debug(facts: Readonly<Record<string, unknown>>, message: string): void
}

/** Never fewer than this many tries before KafkaJS gives up a request; a broker that restarts is away for about 2 s. */
export const RETRIES = { initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2, retries: 6 }

const REQUEST_MS = 5_000
/** Longer than any request may take, but for a join that waits for other members. */
const SILENT_MS = REQUEST_MS + 2_000

export function createKafkaClient(connection: KafkaConnection): Kafka {
  const { brokers, clientId, ssl, sasl, logger, silentMs = SILENT_MS } = connection
  quietRequestQueues()
  quickenHeaders()
  return new kafkajs.Kafka({
    socketFactory: socketFactory(silentMs),
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_MS,
    retry: RETRIES,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => translate(entry, logger),
  })
}

/**
 * KafkaJS calls everything an error that it is about to retry. What matters reaches the caller as a rejection or `onCrash`,
 * so its errors are warnings here, and its warnings are for debugging.
 */
function translate({ level, namespace, log }: LogEntry, logger: KafkaLogger | undefined): void {
  if (logger === undefined) return
  const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...facts } = log
  const isError: logLevel = kafkajs.logLevel.ERROR
  logger[level === isError ? 'warn' : 'debug']({ ...facts, part: namespace }, message)
}
