import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { DEFAULT_ITEMS, DEFAULT_LIST, DEFAULT_MIN_ITEMS, OWN_DEFAULTS, ROW_DEFAULTS } from './row-defaults.ts'
import type { RowKind } from './rows-schema.ts'
import { COMMON_SETTINGS, ROW_SETTINGS } from './rows-schema.ts'

const doc = (await readFile(new URL('../../../docs/rows.md', import.meta.url), 'utf8')).replaceAll(/ +/g, ' ')

function sectionOf(heading: string): string {
  const [, after] = doc.split(`\n${heading}\n`)
  if (after === undefined) throw new Error(`docs/rows.md has no "${heading}"`)
  return after.split(/\n##/)[0] ?? ''
}

describe('docs/rows.md', () => {
  it.each(Object.keys(ROW_DEFAULTS) as RowKind[])('says every setting of %s and its default', (type) => {
    const section = sectionOf(`### \`${type}\``)
    const { priority, fill, min_items: least } = ROW_DEFAULTS[type]
    const own: Readonly<Record<string, unknown>> = OWN_DEFAULTS[type]
    const min = least ?? DEFAULT_MIN_ITEMS
    expect(section).toContain(`Defaults: \`priority: ${priority}\`, \`min_items: ${min}\`, \`fill: ${fill}\`.`)
    const written = [...section.matchAll(/^\| `(\w+)` \| (\S*)/gm)].map(([, name, value]) => [name, value])
    const settings = Object.keys(ROW_SETTINGS[type] ?? {}).filter((name) => !COMMON_SETTINGS.includes(name))
    expect(written.map(([name]) => name)).toEqual(settings)
    for (const [name = '', value] of written)
      if (name in own) expect([name, value]).toEqual([name, `\`${String(own[name])}\``])
      else expect(['required', '|']).toContain(value)
  })

  it('names no type that is none', () => {
    const named = [...doc.matchAll(/^### `(\w+)`$/gm)].map(([, type]) => type)
    expect(named.sort()).toEqual(Object.keys(ROW_DEFAULTS).sort())
  })

  it('says every setting that all rows have, and those of lists with their defaults', () => {
    const section = sectionOf('## Settings of every row')
    for (const setting of COMMON_SETTINGS) expect(section).toContain(`| \`${setting}\` |`)
    for (const [setting, value] of Object.entries(DEFAULT_LIST))
      expect(section).toContain(`| \`${setting}\` | \`${value}\` |`)
    expect(section).toContain(`| \`items\` | \`${DEFAULT_ITEMS}\` |`)
    expect(section).toContain(`| \`min_items\` | \`${DEFAULT_MIN_ITEMS}\`,`)
  })
})
