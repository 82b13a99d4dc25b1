import { describe, expect, it } from '@jest/globals'
import type { KafkaMessage } from 'kafkajs'
import { fromMessage } from './record.ts'

const message = (headers: object): KafkaMessage => {
  return { offset: '7', key: null, value: null, timestamp: '0', attributes: 0, headers: { ...headers } }
}

describe('a record of another tool', () => {
  it('may have neither key nor value', () => {
    expect(fromMessage(message({}))).toEqual({ offset: 7, key: Buffer.of(), value: Buffer.of(), headers: {} })
  })

  it('may have headers without a value, which say nothing, and others more than once', () => {
    const headers = {
      kind: Buffer.from('watch'),
      trace: null,
      route: [Buffer.from('a'), Buffer.from('b')],
      empty: [null],
    }
    expect(fromMessage(message(headers)).headers).toEqual({ kind: 'watch', route: 'b' })
  })
})
