import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { EVENT_KINDS } from '@upnext/contracts'
import { generatedDocs } from './generated-docs.ts'
import { openApi } from './open-api.ts'

const ROOT = new URL('../../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')
/** The formatter may lay tables and lists out anew; only the words count. */
const words = (text: string): string => text.replaceAll(/[\s-]+/g, '').replaceAll(/\\\|/g, '|')

describe('generated documentation', () => {
  it.each(Object.entries(generatedDocs(read)))(
    '%s is current (else: npm run build, then node services/event-collector/scripts/write-docs.mjs)',
    (path, text) => {
      expect(words(read(path))).toBe(words(text))
    },
  )

  it('tells every kind of event, and refers to nothing that is not there', () => {
    const description = openApi()
    const text = JSON.stringify(description)
    const names = new Set(Object.keys((description as { components: { schemas: object } }).components.schemas))
    const references = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '')
    expect(references.length).toBeGreaterThan(EVENT_KINDS.length)
    expect(references.filter((name) => !names.has(name))).toEqual([])
    for (const kind of EVENT_KINDS) expect(text).toContain(`"const":"${kind}"`)
    expect(text).toContain('"oneOf":[{"required":["stars"]},{"required":["thumb"]}]')
  })
})
