// Writes what is generated in the documentation: docs/openapi.json and the tables of two pages. Run after `tsc -b`.
import { readFileSync, writeFileSync } from 'node:fs'
import { generatedDocs } from '../dist/openapi/generated-docs.js'

const root = new URL('../../../', import.meta.url)
const read = (path) => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}
for (const [path, text] of Object.entries(generatedDocs(read))) writeFileSync(new URL(path, root), text)
