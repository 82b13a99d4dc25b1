import { types } from 'node:util'

/** What an error says, also when it was made in another realm, as Node's own are where tests run. */
export function errorText(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error)
}
