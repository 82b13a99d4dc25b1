import { describe, expect, it } from '@jest/globals'
import { createShare, toTitle } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import { CatalogItem, ItemKind, itemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { TITLE_FACTS } from './title-facts.ts'
import { compileFilter } from './title-filter.ts'

const share = createShare()
const aTitle = (item: Partial<CatalogItem> = {}): CatalogTitle =>
  toTitle({ ...CatalogItem.create(), itemId: 'heat', ...item }, itemHash('heat'), share)

const heat = aTitle({
  title: 'Heat',
  kind: ItemKind.ITEM_KIND_MOVIE,
  genres: ['Crime', 'Drama'],
  people: [
    { name: 'Michael Mann', role: 'director' },
    { name: 'Al Pacino', role: 'actor' },
  ],
  year: 1995,
  durationS: 10_200,
  languages: ['en'],
  maturityAge: 16,
  madeForKids: false,
  offer: { rent: true, buy: false },
})
const bare = aTitle({ genres: ['Comedy'] })

function answer(text: string, title: CatalogTitle): boolean {
  const compiled = compileFilter(text)
  if (!compiled.ok) throw new Error(`${text}: ${compiled.problem}`)
  return compiled.filter(title)
}

const problem = (text: string) => {
  const compiled = compileFilter(text)
  return compiled.ok ? null : compiled.problem
}

describe('title filter', () => {
  it.each([
    ['item_id == "heat"', true],
    ['title.contains("ea") && title.startsWith("H") && title.endsWith("t")', true],
    ['title.lowerAscii() == "heat"', true],
    ['kind == "movie"', true],
    ['kind == "series"', false],
    ['"Crime" in genres && year >= 1990', true],
    ['"Crime" in genres && !(year >= 1990)', false],
    ['"Comedy" in genres || (year > 1990 && year < 2000)', true],
    ['year in [1994, 1995]', true],
    ['genres.exists(genre, genre in ["Crime", "Horror"])', true],
    ['genres.all(genre, genre != "Horror")', true],
    ['genres.exists_one(genre, genre.size() == 5)', false],
    ['size(genres) == 2', true],
    ['"Al Pacino" in people && !("Al Pacino" in directors)', true],
    ['directors == ["Michael Mann"]', true],
    ['duration_s / 60 == 170', true],
    ['maturity_age <= 12 || made_for_kids', false],
    ['rent && !buy', true],
    ['rent ? year == 1995 : buy', true],
    ['((1 + 1) * (year) == (3990)) && (((rent)))', true],
    ['"C" + "rime" in (genres) && ((size(genres)) > 1) == (true)', true],
    ['year - (1000 - 5) == 1000', true],
    ['(year == 1995) == (rent == true)', true],
    ['title != "a\\"b\\n\\u00e9\\\\" && title != r"\\d" && title == \'Heat\'', true],
    ['double(year) < 1e300 && double(year) > 1.0 && -(-year) > -5 && 0.00000001 < 1e21', true],
    ['int("7") == -(-7) && string(year) == "1995" && -9223372036854775808 < year', true],
    ['franchise == "" && series_id == "" && tags == []', true],
    ['languages[0] == "en"', null],
  ])('%s', (text, expected) => {
    if (expected === null) expect(problem(text)).toMatch(/at character 1: fields have no parts/)
    else expect(answer(text, heat)).toBe(expected)
  })

  it.each(['year < 1990', '!(year < 1990)', 'year == year', '!made_for_kids', 'made_for_kids ? true : true'])(
    'is false where the fact is unknown: %s',
    (text) => {
      expect(answer(text, bare)).toBe(false)
      expect(answer(`!(${text})`, bare)).toBe(false)
      expect(answer(`(${text}) && "Comedy" in genres`, bare)).toBe(false)
      expect(answer(`!((${text}) || "Crime" in genres)`, bare)).toBe(false)
    },
  )

  it('does not need a fact where the rest decides', () => {
    expect(answer('year < 1990 || "Comedy" in genres', bare)).toBe(true)
    expect(answer('"Comedy" in genres || year < 1990', bare)).toBe(true)
    expect(answer('!(year < 1990 && "Crime" in genres)', bare)).toBe(true)
  })

  it('is false where a sum fails', () => {
    expect(answer('year / (year - year) == 1', heat)).toBe(false)
    expect(answer('!(year * 9223372036854775807 == 1)', heat)).toBe(false)
  })

  it.each([
    ['yeer > 1990', /^at character 1: Unknown variable: yeer; known are item_id, title, .*year/],
    ['year >= ', /^at character 9: /],
    ['year', /expected true or false, this is of type int/],
    ['year == "1990"', /^at character 1: no such overload: int == string/],
    ['', /expected an expression of 1 to 2,000 characters/],
    ['rent && title.matches("(a+)+$")', /^at character 9: matches is no function here/],
    ['["a"].map(a, a + a) == []', /map is no function here/],
    ['people.exists(a, people.exists(b, a == b))', /^at character 18: exists cannot be used inside another/],
    ['people.exists(a, a == "x") && has(title.x)', /has is no function here/],
    ['{"a": 1} == {"a": 1}', /maxMapEntries/],
    ['{} == {}', /a map can be used for nothing/],
    ['null == null', /expected a text, a number/],
    ['dyn(year) == "x"', /dyn is no function/],
  ])('says what is wrong with %s', (text, expected) => {
    expect(problem(text)).toMatch(expected)
  })

  it('bounds how long and how deep an expression may be', () => {
    expect(problem('rent || '.repeat(400))).toMatch(/expected an expression of 1 to 2,000 characters/)
    expect(problem(`${'('.repeat(200)}rent${')'.repeat(200)}`)).toMatch(/maxDepth/)
    expect(problem(`${'rent||'.repeat(300)}rent`)).toMatch(/maxAstNodes/)
  })

  it('is compiled once while it is asked for, and forgotten once hundreds of others were', () => {
    const ask = (year: number) => compileFilter(`year == ${year}`)
    const kept = ask(1)
    for (let year = 2; year <= 300; year += 1) {
      const other = ask(year)
      expect(ask(1)).toBe(kept)
      expect(ask(year)).toBe(other)
    }
    for (let year = 2; year <= 300; year += 1) ask(year)
    expect(ask(1)).not.toBe(kept)
  })

  it('never throws, whatever the text and the title, and says no to one of an expression and its opposite', () => {
    const word = fc.constantFrom(
      ...TITLE_FACTS.map(({ name }) => name),
      ...['&&', '||', '!', '(', ')', '==', '<', 'in', '[', ']', ',', '?', ':', '.', '+', '/', '"a"', '1', '0', 'true'],
      ...['exists', 'all', 'matches', 'size', 'x', '{', '}', '"', '-9223372036854775808', 'has', 'null', '1.5', "b'a'"],
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    )
    const fact = fc.constantFrom('year < 2000', 'made_for_kids', '"a" in genres', 'title == "a"', 'rent', 'year/0 == 1')
    const sound = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fact,
        fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map((parts) => `(${parts.join(' ')})`),
        tie('any').map((part) => `!(${part})`),
        fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      ),
    })).any
    const title = fc.record(
      {
        title: fc.string(),
        genres: fc.array(fc.constantFrom('a', 'b')),
        year: fc.constantFrom(1990, 2020, Number.NaN),
        madeForKids: fc.boolean(),
        kind: fc.constantFrom(ItemKind.ITEM_KIND_MOVIE, ItemKind.UNRECOGNIZED),
      },
      { requiredKeys: ['title', 'genres', 'kind'] },
    )
    fc.assert(
      fc.property(text, title, (written, item) => {
        const compiled = compileFilter(written)
        if (compiled.ok) expect(typeof compiled.filter(aTitle(item))).toBe('boolean')
        else expect(compiled.problem).not.toMatch(/^$|read safely/)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(sound, title, (written, item) => {
        fc.pre(written.length < 1900)
        expect(answer(written, aTitle(item)) && answer(`!(${written})`, aTitle(item))).toBe(false)
      }),
    )
  })
})
