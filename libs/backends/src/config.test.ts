import { describe, expect, it } from '@jest/globals'
import { archiveVariables, backendVariables } from './config.ts'
import { kafkaConnection, redisConnection } from './connections.ts'

describe('backend variables', () => {
  it('run the embedded system where none is set', () => {
    expect(configOf({})).toMatchObject({ UPNEXT_BACKEND: 'embedded', UPNEXT_DATA: './data' })
  })

  it('have examples that are valid', () => {
    for (const { schema, example } of Object.values({ ...backendVariables, ...archiveVariables })) schema.parse(example)
  })

  it.each([
    ['UPNEXT_BACKEND', 'postgres', 'embedded'],
    ['UPNEXT_KAFKA_BROKERS', 'kafka', 'expected host:port'],
    ['UPNEXT_KAFKA_BROKERS', 'a:1,,b:2', 'expected host:port'],
    ['UPNEXT_KAFKA_TLS', 'yes please', 'true'],
    ['UPNEXT_KAFKA_SESSION_TIMEOUT', 'soon', 'expected a length of time'],
    ['UPNEXT_KAFKA_SESSION_TIMEOUT', '100ms', 'from 500ms'],
    ['UPNEXT_REDIS_URL', 'http://a:1', 'expected redis://host:port'],
    ['UPNEXT_REDIS_URL', 'redis://user:secret@a:1', 'UPNEXT_REDIS_PASSWORD'],
  ] as const)('say what is wrong with %s=%s, and never show a password', (name, text, words) => {
    const result = backendVariables[name].schema.safeParse(text)
    expect(result.error?.issues.map(({ message }) => message).join()).toContain(words)
    expect(JSON.stringify(result.error?.issues)).not.toContain('secret')
  })

  it('take lengths of time in milliseconds and in seconds', () => {
    for (const given of ['1500', '1500ms']) {
      expect(configOf({ UPNEXT_KAFKA_SESSION_TIMEOUT: given }).UPNEXT_KAFKA_SESSION_TIMEOUT).toBe(1_500)
    }
    expect(configOf({ UPNEXT_KAFKA_SESSION_TIMEOUT: '10s' }).UPNEXT_KAFKA_SESSION_TIMEOUT).toBe(10_000)
    expect(configOf({}).UPNEXT_KAFKA_SESSION_TIMEOUT).toBe(6_000)
  })

  it('make connections', () => {
    const config = configOf({
      UPNEXT_KAFKA_BROKERS: 'a:1, b:2',
      UPNEXT_KAFKA_TLS: 'true',
      UPNEXT_KAFKA_USERNAME: 'me',
      UPNEXT_KAFKA_PASSWORD: 'secret',
      UPNEXT_REDIS_URL: 'c:3,d:4',
    })
    expect(kafkaConnection(config, 'test')).toEqual({
      brokers: ['a:1', 'b:2'],
      clientId: 'test',
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'me', password: 'secret' },
    })
    expect(kafkaConnection(configOf({}), 'test')).toEqual({ brokers: ['127.0.0.1:9092'], clientId: 'test' })
    expect(redisConnection({ ...config, UPNEXT_NAMESPACE: 'n' })).toMatchObject({ url: 'c:3,d:4', namespace: 'n' })
  })
})

function configOf(env: Readonly<Record<string, string>>) {
  const parse = <T>(schema: { parse(text: unknown): T }, name: string): T => schema.parse(env[name])
  return {
    UPNEXT_BACKEND: parse(backendVariables.UPNEXT_BACKEND.schema, 'UPNEXT_BACKEND'),
    UPNEXT_DATA: parse(backendVariables.UPNEXT_DATA.schema, 'UPNEXT_DATA'),
    UPNEXT_KAFKA_BROKERS: parse(backendVariables.UPNEXT_KAFKA_BROKERS.schema, 'UPNEXT_KAFKA_BROKERS'),
    UPNEXT_KAFKA_TLS: parse(backendVariables.UPNEXT_KAFKA_TLS.schema, 'UPNEXT_KAFKA_TLS'),
    UPNEXT_KAFKA_SASL: parse(backendVariables.UPNEXT_KAFKA_SASL.schema, 'UPNEXT_KAFKA_SASL'),
    UPNEXT_KAFKA_USERNAME: parse(backendVariables.UPNEXT_KAFKA_USERNAME.schema, 'UPNEXT_KAFKA_USERNAME'),
    UPNEXT_KAFKA_PASSWORD: parse(backendVariables.UPNEXT_KAFKA_PASSWORD.schema, 'UPNEXT_KAFKA_PASSWORD'),
    UPNEXT_KAFKA_SESSION_TIMEOUT: parse(
      backendVariables.UPNEXT_KAFKA_SESSION_TIMEOUT.schema,
      'UPNEXT_KAFKA_SESSION_TIMEOUT',
    ),
    UPNEXT_REDIS_URL: parse(backendVariables.UPNEXT_REDIS_URL.schema, 'UPNEXT_REDIS_URL'),
    UPNEXT_REDIS_USERNAME: parse(backendVariables.UPNEXT_REDIS_USERNAME.schema, 'UPNEXT_REDIS_USERNAME'),
    UPNEXT_REDIS_PASSWORD: parse(backendVariables.UPNEXT_REDIS_PASSWORD.schema, 'UPNEXT_REDIS_PASSWORD'),
  }
}
