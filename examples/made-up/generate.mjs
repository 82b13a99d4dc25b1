// Writes the made-up part of the example: `node examples/made-up/generate.mjs [folder]`. The same bytes every time.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalog } from './catalog.mjs'
import { viewing } from './viewing.mjs'

const folder = process.argv[2] ?? fileURLToPath(new URL('../data/made-up', import.meta.url))
const asLines = (documents) => documents.map((document) => `${JSON.stringify(document)}\n`).join('')

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'catalog.jsonl'), asLines(catalog()))
writeFileSync(join(folder, 'events.jsonl'), asLines(viewing()))
