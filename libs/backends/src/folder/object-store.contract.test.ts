import { join } from 'node:path'
import { systemClock } from '@upnext/ports'
import { objectStoreContract } from '@upnext/ports/contract'
import { tempFolder } from '@upnext/testkit'
import { openFolderObjectStore } from './object-store.ts'

objectStoreContract('the object store in a folder', async () => {
  const { path, remove } = await tempFolder()
  const folder = join(path, 'made', 'by', 'the-store')
  return { open: () => openFolderObjectStore({ folder, clock: systemClock }), destroy: remove }
})
