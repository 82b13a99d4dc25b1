import { describe, expect, it } from '@jest/globals'
import { GetRowRequest, viewerKey } from '@upnext/contracts'
import { TEST_KEYS } from '@upnext/testkit'
import { SILENT } from './fields.ts'
import { parseRowRequest } from './row-request.ts'

type Parts = Parameters<typeof GetRowRequest.fromPartial>[0]

const whole = { audience: { $case: 'viewerId', value: '42' }, token: 'abc' } as const
const parse = (parts: Parts) =>
  parseRowRequest(GetRowRequest.fromPartial(parts), { keys: TEST_KEYS, viewerTopic: 'upnext.viewer-events.v1' })

describe('a row request', () => {
  it('takes a token, unread', () => {
    const audience = { kind: 'viewer', key: viewerKey(TEST_KEYS, '42'), after: null }
    expect(parse(whole)).toEqual({ ok: true, value: { audience, token: 'abc', limit: null, facts: SILENT } })
    expect(parse({ ...whole, token: 'x'.repeat(8192), limit: 60 })).toMatchObject({ ok: true, value: { limit: 60 } })
  })

  it.each<[string, Parts, string]>([
    ['no audience', { token: 'abc' }, 'audience'],
    ['no token', { ...whole, token: '' }, 'token'],
    ['a token of more than 8 KiB', { ...whole, token: 'x'.repeat(8193) }, 'token'],
    ['limit 0', { ...whole, limit: 0 }, 'limit'],
    ['limit 61', { ...whole, limit: 61 }, 'limit'],
    ['a country in lower case', { ...whole, context: { country: 'de' } }, 'context.country'],
  ])('is refused with %s', (_, parts, field) => {
    const result = parse(parts)
    expect(!result.ok && result.violations.map((violation) => violation.field)).toEqual([field])
  })
})
