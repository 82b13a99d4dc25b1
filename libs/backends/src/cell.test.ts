import { describe, expect, it } from '@jest/globals'
import { StoreUnavailableError } from '@upnext/ports'
import { updateCell } from './cell.ts'
import type { Cell } from './cell.ts'

const parse = (text: string | null): number => (text === null ? 0 : Number(text))
const addOne = (state: number) => ({ state: state + 1, result: state + 1 })

describe('updateCell', () => {
  it('starts again from what is there when another writer was faster', async () => {
    const cell = memoryCell()
    const answers = await Promise.all(Array.from({ length: 20 }, () => updateCell(cell, parse, addOne)))
    expect(new Set(answers).size).toBe(20)
    expect(await cell.read()).toBe('20')
  })

  it('writes nothing when nothing changes', async () => {
    const cell = { read: () => Promise.resolve('7'), swap: () => Promise.reject(new Error('must not write')) }
    expect(await updateCell(cell, parse, (state) => ({ state, result: 'same' }))).toBe('same')
  })

  it('gives up on a cell that never holds still', async () => {
    const cell = { read: () => Promise.resolve('7'), swap: () => Promise.resolve(false) }
    await expect(updateCell(cell, parse, addOne)).rejects.toThrow(StoreUnavailableError)
  })
})

function memoryCell(): Cell {
  let text: string | null = null
  return {
    read: () => Promise.resolve(text),
    swap: async (expected, next) => {
      await Promise.resolve()
      if (text !== expected) return false
      text = next
      return true
    },
  }
}
