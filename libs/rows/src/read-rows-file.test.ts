import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createShare, toTitle } from '@upnext/catalog'
import { CatalogItem, itemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { defaultRows, defaultRowsText } from './default-rows.ts'
import { readRowsFile } from './read-rows-file.ts'
import { NEVER_FILLED, OWN_DEFAULTS, ROW_DEFAULTS } from './row-defaults.ts'
import type { RowsFile } from './rows-file.ts'
import { COMMON_SETTINGS, ROW_SETTINGS } from './rows-schema.ts'

function problems(text: string): string[] {
  const read = readRowsFile(text)
  return read.ok ? [] : read.problems.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`)
}

function fileOf(text: string): RowsFile {
  const read = readRowsFile(text)
  if (!read.ok) throw new Error(problems(text).join('\n'))
  return read.file
}

const withRows = (rows: string, more = '') => `version: 1\nname: n\npages:\n  home:\n    rows:\n${rows}\n${more}`

describe('rows file', () => {
  it('is understood as it stands, with every default filled in', () => {
    const file = fileOf(`
version: 1
name: spring
defaults: { items: 10, min_items: 6, list: { diversity: 0.9 } }
budgets: { tv: { rows: 8 } }
pages:
  home:
    rows:
      - { id: popular, type: popular, filter: '"Comedy" in genres' }
      - { id: mine, type: my_list, items: 5, priority: 7 }
      - { id: comedy, type: genre, genre: Comedy, items: 3, fill: true }
experiments:
  - id: pages
    audience: 0.5
    variants: [{ id: a, share: 0.25 }, { id: b, share: 0.75, page: { instead_of: home, use: home }, ranker: blend }]
`)
    expect(file).toMatchObject({ name: 'spring', list: { diversity: 0.9, calibration: 0.5, exploration: 0.1 } })
    expect(file.budgets).toEqual(new Map([['tv', { rows: 8 }]]))
    const [popular, mine, comedy] = file.pages.get('home')?.rows ?? []
    expect(popular).toMatchObject({ items: 10, min_items: 6, priority: 200, fill: true, period: 'month' })
    expect(mine).toMatchObject({ items: 5, min_items: 1, priority: 7, fill: false, fits: null })
    expect(comedy).toMatchObject({ items: 3, min_items: 3, fill: true, count: 1 })
    const comedyTitle = toTitle({ ...CatalogItem.create(), genres: ['Comedy'] }, itemHash('x'), createShare())
    expect(popular?.fits?.(comedyTitle)).toBe(true)
    expect(popular?.fits?.({ ...comedyTitle, genres: [] })).toBe(false)
    expect(file.experiments).toEqual([
      {
        id: 'pages',
        salt: 'pages',
        audience: 0.5,
        variants: [
          { id: 'a', share: 0.25, page: null, list: {}, ranker: 'learned' },
          { id: 'b', share: 0.75, page: { insteadOf: 'home', use: 'home' }, list: {}, ranker: 'blend' },
        ],
      },
    ])
  })

  it('has a default for every type, of settings that the type has', () => {
    expect(Object.keys(ROW_DEFAULTS).sort()).toEqual(Object.keys(ROW_SETTINGS).sort())
    for (const [type, own] of Object.entries(OWN_DEFAULTS))
      for (const setting of Object.keys(own)) expect(Object.keys(ROW_SETTINGS[type] ?? {})).toContain(setting)
    const priorities = Object.values(ROW_DEFAULTS).map(({ priority }) => priority)
    expect(new Set(priorities).size).toBe(priorities.length)
  })

  it('names every mistake at once, with its line and column', () => {
    expect(problems(readFileSync(new URL('testing/mistakes.yaml', import.meta.url), 'utf8'))).toEqual(MISTAKES)
  })

  it.each([
    ['', '1:1 (file) expected settings, got nothing'],
    ['a: [', /^1:\d+ {2}not YAML: /],
    ['version: 1\nversion: 1', /^2:1 {2}not YAML: Map keys must be unique/],
    ['version: !number 1', /^1:10 {2}not YAML: Unresolved tag/],
    ['version: *one', /not YAML that can be read: Unresolved alias/],
    ['version: 1\n---\nversion: 1', /^2:1 {2}not YAML: .*multiple documents/],
    [`# ${'x'.repeat(1024 * 1024)}`, '1:1  expected a file of at most 1 MiB'],
    ['['.repeat(20_000), /not YAML/],
    [withRows('      []', ''), /^5:\d+ pages.home.rows|^6:\d+ pages.home.rows expected at least 1 entry/],
  ])('%#: refuses what is no rows file', (text, expected) => {
    const [first] = problems(text)
    if (typeof expected === 'string') expect(first).toBe(expected)
    else expect(first).toMatch(expected)
  })

  it('is not blown up by aliases of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`)
    expect(problems(['l0: &l0 [1, 2]', ...levels].join('\n'))[0]).toMatch(/Excessive alias count/)
  })

  it('finds mistakes behind an alias where they are written', () => {
    const text = withRows(
      '      - &one { id: a, type: popular, items: 99 }',
      'budgets: { tv: &b { rows: 50 }, web: *b }',
    )
    expect(problems(text)).toEqual([
      '6:45 pages.home.rows[0].items expected at most 60, got 99',
      '7:27 budgets.tv.rows expected at most 40, got 50',
      '7:27 budgets.web.rows expected at most 40, got 50',
    ])
  })

  it.each([...NEVER_FILLED])('refuses to fill rows of %s, which never are', (type) => {
    const own = type === 'sponsored' ? ', campaigns: [{ id: c, sponsor: s, items: [a] }]' : ''
    const [problem, ...others] = problems(withRows(`      - { id: a, type: ${type}, fill: true${own} }`))
    expect(problem).toContain(
      `pages.home.rows[0].fill a row of ${type} is never filled; rows that can be are of editorial,`,
    )
    expect(others).toEqual([])
    expect(problems(withRows(`      - { id: a, type: ${type}, fill: false${own} }`))).toEqual([])
  })

  it('takes titles by the names that apps have for them', () => {
    const title = `{ template: home.winter_evenings-2, parameters: { mood: ${'m'.repeat(200)} }, text: ${'t'.repeat(200)} }`
    expect(problems(withRows(`      - { id: a, type: popular, title: ${title} }`))).toEqual([])
  })

  it.each([
    [
      '{ template: Home }',
      /title\.template expected lower-case letters, digits, hyphens, dots and _, at most 64, got Home$/,
    ],
    ['{ template: .home }', /title\.template expected lower-case letters/],
    [`{ template: a, text: ${'t'.repeat(201)} }`, /title\.text expected at most 200 characters/],
    [`{ template: a, parameters: { mood: ${'m'.repeat(201)} } }`, /parameters\.mood expected at most 200 characters/],
    [`{ template: a, parameters: { ${'m'.repeat(201)}: x } }`, /as a name: /],
    [
      `{ template: a, parameters: { ${Array.from({ length: 11 }, (_, i) => `p${i}: x`).join(', ')} } }`,
      /title\.parameters expected at most 10 parameters$/,
    ],
  ])('%#: refuses titles that would not fit above a row', (title, expected) => {
    const found = problems(withRows(`      - { id: a, type: popular, title: ${title} }`))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  })

  it('fills by default no row that never is', () => {
    expect([...NEVER_FILLED].filter((type) => ROW_DEFAULTS[type].fill)).toEqual([])
  })

  it('never throws, whatever the text', () => {
    const good = defaultRowsText()
    const damaged = fc
      .tuple(
        fc.nat(good.length),
        fc.nat(40),
        fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('{', '- ', ': ', '&a ', '*a')),
      )
      .map(([from, length, text]) => good.slice(0, from) + text + good.slice(from + length))
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string(), fc.json()), (text) => {
        const read = readRowsFile(text)
        if (!read.ok) expect(read.problems.length).toBeGreaterThan(0)
        if (!read.ok) for (const { line, column } of read.problems) expect(Math.min(line, column)).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })
})

