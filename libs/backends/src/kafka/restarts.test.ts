import { describe, expect, it } from '@jest/globals'
import { LogUnavailableError, RecordUnreadableError } from '@upnext/ports'
import { createRestarts, translateCrash } from './restarts.ts'

describe('a consumer that has crashed', () => {
  it('is no damaged record where only the connection was lost, which KafkaJS says in a bare error', () => {
    const lost = new Error('Broker not connected')
    expect(translateCrash('events', new Error('wrapped', { cause: lost }))).toBeInstanceOf(LogUnavailableError)
    expect(createRestarts().mayRestart(lost)).toBe(true)
  })

  it('is one where decoding failed', () => {
    const broken = new RangeError('index out of range')
    expect(translateCrash('events', broken)).toBeInstanceOf(RecordUnreadableError)
    expect(createRestarts().mayRestart(broken)).toBe(false)
  })
})
