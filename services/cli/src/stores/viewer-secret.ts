/** The secret that viewer keys are made with, to find a viewer by the id that the app uses. It is only read, never made. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig, optional, viewerSecretVariable } from '@upnext/service-kit'
import { CliError } from '../errors.ts'
import type { Terminal } from '../terminal.ts'

/** From the environment, else as standalone keeps it in its data folder. */
export async function readViewerSecret(env: Terminal['env'], dataFolder: string): Promise<Uint8Array> {
  const given = loadConfig({ UPNEXT_VIEWER_SECRET: optional(viewerSecretVariable) }, env).UPNEXT_VIEWER_SECRET
  if (given !== undefined) return given
  const text = await readFile(join(dataFolder, 'viewer-secret'), 'utf8').catch((cause: unknown) => {
    throw new CliError('--viewer: the secret of viewer keys is not known here', {
      hint: 'set UPNEXT_VIEWER_SECRET to the one that the services have',
      cause,
    })
  })
  return Buffer.from(text.trim(), 'hex')
}
