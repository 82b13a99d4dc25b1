/** A model as two files: its bytes, and what is to be said of it. The same model gives the same bytes in both. */
import { createHash } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestOf } from './manifest.ts'
import type { ModelFacts } from './manifest.ts'

export interface WrittenModel {
  readonly bytes: Uint8Array
  readonly facts: ModelFacts
}

/** Answers the SHA-256 of the bytes, in hex. The manifest comes last: where it is, the bytes are whole. */
export async function writeModel(folder: string, { bytes, facts }: WrittenModel): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await mkdir(folder, { recursive: true })
  await writeWhole(join(folder, 'model.bin'), bytes)
  const manifest = { ...manifestOf(facts), sha256 }
  await writeWhole(join(folder, 'manifest.json'), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  return sha256
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.tmp`, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
}
