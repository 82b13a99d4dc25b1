/** Variables that several services declare, so that they read the same everywhere. */
import { z } from 'zod'
import { LOG_LEVELS } from '../logger.ts'
import type { LogLevel } from '../logger.ts'
import { durationText, integerText, secretText } from './texts.ts'
import { variable } from './variable.ts'
import type { Variable, VariableOptions } from './variable.ts'

const MAX_PORT = 65_535
const MAX_DURATION_MS = 2 ** 31 - 1
const NAMESPACE = /^[a-z0-9-]{1,32}$/

/** A port to listen on; 0 lets the system choose one. */
export function portVariable(defaultPort: number, help: string): Variable<number> {
  const schema = integerText(`expected a port from 0 to ${MAX_PORT}`, 0, MAX_PORT).default(defaultPort)
  return variable(schema, { help, example: String(defaultPort) })
}

/** A file of this machine. Whether it is there shows when it is read. */
export function pathVariable(options: VariableOptions): Variable<string> {
  return variable(z.string().min(1), options)
}

export interface IntOptions {
  readonly min: number
  readonly max: number
  readonly help: string
  readonly default: number
}

/** A whole number from `min` to `max`, both included. */
export function intVariable(options: IntOptions): Variable<number> {
  const expected = `expected a whole number from ${options.min} to ${options.max}`
  const schema = integerText(expected, options.min, options.max).default(options.default)
  return variable(schema, { help: options.help, example: String(options.default) })
}

export interface DurationOptions {
  readonly help: string
  readonly default: number
  /** Default 0. */
  readonly minMs?: number
  /** Default: what a timer can take, about 24 days. */
  readonly maxMs?: number
}

/** A length of time, in milliseconds: `1500`, `1500ms`, `30s`, `5m`, `2h` or `1d`. */
export function durationMsVariable(options: DurationOptions): Variable<number> {
  const minMs = options.minMs ?? 0
  const maxMs = options.maxMs ?? MAX_DURATION_MS
  const schema = durationText(minMs, maxMs).default(options.default)
  return variable(schema, { help: options.help, example: `${options.default}ms` })
}

/** Loopback unless told otherwise: who opens a service to the network says so. */
export const hostVariable: Variable<string> = variable(
  z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'expected a host name or an address')
    .default('127.0.0.1'),
  { help: 'Address to listen on; loopback only by default.', example: '0.0.0.0' },
)

export const logLevelVariable: Variable<LogLevel> = variable(z.enum(LOG_LEVELS).default('info'), {
  help: 'How much is logged.',
  example: 'debug',
})

export const exitLingerVariable: Variable<number> = durationMsVariable({
  default: 30_000,
  maxMs: 600_000,
  help: 'How long a process that needs somebody still shows its metrics before it exits; 0, or on a terminal: not at all.',
})

/** '' is the default namespace. `account` is kept for the keys of accounts. */
export const namespaceVariable: Variable<string> = variable(
  z
    .string()
    .regex(NAMESPACE, 'expected 1 to 32 of a-z, 0-9 and -')
    .refine((name) => name !== 'account', 'expected another word than account, which is reserved')
    .default(''),
  { help: 'Prefix of topics, groups and keys: keeps several tenants apart on one cluster.', example: 'staging' },
)

/** At least 16 bytes. An even number of hex digits, 32 or more, is read as hex; anything else as base64url. */
export const viewerSecretVariable: Variable<Uint8Array> = variable(secretText(16), {
  help: 'Secret that viewer keys are made with; the same for all services, and kept for ever.',
  example: '$(openssl rand -hex 32)',
  secret: true,
})
