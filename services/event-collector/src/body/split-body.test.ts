import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Problem } from '../http/problem.ts'
import { splitBody } from './split-body.ts'
import { splitJson } from './split-json.ts'

const options = { lines: false, listName: 'events', maxPieces: 500 }
const pieces = (text: string | Buffer, lines = false): string[] =>
  splitBody(Buffer.from(text), { ...options, lines }).pieces.map((piece) => piece.toString())

function codeOf(text: string, lines = false, maxPieces = 500): unknown {
  try {
    splitBody(Buffer.from(text), { ...options, lines, maxPieces })
    return 'split'
  } catch (error) {
    return error instanceof Problem ? `${error.status} ${error.code}` : error
  }
}

describe('splitBody', () => {
  it('takes one event, a list, a wrapped list and lines', () => {
    expect(pieces(' {"a": 1}\n')).toEqual(['{"a": 1}'])
    expect(pieces('[ {"a": 1} ,\n{"b": [2, 3]} ]')).toEqual(['{"a": 1}', '{"b": [2, 3]}'])
    expect(pieces('{"sent_at": 5, "events": [{"a":1}, {"b":2}]}')).toEqual(['{"a":1}', '{"b":2}'])
    expect(pieces('{"a":1}\r\n\n  {"b":2}', true)).toEqual(['{"a":1}', '{"b":2}'])
    expect(pieces('\ufeff[{"a":1}]')).toEqual(['{"a":1}'])
  })

  it('keeps what surrounds a wrapped list', () => {
    const batch = splitBody(Buffer.from('{"sent_at": "x,]", "events": [1], "more": {}}'), options)
    expect(batch.sentAt?.toString()).toBe('"x,]"')
    expect(batch.unknownFields).toBe(1)
  })

  it('cuts out a part that is not JSON without touching its neighbours', () => {
    expect(pieces('[{"a": NaN}, nul, {"b": "]},{"}, ]')).toEqual(['{"a": NaN}', 'nul', '{"b": "]},{"}', ''])
    expect(pieces('{"events": [{"a": \'x\'}, {"b": "\\"]"}]}')).toEqual(['{"a": \'x\'}', '{"b": "\\"]"}'])
  })

  it.each([
    ['', '400 empty'],
    [' \n', '400 empty'],
    ['[]', '400 empty'],
    ['{"events": []}', '400 empty'],
    ['7', '400 not_json'],
    ['hello', '400 not_json'],
    ['[{"a":1}', '400 not_json'],
    ['[{"a":"1}]', '400 not_json'],
    ['[1}', '400 not_json'],
    ['{"a":1}\n{"b":2}', '400 not_json'],
    ['[1] x', '400 not_json'],
    ['{"events": {"a": 1}}', '400 not_a_list'],
    ['{"events": 1}', '400 not_a_list'],
    ['['.repeat(500_000), '400 not_json'],
  ])('refuses %j', (text, expected) => {
    expect(codeOf(text)).toBe(expected)
  })

  it('refuses more than it takes, and takes just as much', () => {
    expect(codeOf('[1,2]', false, 2)).toBe('split')
    expect(codeOf('[1,2,3]', false, 2)).toBe('413 batch_too_large')
    expect(codeOf('1\n2\n', true, 2)).toBe('split')
    expect(codeOf('1\n2\n3', true, 2)).toBe('413 batch_too_large')
  })

  it.each(['[]', '{}'])('cuts out no more than it takes of millions of parts in %s', (brackets) => {
    const millions = Buffer.from(brackets.split('').join(','.repeat(2_000_000)))
    expect(splitJson(millions, 10)?.parts).toHaveLength(11)
    expect(splitJson(Buffer.from('[1,2]'), 1)?.parts).toHaveLength(2)
  })

  it('judges an object of too many fields as the one event that it is', () => {
    const fields = Array.from({ length: 2000 }, (_, i) => `"${i}": 1`)
    const body = `{${fields.join(',')}, "events": [1]}`
    expect(pieces(body)).toEqual([body])
  })

  it('gives back every list as JSON.parse would read it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.constantFrom(0, 1, 2), (list, indent) => {
        const parts = splitJson(Buffer.from(JSON.stringify(list, null, indent)), 1000)?.parts
        expect(parts?.map((part): unknown => JSON.parse(part.toString()))).toEqual(JSON.parse(JSON.stringify(list)))
      }),
      { seed: 11, numRuns: 500 },
    )
  })

  it('answers any bytes with pieces or with a problem of the client', () => {
    const soup = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '1', '"events"', ' ', '\n'))
    fc.assert(
      fc.property(soup, fc.boolean(), (marks, lines) => {
        expect(codeOf(marks.join(''), lines)).toMatch(/^(split|4\d\d \w+)$/)
      }),
      { seed: 12, numRuns: 2000 },
    )
  })
})
