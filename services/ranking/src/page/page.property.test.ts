/** Whatever catalogue, viewer, rows file, rules and request: a page and what follows it keep every promise. A case is told again by its seed. */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { fingerprintOf, itemHash } from '@upnext/contracts'
import type { CatalogItem, GetPageResponse, GetRowResponse, Row } from '@upnext/contracts'
import type { RowSpec, RowsFile } from '@upnext/rows'
import fc from 'fast-check'
import { answerPage } from '../answer/answer-page.ts'
import { answerRow } from '../answer/answer-row.ts'
import type { AnswerSources } from '../answer/sources.ts'
import { aServedModel } from '../testing/a-model.ts'
import { pageSettings } from '../testing/a-page-setting.ts'
import type { PageSetting, Parts } from '../testing/a-page-setting.ts'
import { aRandomRowsFile } from '../testing/a-random-page.ts'
import { aRandomModel } from '../testing/a-random-world.ts'
import { createDice } from '../testing/dice.ts'
import type { Dice } from '../testing/dice.ts'
import { forbiddenBy, mayBeRead } from '../testing/oracle.ts'
import {
  isFor,
  isOfItsOwnAlone,
  lineOfToday,
  linesOf,
  pageProblems,
  rowProblems,
  servedBy,
  waived,
} from '../testing/page-oracle.ts'
import { wholeIdOf } from '../testing/reason-oracle.ts'
import { NOBODY_WAITS } from '../testing/some-sources.ts'
import { decodeRowToken, unpackFingerprints } from './row-token.ts'

/** The long form asks for more. */
const CASES = Number(process.env['UPNEXT_TEST_FUZZ_CASES'] ?? 10_000)
const TIMEOUT_MS = 60_000 + CASES * 20
const SEED = 20_260_101

const CASES_IN_A_WORLD = 8

/** Few mostly, which is where rows run out of them; now and then enough for rows that begin beyond the best twenty. */
const someTitles = fc.oneof(
  { weight: 11, arbitrary: fc.nat(14) },
  { weight: 1, arbitrary: fc.integer({ min: 25, max: 45 }) },
)
const aCase = fc.record({ seed: fc.nat(), titles: someTitles, rows: fc.integer({ min: 1, max: 7 }) })

