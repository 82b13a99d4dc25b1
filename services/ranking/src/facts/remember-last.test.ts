import { expect, it } from '@jest/globals'
import { rememberLast } from './remember-last.ts'

it('finds once what is asked several times in a row, and anew what is asked after something else', () => {
  const asked: string[] = []
  const find = rememberLast((key: { name: string }, part: number) => {
    asked.push(`${key.name}${part}`)
    return { key, part }
  })
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  const first = find(a, 1)
  expect(find(a, 1)).toBe(first)
  expect(find(a, 2)).toEqual({ key: a, part: 2 })
  expect(find(b, 2)).toEqual({ key: b, part: 2 })
  expect(find(a, 1)).toEqual(first)
  expect(find({ name: 'a' }, 1)).toEqual(first)
  expect(asked).toEqual(['a1', 'a2', 'b2', 'a1', 'a1'])
})