describe('the name of a rows file', () => {
  const withName = (name: string) =>
    problems(withRows('      - { id: a, type: popular }').replace('name: n', `name: ${name}`))

  it.each(['n', '"spring 2026, v2"', 'x'.repeat(64), '"~"'])('may be %s', (name) => {
    expect(withName(name)).toEqual([])
  })

  it.each(['x'.repeat(65), 'frühling', '" spring"', '"spring "', '"two\\nlines"', '"two\\n"', '" "'])(
    'may not be %s',
    (name) => {
      expect(withName(name)).toEqual([expect.stringMatching(/^2:7 name expected 1 to 64 printable ASCII characters/)])
    },
  )
})

describe('default rows', () => {
  it('have a home page and one about a title, and say every default as it is', () => {
    const file = defaultRows()
    expect([...file.pages.keys()]).toEqual(['home', 'title'])
    expect([...file.budgets.keys()]).toEqual(['tv', 'web', 'phone'])
    const bare = fileOf(withRows('      - { id: a, type: popular }'))
    expect(file.list).toEqual(bare.list)
    for (const page of file.pages.values()) expect(page.rows.at(-1)?.fill).toBe(true)
  })

  it('hide from children what is not for them', () => {
    const rows = defaultRows().pages.get('home')?.rows ?? []
    const hidden = rows.filter(({ audience }) => audience === 'adults').map(({ type }) => type)
    expect(hidden).toEqual(['friends', 'rent_or_buy'])
  })
})

