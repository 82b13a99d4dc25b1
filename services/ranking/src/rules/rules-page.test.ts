/** docs/rules.md says what is there: every rule in its order, every field, and examples that are understood. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { TITLE_FACTS, compileFilter } from '@upnext/rows'
import { RULES } from './judge.ts'
import { RULE_NAMES } from './rule.ts'

const page = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8')

/** The cells of the table with this heading; what is code without its ticks. */
function tableOf(firstHeading: string): string[][] {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeading} `))
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

describe('docs/rules.md', () => {
  it('names every rule, in the order in which they are asked', () => {
    expect(tableOf('rule').map(([name]) => name)).toEqual([...RULE_NAMES])
    expect(RULES.map(({ name }) => name)).toEqual([...RULE_NAMES])
  })

  it('names every field of the filter language, with its type', () => {
    const fields = TITLE_FACTS.map(({ name, type, about }) => [name, type, about])
    expect(tableOf('field')).toEqual(fields)
  })

  it('gives examples that are understood', () => {
    const [, block = ''] = /### The filter language[^]*?```\n([^]*?)```/.exec(page) ?? []
    const examples = block.trim().split('\n')
    expect(examples.length).toBeGreaterThan(3)
    expect(examples.filter((text) => !compileFilter(text).ok)).toEqual([])
  })

  it('quotes a message as it is', () => {
    const compiled = compileFilter('year >=')
    const [, quoted = 'nothing'] = /^wishes\.filter +(.*)$/m.exec(page) ?? []
    expect(compiled.ok ? '' : compiled.problem).toBe(quoted)
  })
})
