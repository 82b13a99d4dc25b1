/**
 * The secret that viewer keys are made with: from the environment, else made once and kept in `<data>/viewer-secret`, where
 * only its owner may read it. Losing it orphans every profile, so it is never made anew while the file is there.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keyIdOf } from '@upnext/contracts'
import { BackendMisconfiguredError } from '@upnext/ports'

const SECRET_BYTES = 32

export async function viewerSecret(dataFolder: string, given: Uint8Array | undefined): Promise<Uint8Array> {
  const path = join(dataFolder, 'viewer-secret')
  const secret = given ?? (await readSecret(path)) ?? (await makeSecret(dataFolder, path))
  await checkSameSecret(dataFolder, keyIdOf(secret))
  return secret
}

/** Notes which secret the folder belongs to. Under another one every viewer would be a stranger, and nobody would be told. */
async function checkSameSecret(dataFolder: string, keyId: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true })
  const path = join(dataFolder, 'viewer-key-id')
  try {
    await writeFile(path, `${keyId}\n`, { flag: 'wx' })
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause
    const known = (await readFile(path, 'utf8')).trim()
    if (known === keyId) return
    throw new BackendMisconfiguredError(
      `${dataFolder} belongs to another viewer secret (${known}, this one is ${keyId}): set UPNEXT_VIEWER_SECRET to that one, or use another data folder`,
    )
  }
}

async function readSecret(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT')) return null
    throw new BackendMisconfiguredError(`cannot read ${path}: give this user the right to read it`, { cause })
  })
  if (text === null) return null
  const hex = text.trim()
  if (/^(?:[0-9a-f]{2}){16,}$/.test(hex)) return Buffer.from(hex, 'hex')
  throw new BackendMisconfiguredError(
    `${path} does not hold a secret: restore it from a backup; with another secret, every viewer would start anew`,
  )
}

/** Written whole and on the disk before it gets its name: a crash leaves either no secret or the one that is used from then on. */
async function makeSecret(dataFolder: string, path: string): Promise<Uint8Array> {
  await mkdir(dataFolder, { recursive: true })
  const secret = randomBytes(SECRET_BYTES)
  const temporary = `${path}.${randomUUID()}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(`${secret.toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(temporary, path)
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause
  } finally {
    await rm(temporary, { force: true })
  }
  return (await readSecret(path)) ?? secret
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}
