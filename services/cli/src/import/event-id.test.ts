import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { eventIdOf } from './event-id.ts'

describe('eventIdOf', () => {
  it('gives the same row the same UUID, and other rows and sources others', () => {
    const ids = [eventIdOf('a', 1), eventIdOf('a', 2), eventIdOf('b', 1), eventIdOf('a1', 1)]
    expect(new Set(ids).size).toBe(4)
    expect(eventIdOf('a', 1)).toBe(ids[0])
    for (const id of ids) expect(z.uuid().safeParse(id).success).toBe(true)
  })

  it('stays as it is for ever: files imported years ago are resent with the same ids', () => {
    expect(eventIdOf('ml-latest-small', 1)).toBe('58db9541-6349-8b45-be8e-c795f01e5f28')
  })
})
