/** Bytes that are not a model of a version that this code reads. The message says what was wrong. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError'
  readonly code = 'UPNEXT_MODEL_FORMAT'
}