describe('any page', () => {
  it(
    'keeps every promise, and so do its rows to their ends',
    async () => {
      await fc.assert(
        fc.asyncProperty(aCase, async ({ seed, titles, rows }) => {
          for (const setting of pageSettings(createDice(seed), titles, rows, CASES_IN_A_WORLD)) await checkCase(setting)
        }),
        { numRuns: Math.ceil(CASES / CASES_IN_A_WORLD), seed: SEED },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'leaves much of its rows to their tokens, which keep every promise too',
    async () => {
      const manyTitles = fc.integer({ min: 10, max: 40 })
      const lines = fc.integer({ min: 1, max: 7 })
      await fc.assert(
        fc.asyncProperty(fc.nat(), manyTitles, lines, async (seed, titles, rows) => {
          for (const setting of pageSettings(createDice(seed), titles, rows, 1)) {
            const request = { ...setting.request, budget: { rows: null, items: 1 } }
            const page = await answerPage(request, NOBODY_WAITS, setting.sources())
            for (const row of goingOn(page)) await checkRest(row, page, { ...setting, request })
          }
        }),
        { numRuns: Math.ceil(CASES / CASES_IN_A_WORLD), seed: SEED },
      )
    },
    TIMEOUT_MS,
  )
})

async function checkCase(setting: PageSetting): Promise<void> {
  const page = await answerPage(setting.request, NOBODY_WAITS, setting.used)
  expectNone(pageProblems(page, setting))
  // Another replica that has answered nobody yet, at the same moment, says the same.
  const replica = setting.sources()
  expectSame(await answerPage(setting.request, NOBODY_WAITS, replica), page)
  await checkOtherSession(page, setting, replica)
  const longer = goingOn(page)
  if (longer.length > 0) await checkRest(setting.dice.oneOf(longer), page, setting)
}

/** Chance deals another session another page, and nothing else does. */
async function checkOtherSession(page: GetPageResponse, setting: PageSetting, replica: AnswerSources): Promise<void> {
  const { list, page: file } = servedBy(setting)
  const isLeftToChance = file.rows.some(
    ({ type, list: own }) =>
      type === 'surprise' ||
      type === 'sponsored' ||
      (type === 'next_to_watch' && (own?.exploration ?? list.exploration) > 0),
  )
  if (isLeftToChance) return
  const request = { ...setting.request, sessionId: 'another' }
  expectSame(await answerPage(request, NOBODY_WAITS, replica), page)
}

const goingOn = ({ rows }: GetPageResponse): Row[] => rows.filter(({ nextToken }) => nextToken !== '')

/** Goes on with a row until its token ends: none comes twice and none is left out, whatever has changed meanwhile. */
async function checkRest(row: Row, page: GetPageResponse, setting: PageSetting): Promise<void> {
  const { dice, items, world } = setting
  const token = decodeRowToken(row.nextToken)
  const rest = unpackFingerprints(token?.rest ?? Buffer.alloc(0)).map(
    (print) => world.ids.find((id) => fingerprintOf(itemHash(id)) === print) ?? '',
  )
  const withdrawn = dice.chance(0.3) ? dice.oneOf(rest) : null
  const later = world.items.map((item): CatalogItem =>
    item.itemId === withdrawn ? { ...item, withdrawn: true, revision: 2 } : item,
  )
  const otherFile = dice.chance(0.3) ? { file: anotherFile(dice, setting) } : {}
  const changes: Partial<Parts> = {
    items: later,
    ...(dice.chance(0.3)
      ? { served: dice.chance(0.8) ? aServedModel(aRandomModel(dice, world.ids), 'm2') : null }
      : {}),
    ...otherFile,
  }
  const sources = setting.sources(changes)
  const { audience } = setting.request
  const facts = dice.chance(0.2) ? { ...setting.request.facts, kids: true } : setting.request.facts
  const question = { ...setting.question, request: facts }
  const at = {
    ...setting,
    request: { ...setting.request, facts },
    question,
    items: new Map(later.map((item) => [item.itemId, item])),
    file: otherFile.file ?? setting.file,
  }
  const line = lineOfToday(at, token?.page ?? '', token?.specId ?? '', row)
  // Another file's filter was not that of the row when its titles were chosen: none of them is left out for it.
  const isOther = otherFile.file !== undefined
  const lines = linesOf(at, row).map((spec): RowSpec => (isOther ? { ...spec, filter: undefined } : spec))
  const named = at.items.get(row.aboutItemId)
  const hasEnded = (line !== undefined && !isFor(line, at)) || (named !== undefined && !mayBeRead(named, question))
  const found: string[] = []
  for (let next = row.nextToken; next !== '';) {
    const limit = dice.maybe(0.7, () => 1 + dice.below(5)) ?? null
    const answer = await answerRow({ audience, facts, token: next, limit }, NOBODY_WAITS, sources)
    const more = answeredRow(answer)
    expect(more.items.length).toBeLessThanOrEqual(limit ?? token?.limit ?? 0)
    // A row whose rest may not be shown any more ends, and never goes on for ever.
    if (more.nextToken !== '') expect(more.items.length).toBeGreaterThan(0)
    expectNone(
      rowProblems(more, {
        firstPosition: row.items.length + found.length,
        pageId: page.pageId,
        lines,
        setting: at,
      }),
    )
    const { title, aboutItemId } = hasEnded ? { title: UNTITLED, aboutItemId: '' } : row
    expectSame(headOf(more), headOf({ ...row, title, aboutItemId }))
    if (isOfItsOwnAlone(row, line)) expectNone(more.fill.map(({ step }) => step).filter((step) => step !== 'own'))
    found.push(...more.items.map(({ itemId }) => itemId))
    next = more.nextToken
  }
  // What the editors no longer choose has to be asked all rules, to fill the row up.
  const isChosen = (id: string): boolean => line?.type !== 'editorial' || line.item_ids.includes(id)
  // The page's filter was asked when the page was made.
  const isStillAllowed = (id: string): boolean => {
    const item = items.get(id)
    return (
      item !== undefined &&
      id !== withdrawn &&
      forbiddenBy(id, item, question).every((rule) => isChosen(id) && waived(row).includes(rule))
    )
  }
  const expected = hasEnded ? [] : rest.filter(isStillAllowed)
  if (!isOfItsOwnAlone(row, line)) {
    expectSame(found, expected)
    return
  }
  // Nothing but what was to come, in its order; all of it, but for what a pin had brought there, while nothing has changed.
  expectSame(
    found,
    expected.filter((id) => found.includes(id)),
  )
  const pinned = setting.request.wishes.pins.map(({ itemId }) => wholeIdOf(itemId, setting))
  if (!isOther && facts === setting.request.facts)
    expectSame(
      found,
      expected.filter((id) => found.includes(id) || !pinned.includes(id)),
    )
}

const UNTITLED = { template: '', parameters: {}, text: '' }

type Head = Pick<Row, 'rowId' | 'type' | 'title' | 'aboutItemId'>

function headOf({ rowId, type, title, aboutItemId }: Head) {
  return { rowId, type, template: title?.template, parameters: title?.parameters, text: title?.text, aboutItemId }
}

/** Jest's own comparison takes a fifth of the time; it is asked only where it has something to show. */
function expectSame<Value>(found: Value, wanted: Value): void {
  if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted)
}

function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) expect(problems).toEqual([])
}

/** Of no relation, or the same pages for others, and with other editors. */
function anotherFile(dice: Dice, { file, world }: PageSetting): RowsFile {
  if (dice.chance(0.5)) return aRandomRowsFile(dice, world.ids, 4)
  const changed = (spec: RowSpec): RowSpec => {
    const audience = dice.oneOf(['all', 'adults', 'kids'] as const)
    return spec.type === 'editorial' ? { ...spec, audience, item_ids: dice.some(world.ids, 8) } : { ...spec, audience }
  }
  const pages = [...file.pages].map(([id, page]) => [id, { ...page, rows: page.rows.map(changed) }] as const)
  return { ...file, pages: new Map(pages) }
}

function answeredRow({ row }: GetRowResponse): Row {
  if (row === undefined) throw new Error('expected a row, if an empty one')
  return row
}
