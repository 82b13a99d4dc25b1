/** What the primary process and its workers say to each other. Whatever else goes over the same channel is nobody's business here. */
import { ConfigError } from '../config/load-config.ts'
import { messageWithCauses } from '../start-error-line.ts'
import type { MetricsJson } from '../metrics.ts'
import type { Readiness } from '../service.ts'

export type ToWorker =
  | { readonly upnext: 'stop' }
  /** Answered by `told` with the same id. */
  | { readonly upnext: 'tell'; readonly id: number; readonly metrics: boolean }

export type ToPrimary =
  /** It takes calls from now on. */
  | { readonly upnext: 'ready' }
  | { readonly upnext: 'told'; readonly id: number; readonly told: Told }
  /** It is about to exit because of this. */
  | { readonly upnext: 'failed'; readonly failure: Failure }

export interface Told {
  readonly readiness: Readiness
  /** Null where they were not asked for. */
  readonly metrics: MetricsJson | null
}

/** An error as it travels between processes. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly code: string | null
}

export function toFailure(error: Error): Failure {
  const code = 'code' in error ? String(error.code) : null
  return { name: error.name, message: messageWithCauses(error), code }
}

/** An error that says, is named and is treated like the one that it was made from. */
export function fromFailure({ name, message, code }: Failure): Error {
  if (name === 'ConfigError') return new ConfigError(message.split('\n'))
  return Object.assign(new Error(message), { name, ...(code === null ? {} : { code }) })
}

/** Both ends run the same code, so that the kind of a message tells what is in it. */
export function isToWorker(message: unknown): message is ToWorker {
  return kindOf(message) === 'stop' || kindOf(message) === 'tell'
}

export function isToPrimary(message: unknown): message is ToPrimary {
  return ['ready', 'told', 'failed'].includes(kindOf(message))
}

function kindOf(message: unknown): string {
  return typeof message === 'object' && message !== null && 'upnext' in message ? String(message.upnext) : ''
}
