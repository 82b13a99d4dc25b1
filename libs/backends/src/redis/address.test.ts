import { describe, expect, it } from '@jest/globals'
import { parseRedisAddress, showRedisAddress } from './address.ts'

describe('parseRedisAddress', () => {
  it.each([
    ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379', 1],
    ['redis://cache', 'redis://cache:6379', 1],
    ['rediss://cache:1/3', 'rediss://cache:1/3', 1],
    ['a:1,b:2, c:3', 'redis://a:1,b:2,c:3', 3],
    ['rediss://a:1,rediss://b:2', 'rediss://a:1,b:2', 2],
  ])('reads %s', (text, shown, nodes) => {
    const address = parseRedisAddress(text)
    expect(showRedisAddress(address)).toBe(shown)
    expect(address.nodes).toHaveLength(nodes)
  })

  it.each([
    '',
    'redis://',
    'a:1,,b:2',
    'redis://a:99999',
    'http://a:1',
    'redis://a:1/x',
    'redis://u:p@a:1',
    'redis://a:1/2,b:2',
  ])('refuses %j', (text) => {
    expect(() => parseRedisAddress(text)).toThrow('expected')
  })
})
