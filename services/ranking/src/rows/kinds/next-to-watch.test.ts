import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { askingNobody } from '../../facts/asker.ts'
import { withNamedTitle } from '../../facts/history.ts'
import { SILENT } from '../../request/fields.ts'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, idsOf } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { nextTitle, nextToWatch } from './next-to-watch.ts'

const ITEMS = ['heat', 'ronin', 'toys'].map((itemId) => anItem({ itemId }))
const MODEL = aModel({ heat: [['ronin', 1]] }, { toys: 5 })
const rowFor = (world: Partial<RowWorld>, spec = {}) =>
  nextToWatch(aSpec('next_to_watch', spec), aRowWorld({ items: ITEMS, ...world }).context)[0]

describe('the row "next to watch"', () => {
  it('is what goes with the history, and no more where it must not be filled', () => {
    expect(idsOf(rowFor({ model: MODEL, watched: ['heat'] }))).toEqual(['ronin'])
    expect(idsOf(rowFor({ model: MODEL, watched: ['heat'] }, { fill: true }))).toEqual(['ronin', 'toys'])
  })

  it.each<[string, Partial<RowWorld>, string]>([
    ['what goes with the history', { model: MODEL, watched: ['heat'] }, 'next_to_watch'],
    ['what many watch', { model: MODEL }, 'popular'],
    ['the catalogue', {}, 'from_the_catalog'],
  ])('says by its title that it is made of %s', (_, world, template) => {
    expect(rowFor(world, { fill: true })?.title.template).toBe(template)
  })

  it('names the title that has just ended only to whoever may read of it', () => {
    const titleAfter = (maturityAge: number) => {
      const items = [...ITEMS.slice(1), anItem({ itemId: 'heat', maturityAge })]
      const audience = { ...askingNobody(SILENT).audience, kids: true }
      const history = withNamedTitle([], itemHash('heat'))
      const { context } = aRowWorld({ items, model: MODEL, about: 'heat', asker: { audience, history } })
      const cause = { kind: 'title' as const, hash: itemHash('heat'), share: 1 }
      const ronin = context.catalog.byId('ronin')
      return ronin === undefined ? null : nextTitle({}, [{ title: ronin, score: 1, causes: [cause] }], context)
    }
    expect(titleAfter(6)).toMatchObject({ template: 'after_title', parameters: { title: 'Title of heat' } })
    expect(titleAfter(18)).toEqual({ template: 'next_to_watch', parameters: {}, text: 'Next to watch' })
  })

  it('takes the title that the rows file gives it', () => {
    const title = { template: 'for_tonight', text: 'For tonight' }
    expect(rowFor({ model: MODEL }, { fill: true, title })?.title).toEqual({ ...title, parameters: {} })
  })

  it('is left out where it has nothing', () => {
    expect(rowFor({ model: MODEL })).toBeUndefined()
  })
})
