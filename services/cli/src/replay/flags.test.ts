import { describe, expect, it } from '@jest/globals'
import { FlagsSchema, checkFlags, rateText, speedText } from './flags.ts'

describe('the flags of replay', () => {
  it.each([
    ['5000/s', 5000],
    ['1', 1],
  ])('read the rate %p', (text, rate) => {
    expect(rateText.parse(text)).toBe(rate)
  })

  it.each([
    ['10x', 10],
    ['0.5x', 0.5],
    ['3', 3],
  ])('read the speed %p', (text, speed) => {
    expect(speedText.parse(text)).toBe(speed)
  })

  it('refuse other rates and speeds', () => {
    for (const text of ['0', '-1', '5/m', 'fast', '5000 /s']) expect(rateText.safeParse(text).success).toBe(false)
    for (const text of ['0x', '-1x', 'x', '1e3']) expect(speedText.safeParse(text).success).toBe(false)
  })

  it.each([
    [{}, '--topic or --manifest-from'],
    [{ topic: 'catalog' }, '--to or --to-topic'],
    [{ topic: 'catalog', to: 'a', toTopic: 'b' }, 'only one of them'],
    [{ topic: 'catalog', to: 'a', speed: '10x' }, '--speed'],
    [{ topic: 'catalog', toTopic: 'a', speed: '10x', rate: '5/s' }, '--speed and --rate'],
    [{ topic: 'catalog', toTopic: 'a', raw: true }, '--raw'],
    [{ topic: 'catalog', to: '-', json: true }, '--json'],
    [{ manifestFrom: 'm.json', kind: 'watch' }, '--kind'],
  ])('refuse %p, saying why', (raw, text) => {
    expect(() => checkFlags(FlagsSchema.parse(raw))).toThrow(text)
  })

  it('take a manifest without a place to write to: then it is only checked', () => {
    expect(() => checkFlags(FlagsSchema.parse({ manifestFrom: 'm.json' }))).not.toThrow()
  })
})
