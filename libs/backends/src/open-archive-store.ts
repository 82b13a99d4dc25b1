import { systemClock } from '@upnext/ports'
import type { ObjectStore } from '@upnext/ports'
import type { ArchiveConfig } from './config.ts'
import { openFolderObjectStore } from './lazy.ts'

/** Where the archive's files are kept, or `null` where there is no archive. There is nothing to close. */
export async function openArchiveStore(config: ArchiveConfig): Promise<ObjectStore | null> {
  const folder = config.UPNEXT_ARCHIVE
  return folder === undefined ? null : openFolderObjectStore({ folder, clock: systemClock })
}
