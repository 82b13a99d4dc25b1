import { describe, expect, it } from '@jest/globals'
import { accountKey, isViewerKey, keyIdOf, viewerKey } from './keys.ts'

const secret = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
const context = { secret, namespace: '' }

describe('viewer keys', () => {
  // Computed apart from this code, with Python's hmac and base64.
  it.each([
    ['', '42', 'kbK5BTemXjeM5Aj4stZxkg'],
    ['shop', '42', 'cf_FiCY8qkKb384kYud4Pw'],
    ['', 'größer', '_m-san3LlqXvymrMQpd23w'],
  ])('of namespace %p and id %p are for ever %p', (namespace, id, key) => {
    expect(viewerKey({ secret, namespace }, id)).toBe(key)
  })

  it('are 22 base64url characters', () => {
    expect(isViewerKey(viewerKey(context, 'x'.repeat(256)))).toBe(true)
    expect(isViewerKey('42')).toBe(false)
    expect(isViewerKey(`${viewerKey(context, '42')}=`)).toBe(false)
  })

  it('differ by secret, by namespace, and from the account of the same id', () => {
    const keys = [
      viewerKey(context, '42'),
      viewerKey({ secret: Buffer.alloc(16), namespace: '' }, '42'),
      viewerKey({ secret, namespace: 'shop' }, '42'),
      accountKey(context, '42'),
    ]
    expect(new Set(keys).size).toBe(4)
  })

  it('name their secret without giving it away', () => {
    expect(keyIdOf(secret)).toMatch(/^[0-9a-f]{8}$/)
    expect(keyIdOf(secret)).not.toBe(keyIdOf(Buffer.alloc(16)))
  })
})
