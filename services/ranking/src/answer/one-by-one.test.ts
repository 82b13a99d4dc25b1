import { describe, expect, it } from '@jest/globals'
import { createScratches } from '@upnext/recsys'
import { oneByOne } from './one-by-one.ts'

const HERE = { isGone: () => false }
const GONE = { isGone: () => true }

describe('answers one by one', () => {
  it('have the same working memory one after the other, also after one that fails', async () => {
    const scratches = createScratches()
    const inTurn = oneByOne(scratches)
    const first = inTurn(HERE, () => scratches.take())
    const failing = inTurn(HERE, () => {
      scratches.take()
      throw new RangeError('no such row')
    })
    const last = inTurn(HERE, () => scratches.take())
    await expect(failing).rejects.toThrow(RangeError)
    expect(await last).toBe(await first)
  })

  it('are not made for callers who have gone', async () => {
    let made = 0
    await expect(oneByOne(createScratches())(GONE, () => (made += 1))).rejects.toThrow('nobody waits')
    expect(made).toBe(0)
  })
})
