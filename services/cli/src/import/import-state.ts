/**
 * How far an import has come, in `<data>/imports/<name>.json`. It is written before the first event and after every
 * wave, each time as a whole, so a killed import goes on where it was, with the same shift in time.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing } from '@upnext/service-kit'
import { z } from 'zod'
import { CliError, usageError } from '../errors.ts'

const CountSchema = z.record(z.string(), z.int().nonnegative())

const ImportStateSchema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  fingerprint: z.string(),
  shiftMs: z.int(),
  itemsSent: z.int().nonnegative(),
  eventsSent: z.int().nonnegative(),
  accepted: z.int().nonnegative(),
  rejected: CountSchema,
  done: z.boolean(),
})

export type ImportState = Readonly<z.infer<typeof ImportStateSchema>>

export function freshState(name: string, fingerprint: string, shiftMs: number): ImportState {
  return {
    version: 1,
    name,
    fingerprint,
    shiftMs,
    itemsSent: 0,
    eventsSent: 0,
    accepted: 0,
    rejected: {},
    done: false,
  }
}

/** Letters, digits, `-`, `_` and `.`; it names a file. */
export function checkImportName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) return name
  throw usageError(`--name: "${name}" cannot name an import`, 'use up to 64 letters, digits, "-", "_" and "."')
}

/** `null` where no such import has been started. */
export async function readState(dataFolder: string, name: string): Promise<ImportState | null> {
  const path = statePath(dataFolder, name)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw new CliError(`cannot read ${path}`, { cause })
  })
  if (text === null) return null
  const parsed = ImportStateSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new CliError(`${path} is not the state of an import`, { hint: 'remove it to import from the start' })
}

/** On the disk when this resolves; a crash leaves the old state or the new one, whole. */
export async function writeState(dataFolder: string, state: ImportState): Promise<void> {
  const path = statePath(dataFolder, state.name)
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${String(process.pid)}.tmp`
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(`${JSON.stringify(state, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}

export function statePath(dataFolder: string, name: string): string {
  return join(dataFolder, 'imports', `${name}.json`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
