import { describe, expect, it } from '@jest/globals'
import { ModelUpdate, itemHash, itemHashToBytes } from '@upnext/contracts'
import { titleUpdateRecord } from './row-updates.ts'

describe('titleUpdateRecord', () => {
  it('says all that is known of a title, under its own key', () => {
    const origin = { baseModelId: 'm1', trainerEpoch: 3, writtenAtMs: 7 }
    const now = {
      rows: [
        { rowSet: 'long', neighbours: [itemHash('up'), itemHash('toys')], scores: [0.5, 0.25] },
        { rowSet: 'short', neighbours: [], scores: [] },
      ],
      popularity: { total: 12.5, month: 3, days: 1, asOfMs: 1_700_000_000_000 },
    }
    const record = titleUpdateRecord(origin, itemHash('heat'), now)
    expect(record.key).toEqual(itemHashToBytes(itemHash('heat')))
    expect(record.headers).toMatchObject({ kind: 'title' })
    expect(ModelUpdate.decode(record.value)).toMatchObject({
      ...origin,
      update: {
        $case: 'title',
        value: {
          item: itemHashToBytes(itemHash('heat')),
          rows: [
            {
              rowSet: 'long',
              neighbours: Buffer.concat(['up', 'toys'].map((id) => itemHashToBytes(itemHash(id)))),
              scores: [0.5, 0.25],
            },
            { rowSet: 'short', neighbours: Buffer.alloc(0), scores: [] },
          ],
          popularity: now.popularity,
        },
      },
    })
  })
})
