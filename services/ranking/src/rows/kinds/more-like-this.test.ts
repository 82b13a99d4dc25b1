import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { askingNobody } from '../../facts/asker.ts'
import { SILENT } from '../../request/fields.ts'
import { createReasonContext, reasonsOf } from '../reasons.ts'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, idsOf } from '../../testing/a-row-world.ts'
import { moreLikeThis } from './more-like-this.ts'

const ITEMS = ['heat', 'ronin', 'toys'].map((itemId) => anItem({ itemId }))
const MODEL = aModel({ heat: [['ronin', 1]] }, { heat: 9, toys: 5 })

describe('more like this', () => {
  it('is what goes with the title of the request, then what is popular, never the title itself', () => {
    const { context, catalog } = aRowWorld({ items: ITEMS, model: MODEL, about: 'heat' })
    const [row] = moreLikeThis(aSpec('more_like_this', { fill: true }), context)
    expect(idsOf(row)).toEqual(['ronin', 'toys'])
    expect(row).toMatchObject({ rowId: 'similar:heat', about: { itemId: 'heat' }, title: { template: 'similar_to' } })
    const [first] = row?.candidates ?? []
    if (first === undefined) throw new Error('the row is empty')
    const [reason] = reasonsOf(
      first,
      createReasonContext(row?.history ?? [], catalog, () => true),
    )
    expect(reason).toMatchObject({ type: ReasonType.REASON_TYPE_SIMILAR_TO_ITEM, itemId: 'heat' })
  })

  it('does not name the title to an audience that should not read of it', () => {
    const items = [...ITEMS.slice(1), anItem({ itemId: 'heat', maturityAge: 18 })]
    const audience = { ...askingNobody(SILENT).audience, maturityLimit: 12 }
    const { context } = aRowWorld({ items, model: MODEL, about: 'heat', asker: { audience } })
    const rowWith = (title?: { template: string; text: string }) =>
      moreLikeThis(aSpec('more_like_this', { fill: true, title }), context)[0]
    const plain = { template: 'similar_to_this', parameters: {}, text: 'Similar titles' }
    expect(idsOf(rowWith())).toEqual(['ronin', 'toys'])
    expect(rowWith()?.title).toEqual(plain)
    expect(rowWith()?.about).toBeUndefined()
    expect(rowWith({ template: 'mine', text: 'More of {title}' })?.title).toEqual(plain)
    expect(rowWith({ template: 'mine', text: 'More' })?.title).toEqual({
      template: 'mine',
      parameters: {},
      text: 'More',
    })
  })

  it('is left out where the request is about no title', () => {
    const { context } = aRowWorld({ items: ITEMS, model: MODEL })
    expect(moreLikeThis(aSpec('more_like_this', { fill: true }), context)).toEqual([])
  })
})
