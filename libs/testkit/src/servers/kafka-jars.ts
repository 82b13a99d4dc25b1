import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached, forget } from './cache-folder.ts'
import { copyJars } from './maven.ts'

export const KAFKA_VERSION = '4.1.2'

const CHECKSUMS = fileURLToPath(new URL(`../../resources/kafka-${KAFKA_VERSION}.sha256`, import.meta.url))

/** Folder with the jars of a Kafka broker, fetched once per machine. Every jar is checked against its checksum each time. */
export async function kafkaJars(): Promise<string> {
  const folder = await cached(`kafka-${KAFKA_VERSION}`, async (draft) => {
    await copyJars({ group: 'org.apache.kafka', artifact: 'kafka_2.13', version: KAFKA_VERSION }, draft)
    await verify(draft)
  })
  try {
    await verify(folder)
  } catch (error) {
    // Damaged since: the next call fetches again.
    await forget(folder)
    throw error
  }
  return folder
}

async function verify(folder: string): Promise<void> {
  const expected = await readFile(CHECKSUMS, 'utf8')
  const found = await checksumsOf(folder)
  const problem = differenceOf(expected, found)
  if (problem !== null) throw new Error(`the jars of Kafka ${KAFKA_VERSION} are not the expected ones: ${problem}`)
}

/** `sha256  name` lines of the jars in a folder, by name. */
async function checksumsOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jar')).sort()
  const lines = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name))
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}`
    }),
  )
  return lines.join('\n')
}

/** Names what is missing, added or changed between two lists of checksums; null where nothing is. */
export function differenceOf(expected: string, found: string): string | null {
  const lines = (text: string): Map<string, string> =>
    new Map(
      text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => [line.slice(66).trim(), line.slice(0, 64)]),
    )
  const [want, have] = [lines(expected), lines(found)]
  const names = [...new Set([...want.keys(), ...have.keys()])].filter((name) => want.get(name) !== have.get(name))
  const word = (name: string): string => (!have.has(name) ? 'missing' : !want.has(name) ? 'unexpected' : 'changed')
  return names.length === 0 ? null : names.map((name) => `${name} is ${word(name)}`).join(', ')
}
