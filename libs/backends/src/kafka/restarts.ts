import { LogUnavailableError, RecordUnreadableError } from '@upnext/ports'

/**
 * Before a restart. KafkaJS waits 100 ms where a connection broke, and with that a broker that is away for one second would use up all
 * restarts there are.
 */
export const RESTART_PAUSE_MS = 1_000
/** Restarts in a row without one fetch, some minutes and never less than one: then the process should say so and exit. */
export const RESTARTS = 60

export interface Restarts {
  /** Whether KafkaJS may start its consumer anew after this error. */
  mayRestart(error: unknown): boolean
  /** The broker has answered a fetch: failures are counted from here. A join alone is no success. */
  fetched(): void
}

/** KafkaJS would restart for ever: after its broker is gone for good, and after a record that it cannot read. */
export function createRestarts(): Restarts {
  let inARow = 0
  return {
    mayRestart: (error) => isKafkas(rootOf(error)) && inARow++ < RESTARTS,
    fetched: () => void (inARow = 0),
  }
}

/** The port's error for what ended a KafkaJS consumer. */
export function translateCrash(topic: string, error: unknown): Error {
  const root = rootOf(error)
  if (root.name === 'KafkaJSNotImplemented') {
    return new RecordUnreadableError(
      `a record of ${topic} is compressed in a way that is not known here (${root.message}): let its producer use gzip or none, and set compression.type=gzip on the topic`,
      { cause: error },
    )
  }
  if (!isKafkas(root)) {
    return new RecordUnreadableError(
      `what Kafka answers for ${topic} cannot be read (${root.message}): a record is damaged`,
      { cause: error },
    )
  }
  return new LogUnavailableError(`reading ${topic} has ended: ${root.message}`, { cause: error })
}

/** KafkaJS wraps what its network and its protocol say, all but this. What else it does not wrap comes from decoding. */
function isKafkas({ name, message }: Error): boolean {
  return (name.startsWith('KafkaJS') && name !== 'KafkaJSNotImplemented') || message === 'Broker not connected'
}

/** The innermost cause. */
function rootOf(error: unknown): Error {
  let root = error instanceof Error ? error : new Error(String(error))
  while (root.cause instanceof Error) root = root.cause
  return root
}
