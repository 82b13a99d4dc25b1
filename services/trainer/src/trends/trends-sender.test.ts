import { beforeEach, describe, expect, it } from '@jest/globals'
import { ModelUpdate, itemHash, itemHashToBytes } from '@upnext/contracts'
import type { TrendsUpdate } from '@upnext/contracts'
import { LogUnavailableError } from '@upnext/ports'
import type { NewRecord } from '@upnext/ports'
import { createTrendCounts } from './trend-counts.ts'
import type { TrendCounts } from './trend-counts.ts'
import { SAID_TITLES, createTrendsSender } from './trends-sender.ts'
import type { TrendsSender } from './trends-sender.ts'

const NOW_MS = 1_790_000_000_000
const SETTINGS = { trendsEveryMs: 5000, trendsAgainMs: 3_600_000, countriesPerFlush: 3 }
let written: NewRecord[]
let refuses: boolean
let trends: TrendCounts
let sender: TrendsSender

beforeEach(() => {
  written = []
  refuses = false
  trends = createTrendCounts()
  const append = async (_: string, records: readonly NewRecord[]) => {
    if (refuses) throw new LogUnavailableError('away')
    written.push(...records)
    return []
  }
  sender = createTrendsSender({ log: { append }, updatesTopic: 'updates', settings: SETTINGS })
})

const play = (country: string, id = 'heat') => trends.add(country, itemHash(id), 1, NOW_MS)

async function sendAfter(ms: number): Promise<string[]> {
  written = []
  await sender.send(trends, { baseModelId: 'm1', trainerEpoch: 3, writtenAtMs: NOW_MS + ms })
  return written.map(({ value }) => trendsIn(value).country)
}

function trendsIn(value: Uint8Array): TrendsUpdate {
  const { update } = ModelUpdate.decode(value)
  if (update?.$case !== 'trends') throw new Error('no trends')
  return update.value
}

describe('the trends sender', () => {
  it('says who is watched most, each country under a key of its own', async () => {
    play('DE')
    play('DE')
    play('DE', 'up')
    expect(await sendAfter(0)).toEqual(['', 'DE'])
    const [everywhere, germany] = written
    expect([everywhere?.key, germany?.key].map(String)).toEqual(['trends:', 'trends:DE'])
    expect(germany?.headers).toMatchObject({ kind: 'trends' })
    const { update, ...origin } = ModelUpdate.decode(germany?.value ?? Buffer.alloc(0))
    expect(origin).toMatchObject({ baseModelId: 'm1', trainerEpoch: 3, writtenAtMs: NOW_MS })
    const list = [
      { item: itemHashToBytes(itemHash('heat')), plays: expect.closeTo(2, 5) },
      { item: itemHashToBytes(itemHash('up')), plays: expect.closeTo(1, 5) },
    ]
    expect(update).toMatchObject({ value: { country: 'DE', asOfMs: NOW_MS, trending: list, popular: list } })
  })

  it('says no more than the top of a long list', async () => {
    for (let n = 0; n < 2 * SAID_TITLES; n++) play('DE', `t${n}`)
    await sendAfter(0)
    const { trending, popular } = trendsIn(written[1]?.value ?? Buffer.alloc(0))
    expect([trending.length, popular.length]).toEqual([SAID_TITLES, SAID_TITLES])
  })

  it('speaks of a country when it has changed, at most every five seconds, and once an hour in any case', async () => {
    play('DE')
    await sendAfter(0)
    expect(await sendAfter(6000)).toEqual([])
    play('DE')
    expect(await sendAfter(6001)).toEqual(['', 'DE'])
    play('DE')
    expect(await sendAfter(11_000)).toEqual([])
    expect(await sendAfter(11_001)).toEqual(['', 'DE'])
    expect(await sendAfter(11_001 + SETTINGS.trendsAgainMs - 1)).toEqual([])
    expect(await sendAfter(11_001 + SETTINGS.trendsAgainMs)).toEqual(['', 'DE'])
  })

  it('lets no country wait for ever behind others', async () => {
    for (const country of ['AT', 'BE', 'CH', 'DE']) play(country)
    expect(await sendAfter(0)).toEqual(['', 'AT', 'BE'])
    for (const country of ['AT', 'BE', 'CH', 'DE']) play(country)
    expect(await sendAfter(5000)).toEqual(['CH', 'DE', ''])
    expect(await sendAfter(5001)).toEqual(['AT', 'BE'])
  })

  it('says again what the log did not take', async () => {
    play('DE')
    refuses = true
    await expect(sendAfter(0)).rejects.toThrow(LogUnavailableError)
    refuses = false
    expect(await sendAfter(1)).toEqual(['', 'DE'])
  })
})
