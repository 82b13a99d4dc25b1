import { PortError } from '@upnext/ports'

/** A file of the archive is missing, damaged or not what its name says. Nothing is skipped. The message says what to do. */
export class ArchiveCorruptError extends PortError {
  override readonly name = 'ArchiveCorruptError'
  readonly code = 'UPNEXT_ARCHIVE_CORRUPT'
}

/** The archive holds no erase event of a viewer whose records are to be erased. The message says what to do. */
export class NotErasedError extends PortError {
  override readonly name = 'NotErasedError'
  readonly code = 'UPNEXT_NOT_ERASED'
}
