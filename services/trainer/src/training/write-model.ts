/** A model as two files: its bytes, and what is to be said of it. The same model gives the same bytes in both. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { writeWhole } from '@upnext/service-kit'
import { manifestOf } from './manifest.ts'
import type { ModelFacts } from './manifest.ts'

export interface WrittenModel {
  readonly bytes: Uint8Array
  readonly facts: ModelFacts
}

/** Answers the SHA-256 of the bytes, in hex. The manifest comes last: where it is, the bytes are whole. */
export async function writeModel(folder: string, { bytes, facts }: WrittenModel): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await writeWhole(join(folder, 'model.bin'), bytes)
  const manifest = { ...manifestOf(facts), sha256 }
  await writeWhole(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return sha256
}
