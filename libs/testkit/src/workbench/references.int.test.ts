import { expect, it } from '@jest/globals'
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const ROOMS = ['libs', 'services'].flatMap((room) => readdirSync(join(ROOT, room)).map((name) => join(room, name)))
const PACKAGES = [...ROOMS, 'chaos']

it.each(PACKAGES)('%s references, for the build, all packages of ours that it imports', (path) => {
  const references = readFileSync(join(ROOT, path, 'tsconfig.json'), 'utf8').matchAll(/"path": *"([^"]+)"/g)
  const known = new Set([...references].map(([, reference = '']) => basename(reference)))
  const unknown = [...importedBy(path)].filter((name) => !known.has(name) && name !== basename(path))
  // One that is missing compiles only where an earlier build left something behind, so not in a fresh clone.
  expect(unknown).toEqual([])
})

function importedBy(path: string): Set<string> {
  const folder = join(ROOT, path, 'src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const imports = files.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import\()\s*'@upnext\/([a-z-]+)/g),
  ])
  return new Set(imports.map(([, name = '']) => name))
}
