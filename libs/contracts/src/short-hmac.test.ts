import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { shortHmac } from './short-hmac.ts'

describe('a short HMAC', () => {
  it('is the start of what node:crypto makes, for secrets shorter and longer than a block, and for any text', () => {
    const secrets = fc.uint8Array({ minLength: 1, maxLength: 150 })
    fc.assert(
      fc.property(secrets, fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (secret, first, second) => {
        for (const message of [first, second, first]) expect(shortHmac(secret, message)).toBe(obvious(secret, message))
      }),
    )
  })

  it('reads text that is not well-formed as node:crypto does', () => {
    expect(shortHmac(Buffer.alloc(16), 'a\ud800b')).toBe(obvious(Buffer.alloc(16), 'a\ud800b'))
  })
})

function obvious(secret: Uint8Array, message: string): string {
  return createHmac('sha256', secret).update(message, 'utf8').digest().subarray(0, 16).toString('base64url')
}