describe('schema', () => {
  it('gives every type the common settings', () => {
    for (const settings of Object.values(ROW_SETTINGS))
      expect(Object.keys(settings)).toEqual(expect.arrayContaining([...COMMON_SETTINGS]))
  })
})

describe('the variants of a rows file', () => {
  const lineOf = (number: number) =>
    `  - { id: an-experiment-with-a-long-name-${number}, variants: [{ id: a, share: 0.5 }, { id: a-long-variant, share: 0.5 }] }`
  const fileOf = (count: number) => `
version: 1
name: many
pages: { home: { rows: [{ id: a, type: popular }] } }
experiments:
${Array.from({ length: count }, (_, i) => lineOf(i)).join('\n')}
`

  it('have to fit into a tracking value', () => {
    expect(readRowsFile(fileOf(6)).ok).toBe(true)
    const read = readRowsFile(fileOf(7))
    expect(read).toMatchObject({ ok: false, problems: [{ path: 'experiments' }] })
    expect(JSON.stringify(read)).toContain('can take 335 bytes')
  })
})

const MISTAKES = [
  '1:10 version expected 1, got 2',
  '2:7 name expected 1 to 64 printable ASCII characters, without spaces at the ends, got an empty text',
  '3:1 nmae nmae is not a setting here: did you mean name?',
  '4:32 defaults.list.divers divers is not a setting here: did you mean diversity?',
  '6:15 budgets.tv.rows expected a whole number, got 1.5',
  '8:3 pages there is no page home; it is what an app gets that names none',
  '8:3 pages.Home! expected lower-case letters, digits and hyphens, at most 64',
  '10:15 pages.Home!.rows[0].type populr is no type of row: did you mean popular? Known are continue_watching, watch_next, next_to_watch, top_picks, because_you_watched, more_like_this, watch_again, my_list, trending, popular, popular_in_country, new_arrivals, leaving_soon, genre, hidden_gems, surprise, editorial, rent_or_buy, friends, sponsored',
  '12:9 pages.Home!.rows[1].type missing: expected a type of row: continue_watching, watch_next, next_to_watch, top_picks, because_you_watched, more_like_this, watch_again, my_list, trending, popular, popular_in_country, new_arrivals, leaving_soon, genre, hidden_gems, surprise, editorial, rent_or_buy, friends, sponsored',
  '15:16 pages.Home!.rows[2].items expected at most 60, got 99',
  '16:9 pages.Home!.rows[2].itms itms is not a setting here: did you mean items?',
  '17:16 pages.Home!.rows[2].count a row of one genre is one row: leave out either genre or count',
  '19:28 pages.Home!.rows[2].list.diversity expected at most 1, got 2',
  '20:9 pages.Home!.rows[3].item_ids missing: expected a list',
  '21:13 pages.Home!.rows[3].id expected lower-case letters, digits and hyphens, at most 64, got X',
  '22:9 pages.Home!.rows[4] expected settings, got 5',
  '24:13 pages.Home!.rows[5].id there is a row b already',
  '26:31 pages.Home!.rows[5].campaigns[0].sponsor expected at least 1 character, got an empty text',
  '26:42 pages.Home!.rows[5].campaigns[0].items expected at least 1 entry, got an empty list',
  '26:52 pages.Home!.rows[5].campaigns[0].from expected a time like 2026-12-24T18:00:00Z, got x',
  '27:19 pages.Home!.rows[5].campaigns[1].id there is a campaign c already',
  '27:45 pages.Home!.rows[5].campaigns[1].items[1] there is a title u already',
  '27:81 pages.Home!.rows[5].campaigns[1].to expected a time after from, which is 2026-01-02T00:00:00Z',
  '28:19 pages.Home!.rows[5].audience expected all, adults, kids, got kid: did you mean kids?',
  '29:21 pages.Home!.rows[5].countries[0] expected two upper-case letters of ISO 3166-1, like "DE", got de',
  '30:17 pages.Home!.rows[5].filter at character 1: Unknown variable: yeer; known are item_id, title, kind, series_id, genres, tags, people, directors, franchise, languages, year, duration_s, maturity_age, made_for_kids, rent, buy',
  '33:17 pages.Home!.rows[6].filter at character 30: Unexpected token: EOF',
  '37:20 pages.Home!.rows[6].min_items a row of at most 3 never has 4: raise items or lower min_items',
  '38:3 pages.x expected settings, got nothing',
  '42:7 experiments[0].variants the shares sum to 0.9, and have to sum to 1',
  '42:50 experiments[0].variants[0].page.instead_of there is no page home',
  '43:15 experiments[0].variants[1].id there is a variant a already',
  '43:38 experiments[0].variants[1].ranker expected learned, blend, got blended: did you mean blend?',
]
