import { PortError, StoreUnavailableError } from '@upnext/ports'
import { errorText } from '../error-text.ts'

/** Errors of the client and of the server in our words. Mistakes of the caller stay what they are. */
export function translateRedis(shown: string): (error: unknown) => Error {
  return (error) => {
    if (error instanceof PortError || error instanceof RangeError) return error
    return new StoreUnavailableError(`Redis at ${shown} ${explain(errorText(error))}`, { cause: error })
  }
}

function explain(text: string): string {
  if (text.startsWith('OOM')) return 'has no memory left: raise maxmemory, or retire profiles nobody uses'
  if (text.startsWith('READONLY')) return 'is a replica that cannot be written: point UPNEXT_REDIS_URL to the master'
  if (text.startsWith('NOPERM') || text.startsWith('NOAUTH') || text.startsWith('WRONGPASS')) {
    return `refuses this user (${text}): see UPNEXT_REDIS_USERNAME and UPNEXT_REDIS_PASSWORD`
  }
  return `could not be used (${text})`
}
