import { expect, it } from '@jest/globals'
import { GetNextToWatchResponse } from './gen/upnext/ranking/v1/ranking_service.ts'
import { serializer } from './serializer.ts'

const answer = (titles: number): GetNextToWatchResponse =>
  GetNextToWatchResponse.fromPartial({
    row: { rowId: 'next', items: Array.from({ length: titles }, (_, at) => ({ itemId: `tt${at}`, title: 'Été' })) },
  })

it('writes what the message writes itself, one after the other, whatever their size', () => {
  const serialize = serializer(GetNextToWatchResponse)
  const all = [1000, 2, 0, 5000].map((titles) => ({ bytes: serialize(answer(titles)), titles }))
  for (const { bytes, titles } of all) {
    expect(bytes.equals(GetNextToWatchResponse.encode(answer(titles)).finish())).toBe(true)
  }
})

it('leaves nothing of a message that cannot be written', () => {
  const serialize = serializer(GetNextToWatchResponse)
  const bad = answer(3)
  for (const item of bad.row?.items ?? []) item.year = -1
  expect(() => serialize(bad)).toThrow('uint32')
  expect(serialize(answer(2)).equals(GetNextToWatchResponse.encode(answer(2)).finish())).toBe(true)
})
