import { describe, expect, it } from '@jest/globals'
import { createTurns } from './turns.ts'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Work that takes as long as it says, by a clock of its own. */
function aLoop(mostMs: number): { take: (ms: number, name: string) => Promise<string>; done: string[] } {
  let nowMs = 0
  const inTurn = createTurns(mostMs, () => nowMs)
  const done: string[] = []
  const take = (ms: number, name: string): Promise<string> =>
    inTurn(() => {
      nowMs += ms
      done.push(name)
      return name
    })
  return { take, done }
}

describe('turns of the event loop', () => {
  it('let work run at once as long as there is time, and the rest in later turns, in order', async () => {
    const { take, done } = aLoop(2)
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => take(1, name))
    expect(done).toEqual(['a', 'b'])
    await nextTurn()
    expect(done).toEqual(['a', 'b', 'c', 'd'])
    await nextTurn()
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('keep the order where work is asked for while others wait', async () => {
    const { take, done } = aLoop(1)
    const first = [take(5, 'a'), take(5, 'b')]
    await nextTurn()
    await Promise.all([...first, take(5, 'c')])
    expect(done).toEqual(['a', 'b', 'c'])
  })

  it('begin anew in every turn', async () => {
    const { take, done } = aLoop(1)
    await take(5, 'a')
    await nextTurn()
    void take(5, 'b')
    expect(done).toEqual(['a', 'b'])
  })

  it('reject with what work throws, and go on', async () => {
    const inTurn = createTurns(0)
    const failed = inTurn(() => {
      throw new RangeError('too much')
    })
    await expect(failed).rejects.toThrow(RangeError)
    await expect(inTurn(() => 7)).resolves.toBe(7)
  })
})
