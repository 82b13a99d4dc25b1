/** `upnext archive erase`: takes a viewer who was erased out of the archive's files. */
import { viewerKey } from '@upnext/contracts'
import { eraseViewer } from '@upnext/history'
import { toJson } from '../print/json.ts'
import { createProgress } from '../print/progress.ts'
import { openWrittenArchiveAndLog } from '../stores/open-archive.ts'
import type { StorePlace } from '../stores/open-stores.ts'
import { readViewerSecret } from '../stores/viewer-secret.ts'
import type { Terminal } from '../terminal.ts'

export interface EraseFlags extends StorePlace {
  readonly viewer: string
  readonly json: boolean
}

export async function eraseFromArchive(flags: EraseFlags, terminal: Terminal): Promise<void> {
  const opened = await openWrittenArchiveAndLog(flags, terminal)
  const progress = createProgress(terminal)
  try {
    const { store, topics, config } = opened
    const secret = await readViewerSecret(terminal.env, config.UPNEXT_DATA)
    const viewer = viewerKey({ secret, namespace: config.UPNEXT_NAMESPACE }, flags.viewer)
    const onProgress = (done: number, of: number): void => {
      if (done === 1) progress.start('files', of, 0)
      progress.update(done)
      if (done === of) progress.stop()
    }
    const erased = await eraseViewer({ store, ...topics, viewer, onProgress })
    if (flags.json) terminal.out(toJson(erased))
    else {
      const through = new Date(erased.throughMs).toISOString()
      terminal.out(`${erased.records} records up to ${through} taken out of ${erased.files} files`)
    }
  } finally {
    progress.stop()
    await opened.close()
  }
}
