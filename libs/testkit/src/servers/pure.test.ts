import { describe, expect, it } from '@jest/globals'
import { differenceOf } from './kafka-jars.ts'
import { kafkaProperties } from './kafka-properties.ts'
import { slotsOf } from './redis-cluster.ts'
import { replyOf } from './redis-command.ts'

describe('checksums of jars', () => {
  const line = (digit: string, name: string): string => `${digit.repeat(64)}  ${name}\n`

  it('agree where all names and sums agree, in any order', () => {
    expect(differenceOf(line('1', 'a.jar') + line('2', 'b.jar'), line('2', 'b.jar') + line('1', 'a.jar'))).toBeNull()
  })

  it('name every jar that is missing, added or changed', () => {
    const expected = line('1', 'a.jar') + line('2', 'b.jar')
    const found = line('3', 'b.jar') + line('4', 'c.jar')
    expect(differenceOf(expected, found)).toBe('a.jar is missing, b.jar is changed, c.jar is unexpected')
  })
})

describe('settings of servers', () => {
  it('let extra Kafka properties win', () => {
    const places = { port: 1, controllerPort: 2, data: 'd' }
    const text = kafkaProperties(places, { 'num.io.threads': '9', 'message.max.bytes': '5' })
    expect(text).toContain('num.io.threads=9\n')
    expect(text).toContain('message.max.bytes=5\n')
    expect(text).not.toContain('num.io.threads=4')
  })

  it('deal every slot of Redis Cluster to one node', () => {
    const all = [0, 1, 2].flatMap((n) => slotsOf(n))
    expect(all).toEqual(Array.from({ length: 16_384 }, (_, slot) => slot))
  })

  it('read replies of Redis only when they are whole', () => {
    expect(replyOf('+PON')).toBeNull()
    expect(replyOf('+PONG\r\n')).toEqual({ error: false, text: 'PONG' })
    expect(replyOf('-ERR no\r\n')).toEqual({ error: true, text: 'ERR no' })
    expect(replyOf('$5\r\nhel')).toBeNull()
    expect(replyOf('$5\r\nhello\r\n')).toEqual({ error: false, text: 'hello' })
  })
})
