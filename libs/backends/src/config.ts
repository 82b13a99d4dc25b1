/** The environment variables that say where events, profiles and models are kept. */
import { z } from 'zod'
import type { ZodType } from 'zod'
import { parseRedisAddress } from './redis/address.ts'

/** What service-kit calls a variable: this package knows its shape only. */
export interface Variable<T> {
  readonly schema: ZodType<T>
  readonly help: string
  readonly example: string
  readonly secret: boolean
}

const text = (schema: ZodType<string>, help: string, example: string): Variable<string> => plain(schema, help, example)

export const backendVariables = {
  UPNEXT_BACKEND: plain(
    z.enum(['embedded', 'kafka-redis']).default('embedded'),
    'Where everything is kept: in a folder of this machine, or on Kafka and Redis.',
    'kafka-redis',
  ),
  UPNEXT_DATA: text(z.string().default('./data'), 'Folder for all that is kept on this machine.', '/var/lib/upnext'),
  UPNEXT_KAFKA_BROKERS: plain(
    brokerList().default(['127.0.0.1:9092']),
    'Kafka brokers to start from, as host:port, separated by commas.',
    'kafka-1:9092,kafka-2:9092',
  ),
  UPNEXT_KAFKA_TLS: plain(
    z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
    'Whether to talk to Kafka over TLS.',
    'true',
  ),
  UPNEXT_KAFKA_SASL: plain(
    z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).default('scram-sha-512'),
    'How to log in to Kafka where UPNEXT_KAFKA_USERNAME is set.',
    'scram-sha-512',
  ),
  UPNEXT_KAFKA_USERNAME: plain(z.string().optional(), 'User of Kafka; not set: no login.', 'upnext'),
  UPNEXT_KAFKA_PASSWORD: hidden(z.string().optional(), 'Password of that user.'),
  UPNEXT_KAFKA_SESSION_TIMEOUT: plain(
    milliseconds(500, 600_000).default(6_000),
    'How long a consumer may be silent before its partitions go to others, such as 6000ms or 6s; the least that a broker usually allows is 6s.',
    '6s',
  ),
  UPNEXT_REDIS_URL: text(
    z.string().superRefine(redisAddress).default('redis://127.0.0.1:6379'),
    'Redis server, or nodes of a Redis Cluster separated by commas; rediss:// for TLS.',
    'redis-1:6379,redis-2:6379,redis-3:6379',
  ),
  UPNEXT_REDIS_USERNAME: plain(z.string().optional(), 'User of Redis; not set: its default user.', 'upnext'),
  UPNEXT_REDIS_PASSWORD: hidden(z.string().optional(), 'Password of that user.'),
}

/** Where the archive is, for whatever writes or reads it. */
export const archiveVariables = {
  UPNEXT_ARCHIVE: plain(
    z.string().min(1, 'expected a folder').optional(),
    'Folder of the archive; not set: there is none, and only the log is read.',
    '/var/lib/upnext-archive',
  ),
}

/** Their values, as the services' configuration has them. */
export type BackendConfig = {
  readonly [Name in keyof typeof backendVariables]: z.output<(typeof backendVariables)[Name]['schema']>
}

export type ArchiveConfig = {
  readonly [Name in keyof typeof archiveVariables]: z.output<(typeof archiveVariables)[Name]['schema']>
}

function plain<T>(schema: ZodType<T>, help: string, example: string): Variable<T> {
  return { schema, help, example, secret: false }
}

function hidden<T>(schema: ZodType<T>, help: string): Variable<T> {
  return { schema, help, example: '$(cat /run/secrets/password)', secret: true }
}

function brokerList(): ZodType<string[]> {
  return z.string().transform((list, context) => {
    const brokers = list.split(',').map((broker) => broker.trim())
    if (brokers.every((broker) => /^[^\s:/]+:\d{1,5}$/.test(broker))) return brokers
    context.addIssue('expected host:port, or several separated by commas')
    return z.NEVER
  })
}

/** `6000`, `6000ms` or `6s`. */
function milliseconds(min: number, max: number): ZodType<number> {
  return z.string().transform((given, context) => {
    const [, digits = '', unit] = /^(\d{1,9})(ms|s)?$/.exec(given) ?? []
    const ms = digits === '' ? Number.NaN : Number(digits) * (unit === 's' ? 1_000 : 1)
    if (ms >= min && ms <= max) return ms
    context.addIssue(`expected a length of time from ${min}ms to ${max}ms`)
    return z.NEVER
  })
}

function redisAddress(address: string, context: z.RefinementCtx<string>): void {
  try {
    parseRedisAddress(address)
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error))
  }
}
