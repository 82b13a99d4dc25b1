import { describe, expect, it } from '@jest/globals'
import { GetPageResponse, ReasonType, Row } from '@upnext/contracts'
import { createApp } from './app.ts'
import { badgesOf, boxesIn, drawPage } from './draw.ts'
import type { Screen } from './draw.ts'
import { UsageError, readFlags } from './flags.ts'
import type { Service } from './service.ts'
import { titleText } from './words.ts'

const NOW = 1_700_000_000_000
const DAY_MS = 86_400_000
const PLAIN: Screen = { columns: 80, fancy: false, language: 'en', nowMs: NOW }

const CONTINUE = Row.fromPartial({
  rowId: 'continue',
  title: { template: 'continue_watching', text: 'Continue' },
  tracking: 'row-1',
  items: [
    {
      itemId: 's',
      title: 'The Copper Tide',
      year: 2024,
      tracking: 'item-s',
      playback: { episodeId: 's-e3', seasonNumber: 1, episodeNumber: 3, positionS: 900, durationS: 1800 },
      reasons: [{ type: ReasonType.REASON_TYPE_CONTINUE, text: 'you have begun it' }],
    },
    { itemId: 'm', title: 'Amélie 🎬 and a title that is far too long', tracking: 'item-m' },
  ],
})
const PICKS = Row.fromPartial({
  rowId: 'because:x',
  title: { template: 'because_you_watched', parameters: { title: 'Heat' }, text: 'Because' },
  tracking: 'row-2',
  nextToken: 'token',
  items: ['a', 'b', 'c', 'd'].map((itemId) => ({ itemId, title: itemId.toUpperCase(), tracking: `item-${itemId}` })),
})
const PAGE = GetPageResponse.fromPartial({ pageId: 'page-1', rows: [CONTINUE, PICKS] })

function appOf(screen = PLAIN, page = PAGE) {
  const said: string[] = []
  const told: string[] = []
  const service: Service = {
    page: async () => page,
    more: async (row) =>
      Row.fromPartial({ ...row, items: [{ itemId: 'e', title: 'E', tracking: 'item-e' }], nextToken: '' }),
    shown: async ({ pageId }, row, items) => {
      told.push(`${pageId} ${row.rowId} ${row.tracking} ${items.map(({ tracking }) => tracking).join(',')}`)
    },
    picked: async (_page, row, item) => {
      told.push(`picked ${row.rowId} ${item.tracking}`)
    },
    close: () => undefined,
  }
  return {
    said,
    told,
    app: createApp(
      service,
      () => screen,
      (line) => said.push(line),
    ),
  }
}

describe('drawing', () => {
  it('shows rows with their titles, boxes, how far the viewer is, and why', () => {
    expect(drawPage([CONTINUE], { row: 0, item: 0 }, PLAIN)).toEqual([
      '1  Continue watching',
      '+====================+ +--------------------+',
      '# 1 The Copper Tide  # | 2 Amelie ? and a t~|',
      '# S1E3 2024          # |                    |',
      '# =========--------- # |                    |',
      '+====================+ +--------------------+',
      '   you have begun it',
      '',
    ])
  })

  it.each([20, 45, 80, 200])('keeps to %p columns', (columns) => {
    for (const fancy of [true, false]) {
      const lines = drawPage(PAGE.rows, { row: 1, item: 0 }, { ...PLAIN, columns, fancy })
      const widths = lines.map((line) => Array.from(line.replaceAll(/\u001b\[\d+m/g, '')).length)
      expect(Math.max(...widths)).toBeLessThanOrEqual(Math.max(columns, 22))
      if (!fancy) expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/)
    }
  })

  it('never lets a title send commands to the terminal', () => {
    const row = Row.fromPartial({ title: { text: 'x' }, items: [{ itemId: 'i', title: 'a\u001b[2Jb' }] })
    expect(drawPage([row], null, { ...PLAIN, fancy: true }).join('\n')).not.toContain('\u001b[2J')
  })

  it('says what has to be said of an item', () => {
    const item = Row.fromPartial({
      items: [
        {
          sponsorship: { campaign: 'c', sponsor: 'Somebody' },
          reasons: [
            { type: ReasonType.REASON_TYPE_SPONSORED },
            { type: ReasonType.REASON_TYPE_LEAVING_SOON, atMs: NOW + 3 * DAY_MS },
            { type: ReasonType.REASON_TYPE_NEW },
            { type: ReasonType.REASON_TYPE_FOR_SALE },
          ],
        },
      ],
    }).items[0]
    if (item === undefined) throw new Error('no item')
    expect(badgesOf(item, PLAIN)).toEqual(['Sponsored', 'leaves in 3 days', 'NEW', 'RENT'])
    expect(badgesOf(item, { ...PLAIN, language: 'de' })).toEqual(['Anzeige', 'noch 3 Tage', 'NEU', 'LEIHEN'])
  })

  it('translates templates, and takes the English text of those it does not know', () => {
    expect(titleText(PICKS.title, 'en')).toBe('Because you watched Heat')
    expect(titleText(PICKS.title, 'de')).toBe('Weil du Heat gesehen hast')
    expect(titleText({ template: 'brand_new', parameters: {}, text: 'Brand new' }, 'de')).toBe('Brand new')
  })
})

describe('the app', () => {
  it('says of each row what was on screen and no more, with the tracking values that it got', async () => {
    const { app, told } = appOf()
    await app.refresh()
    expect(boxesIn(PLAIN.columns)).toBe(3)
    expect(told).toEqual(['page-1 continue row-1 item-s,item-m', 'page-1 because:x row-2 item-a,item-b,item-c'])
  })

  it('goes on in a row, first with what the answer held, then by its token', async () => {
    const { app, told, said } = appOf()
    await app.refresh()
    await app.obey('more 2')
    await app.obey('more 2')
    await app.obey('more 2')
    expect(told.slice(2)).toEqual(['page-1 because:x row-2 item-d', 'page-1 because:x row-2 item-e'])
    expect(said.at(-1)).toBe('that was all of it')
  })

  it('says what was picked, and refuses what is not there', async () => {
    const { app, told, said } = appOf()
    await app.refresh()
    await app.obey('pick 1 2')
    expect(told.at(-1)).toBe('picked continue item-m')
    await app.obey('pick 1 9')
    expect(said.at(-1)).toContain('no such item')
    expect(await app.obey('dance')).toBe(true)
    expect(await app.obey('quit')).toBe(false)
  })

  it('has words for a page without rows', async () => {
    const { app, told, said } = appOf(PLAIN, GetPageResponse.fromPartial({ pageId: 'p' }))
    await app.refresh()
    expect(said).toEqual(['Nothing may be shown here.'])
    expect(told).toEqual([])
  })

  it('reads its flags, and says which it does not know', () => {
    expect(readFlags(['--viewer', 'v', '--kids', '--language', 'de'])).toMatchObject({
      viewer: 'v',
      kids: true,
      page: 'home',
    })
    expect(() => readFlags(['--language', 'fr'])).toThrow(UsageError)
    expect(() => readFlags(['--what'])).toThrow(UsageError)
  })
})
