import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import {
  durationMsVariable,
  hostVariable,
  intVariable,
  logLevelVariable,
  namespaceVariable,
  portVariable,
  viewerSecretVariable,
} from './common-variables.ts'
import { describeConfig } from './describe-config.ts'
import { ConfigError, loadConfig } from './load-config.ts'
import type { Environment } from './load-config.ts'
import { optional, variable } from './variable.ts'
import type { Variables } from './variable.ts'

const variables = {
  UPNEXT_HTTP_PORT: portVariable(8080, 'Port of the HTTP interface.'),
  UPNEXT_HOST: hostVariable,
  UPNEXT_LOG_LEVEL: logLevelVariable,
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_VIEWER_SECRET: optional(viewerSecretVariable),
  UPNEXT_BATCH: intVariable({ min: 1, max: 500, default: 100, help: 'Events in a batch.' }),
  UPNEXT_EVERY: durationMsVariable({ default: 1000, minMs: 10, help: 'Time between two looks.' }),
}

describe('loadConfig', () => {
  it('runs on its defaults where nothing is set', () => {
    expect(loadConfig(variables, {})).toEqual({
      UPNEXT_HTTP_PORT: 8080,
      UPNEXT_HOST: '127.0.0.1',
      UPNEXT_LOG_LEVEL: 'info',
      UPNEXT_NAMESPACE: '',
      UPNEXT_VIEWER_SECRET: undefined,
      UPNEXT_BATCH: 100,
      UPNEXT_EVERY: 1000,
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig(variables, { UPNEXT_HTTP_PORT: '' }).UPNEXT_HTTP_PORT).toBe(8080)
  })

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadConfig(variables, {}))).toBe(true)
  })

  it('reports every mistake at once, with the name, what was wrong and an example', () => {
    const env = {
      UPNEXT_HTTP_PORT: 'abc',
      UPNEXT_LOG_LEVEL: 'loud',
      UPNEXT_NAMESPACE: 'account',
      UPNEXT_BATCH: '501',
      UPNEXT_EVERY: '9ms',
      UPNEXT_HOST: 'a b',
    }
    expect(mistakes(variables, env)).toEqual([
      'UPNEXT_HTTP_PORT: expected a port from 0 to 65535, got "abc" (example: UPNEXT_HTTP_PORT=8080)',
      'UPNEXT_HOST: expected a host name or an address, got "a b" (example: UPNEXT_HOST=0.0.0.0)',
      'UPNEXT_LOG_LEVEL: expected one of "fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent", got "loud" (example: UPNEXT_LOG_LEVEL=debug)',
      'UPNEXT_NAMESPACE: expected another word than account, which is reserved, got "account" (example: UPNEXT_NAMESPACE=staging)',
      'UPNEXT_BATCH: expected a whole number from 1 to 500, got "501" (example: UPNEXT_BATCH=100)',
      'UPNEXT_EVERY: expected a time from 10ms to 2147483647ms, such as 500ms, 30s or 5m, got "9ms" (example: UPNEXT_EVERY=1000ms)',
    ])
  })

  it('says of a variable that must be set what it is for', () => {
    const declared = { UPNEXT_NAME: variable(z.string(), { help: 'Name of the shop.', example: 'corner' }) }
    expect(mistakes(declared, {})).toEqual([
      'UPNEXT_NAME: is required: Name of the shop. (example: UPNEXT_NAME=corner)',
    ])
  })

  it('never repeats a secret, neither in a mistake nor in what it says for the log', () => {
    const short = 'tooshort'
    expect(mistakes(variables, { UPNEXT_VIEWER_SECRET: short }).join()).not.toContain(short)
    const secret = 'ab'.repeat(32)
    const described = describeConfig(loadConfig(variables, { UPNEXT_VIEWER_SECRET: secret }), variables)
    expect(described).toMatchObject({ UPNEXT_VIEWER_SECRET: '***', UPNEXT_HTTP_PORT: 8080 })
  })

  it.each(['1e3', '0x10', ' 80', '80.0', '-1', '65536', '99999999999999999999'])('refuses %j as a port', (text) => {
    expect(mistakes(variables, { UPNEXT_HTTP_PORT: text })).toHaveLength(1)
  })
})

describe('variables that services share', () => {
  it.each([
    ['1500', 1500],
    ['20ms', 20],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('reads the duration %s', (text, expected) => {
    expect(loadConfig(variables, { UPNEXT_EVERY: text }).UPNEXT_EVERY).toBe(expected)
  })

  it.each(['5x', 's', '-5s', '1.5s', '100d'])('refuses %j as a duration', (text) => {
    expect(mistakes(variables, { UPNEXT_EVERY: text })).toHaveLength(1)
  })

  it('reads a viewer secret in hex and in base64url', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, i) => i * 15)
    const hex = Buffer.from(bytes).toString('hex')
    const base64url = Buffer.from(bytes).toString('base64url')
    expect(loadConfig(variables, { UPNEXT_VIEWER_SECRET: hex }).UPNEXT_VIEWER_SECRET).toEqual(bytes)
    expect(loadConfig(variables, { UPNEXT_VIEWER_SECRET: base64url }).UPNEXT_VIEWER_SECRET).toEqual(bytes)
  })

  it.each(['ab'.repeat(10), 'A'.repeat(20), 'correct horse battery staple'])(
    'refuses %j as a viewer secret',
    (text) => {
      expect(mistakes(variables, { UPNEXT_VIEWER_SECRET: text })).toHaveLength(1)
    },
  )

  it.each(['Staging', 'a'.repeat(33), 'a.b', 'a_b'])('refuses %j as a namespace', (text) => {
    expect(mistakes(variables, { UPNEXT_NAMESPACE: text })).toHaveLength(1)
  })
})

function mistakes(declared: Variables, env: Environment): readonly string[] {
  try {
    loadConfig(declared, env)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}
