/** Errors that ports promise. Adapters translate their vendor's errors into these, once, at their edge. */
export abstract class PortError extends Error {
  abstract readonly code: string
}

/** The log cannot take or give records now. Trying again later may help; what was sent may or may not be in the log. */
export class LogUnavailableError extends PortError {
  override readonly name = 'LogUnavailableError'
  readonly code = 'UPNEXT_LOG_UNAVAILABLE'
}

/** A record is larger than the log takes. Trying again does not help. */
export class RecordTooLargeError extends PortError {
  override readonly name = 'RecordTooLargeError'
  readonly code = 'UPNEXT_RECORD_TOO_LARGE'
}

/** A topic is missing, or not as it was declared (another number of partitions, say). The message says what to do. */
export class TopicMismatchError extends PortError {
  override readonly name = 'TopicMismatchError'
  readonly code = 'UPNEXT_TOPIC_MISMATCH'
}

/** Records that have to be read are in the log no more, nor in the archive. The message says what to do. */
export class HistoryLostError extends PortError {
  override readonly name = 'HistoryLostError'
  readonly code = 'UPNEXT_HISTORY_LOST'
}

/** A position lies past the log's end: the log was lost or replaced. The message says what to do. */
export class PositionPastEndError extends PortError {
  override readonly name = 'PositionPastEndError'
  readonly code = 'UPNEXT_POSITION_PAST_END'
}

/** A record that lies in the log cannot be read: damaged, or written in a way that this version does not know. */
export class RecordUnreadableError extends PortError {
  override readonly name = 'RecordUnreadableError'
  readonly code = 'UPNEXT_RECORD_UNREADABLE'
}

/** A store did not answer, or could not write. Trying again later may help. */
export class StoreUnavailableError extends PortError {
  override readonly name = 'StoreUnavailableError'
  readonly code = 'UPNEXT_STORE_UNAVAILABLE'
}

/** The generation of profiles is being dropped, or was: nothing is read from it or written to it any more. */
export class GenerationDroppedError extends PortError {
  override readonly name = 'GenerationDroppedError'
  readonly code = 'UPNEXT_GENERATION_DROPPED'
}

/** The generation is the active one, which is never dropped. The message says what to do. */
export class GenerationActiveError extends PortError {
  override readonly name = 'GenerationActiveError'
  readonly code = 'UPNEXT_GENERATION_ACTIVE'
}

/** A server or folder is set up in a way that would lose data (an eviction policy, say). The message says what to do. */
export class BackendMisconfiguredError extends PortError {
  override readonly name = 'BackendMisconfiguredError'
  readonly code = 'UPNEXT_BACKEND_MISCONFIGURED'
}

/** Another living process owns this data folder. The message names it. */
export class DataFolderOwnedError extends PortError {
  override readonly name = 'DataFolderOwnedError'
  readonly code = 'UPNEXT_DATA_FOLDER_OWNED'
}

/** A model of this id is in the store already. */
export class ModelExistsError extends PortError {
  override readonly name = 'ModelExistsError'
  readonly code = 'UPNEXT_MODEL_EXISTS'
}

/** A model's bytes do not agree with its checksum. */
export class ModelCorruptError extends PortError {
  override readonly name = 'ModelCorruptError'
  readonly code = 'UPNEXT_MODEL_CORRUPT'
}

/** The port was used after `close`. */
export class ClosedError extends PortError {
  override readonly name = 'ClosedError'
  readonly code = 'UPNEXT_CLOSED'
}
