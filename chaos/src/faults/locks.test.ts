import { describe, expect, it } from '@jest/globals'
import { createLocks } from './locks.ts'

describe('locks', () => {
  it('let one fault at a time at a thing, in the order of asking, and others pass', async () => {
    const locks = createLocks()
    const done: string[] = []
    let end: () => void = () => undefined
    const first = locks.hold(['redis'], () => new Promise<void>((resolve) => (end = resolve)))
    const second = locks.hold(['redis', 'feature'], async () => void done.push('second'))
    const third = locks.hold(['feature'], async () => void done.push('third'))
    await locks.hold(['kafka'], async () => void done.push('other'))
    expect(done).toEqual(['other'])
    end()
    await Promise.all([first, second, third])
    expect(done).toEqual(['other', 'second', 'third'])
  })

  it('are let go by a fault that fails', async () => {
    const locks = createLocks()
    const failing = locks.hold(['redis'], () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(await locks.hold(['redis'], async () => 'next')).toBe('next')
  })
})
